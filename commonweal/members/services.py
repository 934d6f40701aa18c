"""Changing what members say about themselves, who may see it, and whether they belong."""

import datetime
import secrets
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.core.text import fold
from commonweal.members import queries, seniority
from commonweal.members.indexing import index_member
from commonweal.members.models import Audience, Member, MemberLink, MemberTerm
from commonweal.members.photos import Portrait
from commonweal.members.visibility import choices_of

SENIORITY = ("seniority", "seniority_rule", "seniority_corrected_by")
LEAVING = ("left_on", "left_reason", "left_by_themselves", "paused_on", "paused_until")


@transaction.atomic
def update_about(
    member: Member, *, by: User, name: str, pronouns: str, place: str, nation: str
) -> None:
    """Change who somebody says they are. `nation` is a term's key, or empty."""
    values = {"name": name, "sort_name": fold(name), "pronouns": pronouns, "place": place}
    _change(member, "members.update_about", by, {**values, "nation_id": nation or None})


@transaction.atomic
def update_work(
    member: Member,
    *,
    by: User,
    role_title: str,
    sector: str,
    background: str,
    clinical: bool | None,
    role_type: str,
) -> None:
    """Change what somebody does. A new role title is estimated anew unless it was corrected."""
    _change(
        member,
        "members.update_work",
        by,
        {
            "role_title": role_title,
            "sector_id": sector or None,
            "background_id": background or None,
            "clinical": clinical,
            "role_type_id": role_type or None,
        },
    )


@transaction.atomic
def set_organisation(member: Member, *, by: User, organisation: int | None) -> None:
    """Say where somebody works, by the organisation's key; None is nowhere.

    Raises `Refused` when there is no such organisation, or it has closed.
    """
    if organisation is not None and not queries.open_organisations().filter(pk=organisation):
        raise Refused("Choose an organisation from the list.")
    _change(member, "members.set_organisation", by, {"organisation_id": organisation})


@transaction.atomic
def update_exchange(
    member: Member,
    *,
    by: User,
    purpose: str,
    interests: Sequence[str],
    skills: Sequence[str],
    offers: Sequence[str],
    offer_note: str,
    asks: Sequence[str],
    ask_note: str,
) -> None:
    """Change what somebody wants from the community and gives to it, as terms' keys and words."""
    said = {
        MemberTerm.Kind.INTEREST: interests,
        MemberTerm.Kind.SKILL: skills,
        MemberTerm.Kind.OFFER: offers,
        MemberTerm.Kind.ASK: asks,
    }
    lists = [kind.label for kind, keys in said.items() if _replace_terms(member, kind, keys)]
    words = {"purpose": purpose, "offer_note": offer_note, "ask_note": ask_note}
    _change(member, "members.update_exchange", by, words, also=lists)


@transaction.atomic
def set_links(member: Member, *, by: User, links: Sequence[tuple[str, str]]) -> None:
    """Replace the addresses where more of somebody's work can be seen: pairs of label and URL."""
    before = list(member.links.order_by("pk").values_list("label", "url"))
    if before == list(links):
        return
    member.links.all().delete()
    MemberLink.objects.bulk_create(
        [MemberLink(member=member, label=label, url=url) for label, url in links]
    )
    _change(member, "members.set_links", by, {}, also=["links"])


@transaction.atomic
def set_photo(member: Member, portrait: Portrait, *, by: User) -> None:
    """Show this portrait from now on. The photo before it is removed for good."""
    refuse_former(member)
    before = member.photo.name
    address = f"photos/{member.ref}-{secrets.token_hex(4)}.jpg"
    stored = member.photo.storage.save(address, ContentFile(portrait.jpeg))
    _change(member, "members.set_photo", by, {"photo": stored})
    _forget_file(member, before)


@transaction.atomic
def remove_photo_of(member: Member, *, by: User) -> None:
    before = member.photo.name
    _change(member, "members.remove_photo", by, {"photo": ""})
    _forget_file(member, before)


@transaction.atomic
def update_photo_and_links(
    member: Member,
    *,
    by: User,
    photo: Portrait | None,
    links: Sequence[tuple[str, str]],
    remove_photo: bool = False,
) -> None:
    """Take a new photo, or do without one, and replace the links."""
    if photo is not None:
        set_photo(member, photo, by=by)
    elif remove_photo:
        remove_photo_of(member, by=by)
    set_links(member, by=by, links=links)


@transaction.atomic
def set_visibility(member: Member, *, by: User, **choices: str) -> None:
    """Decide who may see each field. Fields not named stay as they are."""
    chosen = {**choices_of(member), **choices}
    stored = {field: Audience(audience).value for field, audience in chosen.items()}
    _change(member, "members.set_visibility", by, {"visibility": stored})


@transaction.atomic
def correct_seniority(member: Member, key: str, *, by: User) -> None:
    """Set the seniority by hand. It then stays, whatever the role title becomes."""
    member.seniority_rule = None
    member.seniority_id = key
    member.seniority_corrected_by = by
    member.save(update_fields=SENIORITY)
    audit.record("members.correct_seniority", by=by, on=member, seniority=key)
    index_member(member)


@transaction.atomic
def estimate_seniority(member: Member, *, by: User) -> None:
    """Go back to what the published rules say of the role title."""
    seniority.set_estimate(member, queries.seniority_rules())
    member.save(update_fields=SENIORITY)
    audit.record("members.estimate_seniority", by=by, on=member, seniority=member.seniority_id)
    index_member(member)


@transaction.atomic
def end_membership(
    member: Member, *, by: User, on: datetime.date, reason: str, by_themselves: bool = False
) -> None:
    """Note that somebody left on this day, for this reason (a term's key): nobody sees them now.

    Who left `by_themselves` may come back by themselves. A break they took ends with it.
    Raises `Refused` when they have left already, or the day is before they joined or in the future.
    """
    if member.left_on is not None:
        raise Refused("This membership has ended already.")
    if on < member.joined_on:
        raise Refused("The last day cannot be before the day they joined.")
    if on > timezone.localdate():
        raise Refused("The last day cannot be in the future.")
    member.left_on = on
    member.left_reason_id = reason
    member.left_by_themselves = by_themselves
    member.paused_on, member.paused_until = None, None
    member.save(update_fields=LEAVING)
    audit.record("members.end_membership", by=by, on=member, day=on.isoformat(), reason=reason)
    index_member(member)


@transaction.atomic
def resume_membership(member: Member, *, by: User) -> None:
    """Take back that somebody left: they belong again as if they had never left.

    Raises `Refused` when their membership has not ended, and for who was erased.
    """
    if member.left_on is None:
        raise Refused("This membership has not ended.")
    if member.erased_on is not None:
        raise Refused("This person was erased. Nobody is left to come back.")
    left_on, reason = member.left_on.isoformat(), member.left_reason_id
    member.left_on, member.left_reason, member.left_by_themselves = None, None, False
    member.save(update_fields=LEAVING)
    audit.record("members.resume_membership", by=by, on=member, left_on=left_on, reason=reason)
    index_member(member)


def _change(
    member: Member, action: str, by: User, values: dict[str, Any], also: Sequence[str] = ()
) -> None:
    """Write the values that differ, note which (never what), and bring the index up to date."""
    refuse_former(member)
    changed = [name for name, value in values.items() if getattr(member, name) != value]
    if not changed and not also:
        return
    for name in changed:
        setattr(member, name, values[name])
    if "role_title" in changed and not seniority.is_corrected(member):
        seniority.set_estimate(member, queries.seniority_rules())
    member.updated_at = timezone.now()
    member.save(update_fields=[*changed, *SENIORITY, "updated_at"])
    audit.record(action, by=by, on=member, changed=sorted([*changed, *also]))
    index_member(member)


def refuse_former(member: Member) -> None:
    """Raise `Refused` for somebody who does not belong today."""
    if not member.is_current(timezone.localdate()):
        raise Refused("This membership has ended, so its profile can no longer be changed.")


def _replace_terms(member: Member, kind: MemberTerm.Kind, keys: Sequence[str]) -> bool:
    """Whether anything changed."""
    before = set(member.terms.filter(kind=kind).values_list("term_id", flat=True))
    wanted = set(keys)
    member.terms.filter(kind=kind, term__in=before - wanted).delete()
    # Somebody who presses twice says the same thing twice at once.
    MemberTerm.objects.bulk_create(
        [MemberTerm(member=member, kind=kind, term_id=key) for key in sorted(wanted - before)],
        ignore_conflicts=True,
    )
    return before != wanted


def _forget_file(member: Member, name: str | None) -> None:
    """Remove a file once the change that replaced it is certain."""
    if name:
        transaction.on_commit(lambda: member.photo.storage.delete(name))
