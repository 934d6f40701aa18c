"""Deciding applications, one or many, and taking a decision back before anybody is told."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.letters import writing
from commonweal.core.models import User
from commonweal.core.states import move
from commonweal.joining import rules
from commonweal.joining.models import Application, Decision, Outcome, Status, Wave
from commonweal.joining.queries import deciding
from commonweal.joining.services.letters import send_decision
from commonweal.joining.services.reading import CONFLICTED, held, note_shared_organisation, rest
from commonweal.joining.steps import APPLICATION

GONE = "The letter about this decision has gone, so it can no longer be undone."
SAME_PERSON = (
    "You decided this application the first time. Somebody else must take the second look."
)
OWED = "Finish your own reading first, or step aside. Then you see what the others found."
EARLY = "Say why you decide before enough people have read it."


@dataclass(frozen=True)
class Choice:
    """What is decided, and the words that go with it.

    `reason` and `change` (what would change it) are for the applicant; `early` says, for the
    record alone, why it is decided before enough people have read it.
    """

    outcome: str
    reason: str = ""
    change: str = ""
    early: str = ""

    def cleaned(self) -> dict[str, str]:
        words = {"reason": self.reason, "change": self.change, "early": self.early}
        return {"outcome": self.outcome, **{name: said.strip() for name, said in words.items()}}


def decide(application: Application, choice: Choice, *, by: User) -> Decision:
    """Decide an application. The letter waits in the outbox for `deciding.HOLD`.

    Raises `Refused` for a conflict of interest, when it is decided already (it says by whom and
    what), when too few have read it, when their own reading is not finished, when no place is
    left, when a refusal has no reason, and when somebody would decide both looks. A conflict found
    now, by the place they work, is kept.
    """
    # What is found stays known, though deciding is refused.
    note_shared_organisation(application, by)
    return take(application, choice, by=by)


@transaction.atomic
def take(application: Application, choice: Choice, *, by: User) -> Decision:
    """Take a decision in one piece, or raise `Refused` and leave everything as it was."""
    # The wave is held, so that two who decide at once cannot both take the last place.
    Wave.objects.select_for_update().get(pk=application.wave_id)
    now = held(application)
    look = check(now, choice, by=by)
    made = keep(now, choice, look=look, by=by)
    move_on(now, made, by=by)
    send_decision(made)
    return made


def check(application: Application, choice: Choice, *, by: User) -> int:
    """The look this decision would belong to. Raises `Refused` as `decide` does."""
    check_person(application, by)
    check_words(choice)
    check_undecided(application, choice)
    look = check_look(application, by)
    check_read(application, choice, by)
    check_places(application, choice)
    return look


def check_person(application: Application, by: User) -> None:
    """Refuse those who have something to do with the applicant, and tell them nothing.

    Refuse too where nobody is left to decide about.
    """
    if rules.has_conflict(by, application) or rules.is_own_application(by, application):
        raise Refused(CONFLICTED)
    if not application.email:
        raise Refused("This person’s data was erased, so there is nobody to tell.")


def check_undecided(application: Application, choice: Choice) -> None:
    """Refuse what is decided already, saying by whom, and what was never up for decision."""
    if choice.outcome in deciding.open_outcomes(application):
        return
    before = deciding.standing(application)
    if before is not None and application.status != Status.WITHDRAWN:
        raise Refused(deciding.in_words(before))
    raise Refused(APPLICATION.refusals[application.status])


def check_words(choice: Choice) -> None:
    """Refuse an outcome there is not, and a refusal without a reason."""
    if choice.outcome not in Outcome.values:
        raise Refused("Choose what you decide.")
    if choice.outcome == Outcome.REFUSE and not choice.reason.strip():
        raise Refused("Give the applicant a reason.")


def check_look(application: Application, by: User) -> int:
    """Which look this is. The second is taken by somebody who did not decide at the first."""
    look = deciding.look_of(application)
    if look == 2 and by.pk in deciding.first_deciders(application):
        raise Refused(SAME_PERSON)
    return look


def check_read(application: Application, choice: Choice, by: User) -> None:
    """Refuse to decide before enough people have read it, unless the team says why.

    Nobody decides who still owes a reading, early or not.
    """
    needed = application.wave.readers_each
    if application.status not in deciding.UNDECIDED:
        return
    if deciding.owes_reading(by, application):
        raise Refused(OWED)
    done = deciding.finished_readings(application)
    if done >= needed or (choice.early.strip() and by.has_perm(rules.DECIDE_EARLY)):
        return
    people = "1 person" if needed == 1 else f"{needed} people"
    raise Refused(f"{done} of {people} have finished reading this application.")


def check_places(application: Application, choice: Choice) -> None:
    """Refuse to admit more people than the wave has places."""
    places = deciding.places(application.wave)
    if choice.outcome == Outcome.ADMIT and places.left == 0:
        taken = "The only place" if places.of == 1 else f"Each of the {places.of} places"
        raise Refused(
            f"{taken} of this wave is taken. You can put this application on the waiting list."
        )


def keep(application: Application, choice: Choice, *, look: int, by: User) -> Decision:
    """Write the decision down, in place of the waiting list where there was one."""
    at = timezone.now()
    before = application.decisions.filter(look=look, undone_at=None, replaced_at=None)
    before.update(replaced_at=at)
    return Decision.objects.create(
        application=application, look=look, by=by, at=at, **choice.cleaned()
    )


def move_on(application: Application, made: Decision, *, by: User) -> None:
    """Take the step the decision means."""
    final = Status.REFUSED_AGAIN if made.look == 2 else Status.REFUSED
    to = {Outcome.ADMIT: Status.ADMITTED, Outcome.WAIT: Status.WAITING, Outcome.REFUSE: final}
    early: dict[str, Any] = {"early": True} if made.early else {}
    move(
        application, APPLICATION, to[Outcome(made.outcome)], by=by,
        also={"decided_at": made.at, "ended_at": None}, look=made.look, **early,
    )  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What became of one of many: refused where `why` says something."""

    application: Application
    why: str = ""


def decide_many(chosen: Iterable[tuple[Application, Choice]], *, by: User) -> list[Result]:
    """Decide each of these by itself, so that what is refused for one stops none of the others."""
    return [
        Result(application, _refusal(application, choice, by)) for application, choice in chosen
    ]


def rehearse_many(chosen: Iterable[tuple[Application, Choice]], *, by: User) -> list[Result]:
    """What deciding these would come to, without deciding any."""
    with transaction.atomic():
        results = decide_many(chosen, by=by)
        transaction.set_rollback(True)
    return results


def _refusal(application: Application, choice: Choice, by: User) -> str:
    try:
        decide(application, choice, by=by)
    except Refused as refusal:
        return str(refusal)
    return ""


@transaction.atomic
def undo(decision: Decision, *, by: User) -> None:
    """Take a decision back before its letter goes. The application is where it was before.

    Raises `Refused` when the letter has gone, when it was undone or replaced meanwhile, and for a
    conflict of interest.
    """
    application = held(decision.application)
    check_person(application, by)
    now = Decision.objects.select_for_update().get(pk=decision.pk)
    if now.undone_at or now.replaced_at:
        raise Refused("This decision has been undone or replaced already.")
    if not deciding.can_be_undone(now) or not writing.cancel(deciding.letter_key(now)):
        raise Refused(GONE)
    now.undone_at = timezone.now()
    now.save(update_fields=["undone_at"])
    before = bring_back(now)
    to, at = before_it(application, now, before)
    ended = timezone.now() if to == Status.NOT_TAKEN_UP else None
    move(
        application, APPLICATION, to, by=by,
        also={"decided_at": at, "ended_at": ended}, undone=now.outcome, look=now.look,
    )  # fmt: skip
    rest(application, by=by)


def bring_back(undone: Decision) -> Decision | None:
    """The decision this one had replaced holds again, such as a place on the waiting list."""
    ended = Decision.objects.filter(
        application=undone.application_id, look=undone.look, replaced_at=undone.at, undone_at=None
    ).first()
    if ended is not None:
        ended.replaced_at = None
        ended.save(update_fields=["replaced_at"])
    return ended


def before_it(
    application: Application, undone: Decision, replaced: Decision | None
) -> tuple[Status, datetime.datetime | None]:
    """The state an application was in before a decision, and when that was decided."""
    if replaced is not None:
        waited = replaced.outcome == Outcome.WAIT
        return Status.WAITING if waited else Status.NOT_TAKEN_UP, replaced.at
    if undone.look == 2:
        first = application.decisions.filter(look=1, undone_at=None).order_by("-at").first()
        return Status.SECOND_LOOK, first.at if first else None
    return Status.READING, None


@transaction.atomic
def keep_quiet(application: Application) -> None:
    """Keep a letter of decision that has not gone from going, as when somebody withdraws."""
    standing = deciding.standing(application)
    if standing is not None and writing.cancel(deciding.letter_key(standing)):
        audit.record("joining.keep_letter_back", by=None, on=application)


def note_export(wave: Wave, *, by: User) -> None:
    """Note that somebody took the queue of a wave out as a file."""
    audit.record("joining.export_queue", by=by, on=wave)
