"""What was decided, what of it the applicant may know, and what stands in the way of deciding."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from commonweal.core.jinja import moment
from commonweal.core.models import User
from commonweal.joining.models import Application, Decision, Outcome, Reading, Status, Wave
from commonweal.joining.queries.readers import open_to

# So long a letter waits: time enough to notice a slip of the hand.
HOLD = datetime.timedelta(minutes=15)
TAKEN = (Status.ADMITTED, Status.JOINED)
UNDECIDED = (Status.SENT, Status.READING)
DECIDABLE = (*UNDECIDED, Status.WAITING, Status.SECOND_LOOK)
# What may still be decided where not everything may: a place is offered again, or comes free.
LEFT = {
    Status.WAITING: (Outcome.ADMIT, Outcome.REFUSE),
    Status.NOT_TAKEN_UP: (Outcome.ADMIT,),
}


def told(application: Application) -> Decision | None:
    """The decision the applicant may know: the latest whose letter’s time has come.

    Until then they are told what they knew before, whatever the state of the application says.
    """
    due = application.decisions.filter(undone_at=None, at__lte=timezone.now() - HOLD)
    return due.order_by("-at", "-pk").first()


def standing(application: Application) -> Decision | None:
    """The decision that holds now, of the second look where there was one."""
    held = application.decisions.filter(undone_at=None, replaced_at=None)
    return held.select_related("by").order_by("-look").first()


def decisions(application: Application) -> QuerySet[Decision]:
    """Every decision ever made, undone and replaced ones too, newest first."""
    return application.decisions.select_related("by").order_by("-at", "-pk")


def decision(pk: int) -> Decision | None:
    """A decision with its application and wave."""
    return Decision.objects.select_related("application__wave").filter(pk=pk).first()


def letter_key(decision: Decision) -> str:
    """What the outbox knows the letter of this decision by."""
    return f"joining.decision:{decision.pk}"


def held_back(wave: Wave, user: User) -> list[Decision]:
    """Decisions whose letters have not gone yet, newest first, of applications they may see."""
    fresh = Decision.objects.filter(
        application__in=wave.applications.filter(open_to(user)),
        at__gt=timezone.now() - HOLD,
        undone_at=None,
        replaced_at=None,
    )
    return list(fresh.select_related("application", "by").order_by("-at", "-pk")[:50])


def letter_goes_at(decision: Decision) -> datetime.datetime:
    return decision.at + HOLD


def can_be_undone(decision: Decision) -> bool:
    """Whether its letter is still held back."""
    holds = decision.undone_at is None and decision.replaced_at is None
    return holds and timezone.now() < decision.at + HOLD


def in_words(decision: Decision) -> str:
    """“Decided by Ann Other on 3 August 2026, 4:05pm: Admit.”"""
    by = f" by {decision.by}" if decision.by else ""
    return f"Decided{by} on {moment(decision.at)}: {decision.get_outcome_display()}."


def look_of(application: Application) -> int:
    """Which look a decision made now belongs to."""
    if application.status == Status.SECOND_LOOK:
        return 2
    return 2 if application.decisions.filter(look=2, undone_at=None).exists() else 1


def first_deciders(application: Application) -> set[int]:
    """The keys of those who decided at the first look, and so may not at the second."""
    first = application.decisions.filter(look=1, undone_at=None).exclude(by=None)
    return set(first.values_list("by_id", flat=True))


@dataclass(frozen=True)
class Places:
    """How many of a wave’s places are taken by those admitted or joined. No limit is None."""

    taken: int
    of: int | None

    @property
    def left(self) -> int | None:
        return None if self.of is None else max(0, self.of - self.taken)


def places(wave: Wave) -> Places:
    """The places of a wave now. They count everybody, those the reader has a conflict with too."""
    return Places(wave.applications.filter(status__in=TAKEN).count(), wave.places)


def finished_readings(application: Application) -> int:
    return application.readings.exclude(finished_at=None).count()


def owes_reading(user: User, application: Application) -> bool:
    """Whether they were asked to read it and have not finished: others’ scores would sway them."""
    own = Reading.objects.filter(application=application, reader=user, finished_at=None)
    return application.status in UNDECIDED and own.exists()


def ticked(wave: Wave, refs: Collection[str]) -> QuerySet[Application]:
    """The applications ticked in a queue, longest waiting first, whatever became of them since."""
    sent = wave.applications.filter(ref__in=refs).exclude(sent_at=None)
    return sent.select_related("nation").order_by("sent_at", "pk")


def chosen(wave: Wave, refs: Collection[str], user: User) -> list[Application]:
    """Those of the ticked that this person may decide now."""
    return list(ticked(wave, refs).filter(open_to(user), status__in=DECIDABLE))


def is_short(application: Application) -> bool:
    """Whether it is still to be read by more people than have finished."""
    needed = application.wave.readers_each
    return application.status in UNDECIDED and finished_readings(application) < needed


@dataclass(frozen=True)
class Done:
    """What became of one of many: why it was refused, or the decision, None if undone since."""

    name: str
    ref: str
    why: str
    decision: Decision | None


def results(wave: Wave, why: Mapping[str, str], user: User) -> list[Done]:
    """What became of applications decided together, by ref. Those with a conflict have no name."""
    found = wave.applications.filter(open_to(user), ref__in=why).prefetch_related("decisions")
    named = {one.ref: one for one in found}
    return [_done(named.get(ref), ref, said) for ref, said in why.items()]


def _done(application: Application | None, ref: str, why: str) -> Done:
    if application is None:
        return Done("", "", why, None)
    held = (one for one in application.decisions.all() if not (one.undone_at or one.replaced_at))
    latest = max(held, key=lambda one: one.look, default=None)
    return Done(application.name, ref, why, None if why else latest)


def open_outcomes(application: Application) -> tuple[str, ...]:
    """What can be decided about an application in its state; nothing where that is over."""
    whole = tuple(Outcome) if application.status in DECIDABLE else ()
    return LEFT.get(Status(application.status), whole)


def by_ref(ref: str) -> Application | None:
    """A sent application with its wave; None for one that was never sent."""
    sent = Application.objects.exclude(Q(sent_at=None) | Q(status__in=["DRAFT", "LAPSED"]))
    related = ("wave", "organisation", "nation", "group", "question_set", "second_look")
    return sent.select_related(*related).filter(ref=ref).first()
