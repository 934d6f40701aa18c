"""Taking the person out of a membership: the days stay for the counts, nobody is named."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from commonweal.core.privacy.people import Person
from commonweal.members.indexing import PERSON
from commonweal.members.models import Member, Term, Vocabulary, new_ref
from commonweal.search import services as search

LEFT = "left:erased"
# What counts of past days are made from. All else that is said of a member goes.
STAYS = ("joined_on", "left_on", "left_reason", "nation", "sector")
NO_NAME = "Erased member"


def erase_member(person: Person) -> int:
    """Empty the membership of this person, and end it today where it has not ended.

    The days, the nation and the sector stay, so that members and leavers of past days are counted
    as before. How many memberships there were. Call it inside a transaction.
    """
    members = list(Member.objects.filter(pk=person.member)) if person.member else []
    for member in members:
        _forget_elsewhere(member)
        _end(member)
        _empty(member)
    return len(members)


def _forget_elsewhere(member: Member) -> None:
    """The search index, and the photo once all of it is certain."""
    search.remove(PERSON, member.ref)
    if member.photo.name:
        transaction.on_commit(partial(member.photo.storage.delete, member.photo.name))


def _end(member: Member) -> None:
    if member.left_on is not None:
        return
    today = timezone.localdate()
    member.left_on = max(today, member.joined_on)
    member.left_reason = erased_term()


def erased_term() -> Term:
    """The reason for leaving of who is erased. It is offered to nobody as a choice."""
    term, _ = Term.objects.get_or_create(
        key=LEFT,
        defaults={
            "vocabulary": Vocabulary.LEFT_REASON,
            "label": "Asked to be erased",
            "order": 990,
            "retired": True,
        },
    )
    return term


def _empty(member: Member) -> None:
    """Make the row one like any other, save for what counts are made from."""
    fresh = Member(name=NO_NAME, sort_name="", joined_on=member.joined_on, ref=new_ref())
    for field in Member._meta.concrete_fields:
        if not field.primary_key and field.name not in STAYS:
            setattr(member, field.attname, getattr(fresh, field.attname))
    member.erased_on = timezone.localdate()
    member.save()
