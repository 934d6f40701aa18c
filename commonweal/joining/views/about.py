"""Whom the community is for, how to join, and what each wave asks."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.core.http import PageRequest
from commonweal.joining import lengths
from commonweal.joining.forms.applying import Where, Which
from commonweal.joining.queries import applications as queries
from commonweal.joining.queries import waves_open
from commonweal.joining.views.own import refs_of
from commonweal.members.rules import is_current_member

if TYPE_CHECKING:
    from commonweal.joining.models import Wave


@require_safe
def about(request: PageRequest) -> HttpResponse:
    """Who the community is for, what is expected, and how applying works."""
    now = timezone.now()
    context = {
        "open": waves_open.open_waves(now),
        "coming": waves_open.coming_waves(now),
        "groups": waves_open.groups(),
        "mine": queries.own(request.user, refs_of(request)),
        "is_member": is_current_member(request.user),
    }
    return render(request, "joining/about.jinja", context)


@require_safe
def check(request: PageRequest) -> HttpResponse:
    """Two questions, one a page, and which wave is for whoever answers them."""
    where = Where(request.GET if "nation" in request.GET or "asked" in request.GET else None)
    if not where.is_valid():
        return render(request, "joining/check.jinja", {"form": where, "number": 1, "given": {}})
    which = Which(request.GET if "group" in request.GET or "also" in request.GET else None)
    given = {"nation": where.cleaned_data["nation"]}
    if waves_open.groups() and not which.is_valid():
        return render(request, "joining/check.jinja", {"form": which, "number": 2, "given": given})
    group = which.cleaned_data["group"] if which.is_valid() else ""
    return render(request, "joining/result.jinja", _result(given["nation"], group))


def _result(nation: str, key: str) -> dict[str, Any]:
    now = timezone.now()
    chosen = waves_open.group_by_key(key)
    group = chosen.pk if chosen else 0
    open_now, coming = waves_open.open_waves(now), waves_open.coming_waves(now)
    return {
        "nation": next(term for term in waves_open.nations() if term.key == nation),
        "group": chosen,
        "fitting": waves_open.fitting(open_now, nation=nation, group=group),
        "coming": waves_open.fitting(coming, nation=nation, group=group),
        "others": open_now,
    }


@require_safe
def wave(request: PageRequest, ref: str) -> HttpResponse:
    """One wave: its dates, who it is for, how it is judged and by whom, and every question."""
    return render(request, "joining/wave.jinja", _wave(request, found(ref)))


def found(ref: str) -> "Wave":
    wave = waves_open.wave(ref)
    if wave is None:
        raise Http404
    return wave


def _wave(request: PageRequest, wave: "Wave") -> dict[str, Any]:
    now = timezone.now()
    language = request.GET.get("language", "")
    own = queries.own(request.user, refs_of(request)).filter(wave=wave).first()
    return {
        "wave": wave,
        "lengths": lengths,
        "is_open": wave.is_open(now),
        "is_closed": wave.is_closed(now),
        "asked": waves_open.question_set(wave, language),
        "own": own,
        "is_member": is_current_member(request.user),
        "start": request.GET.urlencode(),
    }
