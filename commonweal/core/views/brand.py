from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from commonweal.core import brand

YEAR = 60 * 60 * 24 * 365
FILES = {
    "logo": ("BRAND_LOGO", {".svg": "image/svg+xml", ".png": "image/png"}),
    "typeface.woff2": ("BRAND_TYPEFACE_FILE", {".woff2": "font/woff2"}),
}


@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """The community's colours and typeface. Its address changes with its content."""
    response = HttpResponse(brand.stylesheet(), content_type="text/css")
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


@require_safe
def brand_file(request: HttpRequest, name: str) -> FileResponse:
    """The community's own logo or typeface, from the path the settings give."""
    setting, kinds = FILES[name]
    path = Path(getattr(settings, setting) or "/nowhere")
    if path.suffix not in kinds or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=kinds[path.suffix])
    # An SVG could carry a script; opened on its own it must not run.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep how this person wants pages to look."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme", "")
    if theme in brand.THEMES:
        response.set_cookie(
            "theme", theme, max_age=YEAR, secure=settings.SECURE, samesite="Lax", httponly=True
        )
    else:
        response.delete_cookie("theme")
    return response
