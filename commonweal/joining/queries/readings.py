"""What readers found in one application, side by side."""

from dataclasses import dataclass

from commonweal.core.models import User
from commonweal.joining.models import Application, Criterion, Reading, Score
from commonweal.joining.queries.queue import mean_points

LEAST_APART = 2


def reading_of(application: Application, user: User) -> Reading | None:
    """This person’s own reading, finished or not."""
    return application.readings.filter(reader=user).first()


def reading(pk: int) -> Reading | None:
    """A reading with its application and wave."""
    return Reading.objects.select_related("application__wave", "reader").filter(pk=pk).first()


def criteria(application: Application) -> list[Criterion]:
    """What its wave has scored, in order."""
    return list(application.wave.criteria.order_by("order", "pk"))


@dataclass(frozen=True)
class Line:
    """One criterion with each reader’s score, in the order of the readings."""

    criterion: Criterion
    scores: tuple[Score | None, ...]

    @property
    def apart(self) -> int:
        """By how many points the readers differ."""
        values = [score.value for score in self.scores if score]
        return max(values) - min(values) if values else 0


@dataclass(frozen=True)
class SideBySide:
    """All finished readings of an application."""

    readings: tuple[Reading, ...]
    lines: tuple[Line, ...]
    points: float | None
    top: int

    @property
    def agreement(self) -> str:
        """Whether the readers agree, in a sentence; empty where fewer than two have finished."""
        if len(self.readings) < LEAST_APART:
            return ""
        if len({one.advice for one in self.readings}) > 1:
            return "The readers advise different things."
        advice = self.readings[0].get_advice_display().lower()
        far = [line for line in self.lines if line.apart >= LEAST_APART]
        same = f"The readers advise the same: {advice}."
        criteria = "1 criterion" if len(far) == 1 else f"{len(far)} criteria"
        return f"{same} Their scores are 2 points or more apart in {criteria}." if far else same


def side_by_side(application: Application) -> SideBySide:
    """The finished readings of an application, the first to finish first."""
    done = application.readings.exclude(finished_at=None).order_by("finished_at", "pk")
    readings = list(done.select_related("reader").prefetch_related("scores"))
    asked = criteria(application)
    lines = tuple(Line(one, tuple(_score(each, one) for each in readings)) for one in asked)
    top = sum(one.top for one in asked)
    return SideBySide(tuple(readings), lines, mean_points(readings), top)


def _score(reading: Reading, criterion: Criterion) -> Score | None:
    given = (score for score in reading.scores.all() if score.criterion_id == criterion.pk)
    return next(given, None)


def unfinished(application: Application) -> list[Reading]:
    """Who has been asked and has not finished, by name."""
    left = application.readings.filter(finished_at=None).select_related("reader")
    return list(left.order_by("reader__name", "pk"))
