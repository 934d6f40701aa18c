"""Answering the compact, and writing its next version."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.belonging.models import Compact, CompactAnswer
from commonweal.belonging.queries import compact as queries
from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.members.models import Member

CHANGED = "The compact has changed since you opened this page. Read what is new, then answer."


@transaction.atomic
def answer(member: Member, *, by: User, version: int, agrees: bool) -> None:
    """Accept the version of the compact that holds now, or say that one does not.

    A new answer to the same version takes the place of the one before. Who does not accept stays a
    member, and the team is told. Raises `Refused` when another version holds by now.
    """
    compact = holding(version)
    said = CompactAnswer.Said.AGREED if agrees else CompactAnswer.Said.DECLINED
    CompactAnswer.objects.update_or_create(
        member=member, compact=compact, defaults={"said": said, "at": timezone.now()}
    )
    audit.record("belonging.answer_compact", by=by, on=member, version=version, said=said.value)
    if not agrees:
        _tell_the_team(member, version)


def holding(version: int) -> Compact:
    """The version that holds now. Raises `Refused` when another one was read."""
    compact = queries.current()
    if compact is None or compact.version != version:
        raise Refused(CHANGED)
    return compact


@transaction.atomic
def start_version(*, by: User) -> Compact:
    """Begin the next version as a copy of the last. Where one is begun already, that is it."""
    begun = queries.draft()
    if begun is not None:
        return begun
    last = queries.published().select_for_update().first()
    made, new = Compact.objects.get_or_create(
        version=last.version + 1 if last else 1,
        defaults={
            "intro": last.intro if last else "",
            "can_expect": last.can_expect if last else "",
            "expected": last.expected if last else "",
        },
    )
    if new:
        audit.record("belonging.start_compact", by=by, on=made, version=made.version)
    return made


@transaction.atomic
def change_version(
    compact: Compact, *, by: User, intro: str, can_expect: str, expected: str, what_changed: str
) -> None:
    """Rewrite the version being written. Raises `Refused` once it was published."""
    held = _draft(compact)
    held.intro, held.what_changed = intro, what_changed
    held.can_expect = "\n".join(queries.points(can_expect))
    held.expected = "\n".join(queries.points(expected))
    held.save(update_fields=["intro", "can_expect", "expected", "what_changed"])
    audit.record("belonging.change_compact", by=by, on=held, version=held.version)


@transaction.atomic
def publish_version(compact: Compact, *, by: User) -> None:
    """Have this version hold from now on: every member is asked for an answer.

    Raises `Refused` when it was published, a half is empty, it does not say what changed, or
    nothing did.
    """
    held = _draft(compact)
    last = queries.before(held)
    if not (held.can_expect and held.expected):
        raise Refused("Write both halves first.")
    if last is not None and not held.what_changed:
        raise Refused("Say what changed, and why. Members read it first.")
    if last is not None and _same_words(held, last):
        raise Refused("Nothing differs from the version that holds now.")
    held.published_at, held.published_by = timezone.now(), by
    held.save(update_fields=["published_at", "published_by"])
    audit.record("belonging.publish_compact", by=by, on=held, version=held.version)


@transaction.atomic
def discard_version(compact: Compact, *, by: User) -> None:
    """Throw away the version being written. Raises `Refused` once it was published."""
    held = _draft(compact)
    audit.record("belonging.discard_compact", by=by, on=held, version=held.version)
    held.delete()


@transaction.atomic
def note_reminding(compact: Compact, *, by: User) -> None:
    """Note that the team asks for reminders. Raises `Refused` for a version that does not hold."""
    if compact.pk != getattr(queries.current(), "pk", None):
        raise Refused("Only the version that holds now is answered.")
    audit.record("belonging.remind_of_compact", by=by, on=compact, version=compact.version)


@transaction.atomic
def note_export(compact: Compact, *, by: User) -> None:
    """Note that the team took out the list of answers."""
    audit.record("belonging.export_answers", by=by, on=compact, version=compact.version)


def remind(compact: Compact) -> int:
    """Write once to each member who has not answered this version. How many have no answer yet.

    Asked again it writes to nobody a second time. Who takes a break gets no letter.
    """
    waiting = queries.who_said(compact, queries.NONE, on=timezone.localdate())
    count = 0
    for member in waiting.exclude(user=None).iterator(500):
        with transaction.atomic():
            _send_reminder(member, compact)
        count += 1
    return count


def _send_reminder(member: Member, compact: Compact) -> None:
    if member.user is None:
        return
    writing.send(
        queries.REMINDER,
        to=member.user.email,
        key=f"{queries.REMINDER}:{compact.version}:{member.ref}",
        context={
            "name": member.name,
            "what_changed": compact.what_changed,
            "address": f"{settings.SITE_URL}{reverse('belonging:compact')}",
        },
    )


def _tell_the_team(member: Member, version: int) -> None:
    writing.send(
        "belonging.compact_declined",
        to=settings.CONTACT_EMAIL,
        key=f"belonging.compact_declined:{version}:{member.ref}",
        context={
            "version": version,
            "address": f"{settings.SITE_URL}{reverse('members:person', args=[member.ref])}",
        },
    )


def _draft(compact: Compact) -> Compact:
    held = Compact.objects.select_for_update().filter(pk=compact.pk, published_at=None).first()
    if held is None:
        raise Refused("This version has been published, so it can no longer be changed.")
    return held


def _same_words(one: Compact, other: Compact) -> bool:
    def words(compact: Compact) -> tuple[str, ...]:
        return (compact.intro, compact.can_expect, compact.expected)

    return words(one) == words(other)
