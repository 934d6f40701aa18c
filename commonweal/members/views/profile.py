"""The page of a person, and their photo, as far as the reader may see them."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from commonweal.members import queries, rules
from commonweal.members.profiles import Profile
from commonweal.members.visibility import hidden_labels
from commonweal.search import queries as search


@require_safe
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody's page. Where the reader may not see them, there is nobody: 404."""
    member = get_object_or_404(queries.people(), ref=ref)
    if rules.is_current_member(request.user) and rules.is_own_profile(request.user, member):
        return redirect("members:me")
    today = timezone.localdate()
    profile = queries.profile_for(request.user, member, on=today)
    if profile is None:
        raise Http404
    sees_all = request.user.has_perm(rules.SEE_ALL_MEMBERS)
    audience = queries.viewer_audience(request.user)
    context = {
        "profile": profile,
        "on_break": queries.shows_break(member, audience, on=today),
        "left_on": member.left_on,
        "hidden": hidden_labels(member) if sees_all else [],
        "similar": _similar(profile, audience),
    }
    return render(request, "members/person.jinja", context)


@require_safe
def photo(request: HttpRequest, ref: str) -> HttpResponse:
    """The portrait, drawn by us from what was uploaded. Hidden with the person, or by itself."""
    member = get_object_or_404(queries.people(), ref=ref)
    profile = queries.profile_for(request.user, member, on=timezone.localdate())
    if profile is None or not profile.photo:
        raise Http404
    try:
        with member.photo.open() as file:
            response = HttpResponse(file.read(), content_type="image/jpeg")
    except FileNotFoundError as gone:
        raise Http404 from gone
    # Its address changes when the photo does; what a reader may see can change sooner than that.
    response["Cache-Control"] = "private, max-age=600"
    return response


def _similar(profile: Profile, audience: str) -> Sequence[search.Hit]:
    """Up to three people who share an interest or, failing that, a kind of role.

    Those who take a break are left out: they asked not to be matched.
    """
    facets = [term.key for term in profile.interests]
    if not facets and profile.role_type is not None:
        facets = [profile.role_type.key]
    if not facets:
        return []
    page = search.search("", audience=audience, kind="person", facets=facets, limit=10)
    others = [hit for hit in page.hits if hit.ref != profile.ref]
    paused = queries.paused_among([hit.ref for hit in others], on=timezone.localdate())
    return [hit for hit in others if hit.ref not in paused][:3]
