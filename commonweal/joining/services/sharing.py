"""Sharing out the applications of a wave among its readers."""

from collections import Counter
from dataclasses import dataclass, field
from secrets import SystemRandom

from django.db import transaction

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.joining.models import Application, Reading, Wave
from commonweal.joining.queries.readers import TO_READ, pool, possible_readers, shares_organisation
from commonweal.joining.services.reading import begin, note_shared_organisation, rest

CHANCE = SystemRandom()


@dataclass
class Shared:
    """What sharing out did: readings given, and applications that still lack a reader."""

    given: int = 0
    short: int = 0


@dataclass
class Sharing:
    """The readers of a wave, and how many applications each has been given so far."""

    wave: Wave
    by: User
    readers: list[User]
    load: Counter[int] = field(default_factory=Counter)

    def fill(self, application: Application) -> tuple[int, int]:
        """Give an application the readers it lacks. How many it got, and how many it lacks still.

        Those with least to read come first, and chance decides between equals.
        """
        have = {reading.reader_id for reading in application.readings.all()}
        lacks = max(0, self.wave.readers_each - len(have))
        free = self.free(application, have) if lacks else []
        chosen = sorted(free, key=lambda user: (self.load[user.pk], CHANCE.random()))[:lacks]
        for user in chosen:
            self.load[user.pk] += 1
            Reading.objects.create(application=application, reader=user, assigned_by=self.by)
            audit.record("joining.assign", by=self.by, on=application, reader=user.pk)
        if chosen:
            begin(application, by=self.by)
        return len(chosen), lacks - len(chosen)

    def free(self, application: Application, have: set[int]) -> list[User]:
        """The readers who have nothing to do with this application, and do not read it yet."""
        apart = {conflict.user_id for conflict in application.conflicts.all()}
        apart |= {application.user_id or 0} | have
        fit = [user for user in self.readers if user.pk not in apart]
        fit = [user for user in fit if user.email != application.email]
        return [
            user
            for user in fit
            if not (
                shares_organisation(user, application)
                and note_shared_organisation(application, user)
            )
        ]


@transaction.atomic
def share_out(wave: Wave, *, by: User, afresh: bool = False) -> Shared:
    """Give every application of the wave as many readers as it needs, evenly.

    Nobody is given one they have a conflict with; one found by the place they work is kept. Done
    again it fills the gaps of those who no longer read for the wave, and leaves all others as they
    are. `afresh` also takes back what nobody has begun, so that new readers get their share.
    Raises `Refused` when the wave has no readers.
    """
    Wave.objects.select_for_update().get(pk=wave.pk)
    readers = pool(wave)
    if not readers:
        raise Refused("This wave has no readers yet. Give somebody that role first.")
    take_back(wave, readers, by=by, afresh=afresh)
    sharing = Sharing(wave, by, readers)
    sharing.load.update(
        Reading.objects.filter(application__wave=wave).values_list("reader_id", flat=True)
    )
    done = Shared()
    for application in to_read(wave):
        got, lacking = sharing.fill(application)
        done.given += got
        done.short += lacking > 0
    audit.record("joining.share_out", by=by, on=wave, given=done.given, short=done.short)
    return done


def to_read(wave: Wave) -> list[Application]:
    """What is to be read, longest waiting first, kept from others until it is shared out."""
    waiting = wave.applications.filter(status__in=TO_READ).order_by("sent_at", "pk")
    kept = waiting.select_for_update(of=("self",)).prefetch_related("readings", "conflicts")
    return list(kept)


def take_back(wave: Wave, readers: list[User], *, by: User, afresh: bool) -> None:
    """Take unfinished readings from those who stopped reading, or all that nobody has begun."""
    open_now = Reading.objects.filter(
        application__wave=wave, application__status__in=TO_READ, finished_at=None
    )
    stopped = open_now.exclude(reader__in=possible_readers(wave))
    taken = set(stopped.values_list("application_id", flat=True))
    stopped.delete()
    if afresh:
        unbegun = open_now.filter(draft={}, reader__in=readers)
        taken |= set(unbegun.values_list("application_id", flat=True))
        unbegun.delete()
    for application in Application.objects.filter(pk__in=taken):
        rest(application, by=by)
        audit.record("joining.take_back", by=by, on=application)
