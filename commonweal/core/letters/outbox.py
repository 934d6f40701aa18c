"""What the team does with letters: reads them, tests them, and decides where nobody knows."""

import datetime

from django.db import transaction
from django.template import engines
from django.utils import timezone

from commonweal.core import audit, hiding
from commonweal.core.errors import Refused
from commonweal.core.letters.declaring import Kind
from commonweal.core.letters.writing import deliver_soon, rendered, shortened
from commonweal.core.models import Letter, User
from commonweal.core.states import move
from commonweal.core.steps import LETTER

TESTS_AN_HOUR = 20
FORGOTTEN = "The words of this letter are no longer kept, so it cannot be sent again."
TOO_MANY = "You have sent yourself {} tests in the last hour. Wait a while, then try again."


def words_of(kind: Kind) -> str:
    """A letter's template: the words as they are kept, and the names of what is filled in."""
    loader = engines["jinja2"].env.loader  # type: ignore[attr-defined]
    return str(loader.get_source(engines["jinja2"].env, kind.template)[0])  # type: ignore[attr-defined]


@transaction.atomic
def send_test(kind: Kind, *, by: User) -> Letter:
    """Send the letter, filled with its sample, to `by` themselves, marked as a test.

    Twice within a minute is once. Raises `Refused` after twenty within an hour.
    """
    now = timezone.now()
    hour = now - datetime.timedelta(hours=1)
    tests = Letter.objects.filter(key__startswith=f"test:{by.pk}:", written_at__gt=hour)
    if tests.count() >= TESTS_AN_HOUR:
        raise Refused(TOO_MANY.format(TESTS_AN_HOUR))
    subject, body = rendered(kind.code, kind.sample())
    values = {"kind": kind.code, "to": by.email, "body": body}
    values["subject"] = shortened(f"Test: {subject}")
    key = f"test:{by.pk}:{kind.code}:{now:%Y%m%d%H%M}"
    letter, made = Letter.objects.get_or_create(key=key, defaults=values)
    if made:
        audit.record("core.test_letter", by=by, on=letter, kind=kind.code)
        transaction.on_commit(deliver_soon)
    return letter


@transaction.atomic
def send_again(letter: Letter, *, by: User) -> None:
    """Send a letter that failed, or that nobody knows the end of, as if it were new.

    Raises `Refused` for a letter in another state, for one whose words are gone, and for one
    they have a conflict of interest with.
    """
    refuse_unless_theirs(letter, by)
    refuse_unless_stuck(letter)
    if not letter.body:
        raise Refused(FORGOTTEN)
    anew = {"due_at": timezone.now(), "claimed_at": None, "tries": 0, "problem": ""}
    move(letter, LETTER, Letter.Status.WAITING, by=by, also=anew)
    transaction.on_commit(deliver_soon)


@transaction.atomic
def leave(letter: Letter, *, by: User) -> None:
    """Leave a letter that failed, or that nobody knows the end of, as it is; its problem is kept.

    Raises `Refused` for a letter in another state, and for a conflict of interest.
    """
    refuse_unless_theirs(letter, by)
    refuse_unless_stuck(letter)
    move(letter, LETTER, Letter.Status.CANCELLED, by=by)


def refuse_unless_theirs(letter: Letter, by: User) -> None:
    if letter.pk in hiding.letters_from(by, [letter]):
        raise Refused(hiding.CONFLICT)


def refuse_unless_stuck(letter: Letter) -> None:
    """The team decides about letters that stay where they are; all others go by themselves."""
    if letter.status not in (Letter.Status.UNSURE, Letter.Status.FAILED):
        raise Refused(LETTER.refusals[letter.status])
