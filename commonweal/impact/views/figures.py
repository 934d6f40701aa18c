from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonweal.impact import queries


@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """The community in figures, from the newest published snapshot."""
    published = queries.published()
    context = {"published": published, "figures": published.figures() if published else []}
    return render(request, "impact/figures.jinja", context)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """One figure on its own page, to be linked to."""
    published = queries.published()
    figure = published.figure(slug) if published else None
    if published is None or figure is None:
        raise Http404
    return render(request, "impact/figure.jinja", {"published": published, "figure": figure})


@require_safe
def download(request: HttpRequest, slug: str, kind: str) -> FileResponse:
    """A figure as a file: its table, its chart or its pixels."""
    published = queries.published()
    path = published.file(slug, kind) if published else None
    if published is None or path is None:
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=published.download_name(path),
        content_type=queries.KINDS[kind],
    )
