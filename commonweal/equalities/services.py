"""Keeping what people answer, and opening it.

No row of the audit log says that somebody answered, changed or removed answers: it would tie a
person and a time to a record. Who reads is written down instead, in `ReadEntry`.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.equalities import questions, reads, sealed
from commonweal.equalities.models import ReadEntry, Record
from commonweal.equalities.sealed import Contents
from commonweal.members.models import Member

BATCH = 500
MEMBER = "member:"
CLOSED = "These questions can no longer be answered from here."


@transaction.atomic
def ask(subject: str, *, nation: str) -> None:
    """Note that `subject` (“application:ab12”, “member:ab12”) was asked the questions of `nation`.

    `nation` is a term's key, or empty. What was answered before stays.
    """
    _record(subject, nation=nation)


@transaction.atomic
def answer(subject: str, values: Mapping[str, str], *, nation: str | None = None) -> None:
    """Keep some answers: question to option, to `PREFER_NOT`, or to “” to take an answer back.

    Questions not named stay as they are. With a `nation`, somebody never asked before is asked.
    Raises `Refused` without it, as an applicant who joined answers as a member, and for a question
    or an option that this nation's list does not have.
    """
    if nation is None and not _found(subject).exists():
        raise Refused(CLOSED)
    record = _record(subject, nation=nation or "")
    contents = sealed.opened(record)
    asked = {one.key: one for one in questions.asked_in(contents.nation)}
    for key, value in values.items():
        if key not in asked or (value and not asked[key].takes(value)):
            raise Refused("Choose one of the answers shown.")
    said = {key: value for key, value in {**contents.answers, **values}.items() if value}
    said = questions.fitting(said, nation=contents.nation)
    _keep(record, replace(contents, answers=said, edition=questions.EDITION))


@transaction.atomic
def clear(subject: str) -> None:
    """Remove every answer. That they were asked stays, as they may answer again."""
    record = _found(subject).select_for_update().first()
    if record is not None:
        _keep(record, replace(sealed.opened(record), answers={}))


@transaction.atomic
def carry(before: str, after: str) -> None:
    """Let an applicant's answers be a member's: what was kept for `before` is kept for `after`.

    Where both have answers, what `after` said stands. Carrying twice changes nothing.
    """
    if not _found(before).exists():
        return
    target = _record(after, nation="", empty=True)
    source = _found(before).select_for_update().first()
    if source is None:
        return
    both = sealed.joined(sealed.opened(source), sealed.opened(target), record=source.pk)
    both = replace(both, answers=questions.fitting(both.answers, nation=both.nation))
    target.month = min(target.month, source.month)
    _keep(target, both)
    source.delete()


@transaction.atomic
def forget(subject: str) -> None:
    """Remove everything `subject` answered, and that they were asked."""
    _found(subject).delete()


@transaction.atomic
def end(subject: str, *, on: datetime.date) -> None:
    """Note that an application or a membership ended: two years from that month, answers go."""
    _found(subject).filter(ended_month=None).update(ended_month=on.replace(day=1))


@transaction.atomic
def resume(subject: str) -> None:
    """Take back that it ended."""
    _found(subject).update(ended_month=None)


@transaction.atomic
def end_for_those_who_left(*, on: datetime.date) -> int:
    """Note the end for members who left until this day. How many records that was noted for."""
    left = Member.objects.filter(left_on__lte=on).values_list("ref", "left_on").iterator()
    noted = 0
    while batch := list(islice(left, BATCH)):
        days = {sealed.pseudonym(f"{MEMBER}{ref}"): day for ref, day in batch if day}
        for record in Record.objects.filter(pseudonym__in=days, ended_month=None):
            record.ended_month = days[record.pseudonym].replace(day=1)
            record.save(update_fields=["ended_month"])
            noted += 1
    return noted


@transaction.atomic
def open_for(
    subject: str, *, by: User | None, why: ReadEntry.Why, case: str = ""
) -> Contents | None:
    """One person's answers for a stated reason, or None where there are none.

    The read is written down first. Raises `Refused` when the key here does not open them.
    """
    record = _found(subject).first()
    if record is None:
        return None
    reads.note(ReadEntry.Kind.ONE, by=by, why=why, whose=record.pk, case=case)
    return sealed.opened(record)


@transaction.atomic
def note_copy(subjects: Iterable[str], *, by: User, case: str) -> None:
    """Write down that somebody took a copy of these subjects’ answers away, where there are any."""
    names = [sealed.pseudonym(subject) for subject in subjects]
    for record in Record.objects.filter(pseudonym__in=names):
        reads.note(ReadEntry.Kind.ONE, by=by, why=ReadEntry.Why.ARCHIVE, whose=record.pk, case=case)


def open_by_name(who: str, *, by: User, why: str, case: str = "") -> Contents:
    """The answers of a member, named by e-mail address, or of an application, by its reference.

    The read is written down first. Raises `Refused` where there are none.
    """
    subject = _subject_of(who.strip().lower())
    contents = open_for(subject, by=by, why=ReadEntry.Why(why), case=case) if subject else None
    if contents is None:
        raise Refused("We hold no answers under this address or reference.")
    return contents


def _subject_of(who: str) -> str:
    if "@" not in who:
        return f"application:{who}"
    ref = Member.objects.filter(user__email=who).values_list("ref", flat=True).first()
    return f"{MEMBER}{ref}" if ref else ""


def _found(subject: str) -> QuerySet[Record]:
    return Record.objects.filter(pseudonym=sealed.pseudonym(subject))


def _record(subject: str, *, nation: str, empty: bool = False) -> Record:
    """The record of `subject`, locked; made when there is none."""
    name = sealed.pseudonym(subject)
    edition = 0 if empty else questions.EDITION
    fresh = Contents(nation=questions.nation_of(nation), edition=edition)
    Record.objects.get_or_create(
        pseudonym=name,
        defaults={"sealed": sealed.sealed(fresh, name), "of_member": subject.startswith(MEMBER)},
    )
    return Record.objects.select_for_update().get(pseudonym=name)


def _keep(record: Record, contents: Contents) -> None:
    record.sealed = sealed.sealed(contents, record.pseudonym)
    record.save(update_fields=["sealed", "month"])
