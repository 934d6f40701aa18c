"""Sharing out the applications of a wave among its readers."""

from collections import Counter
from dataclasses import dataclass, field
from secrets import SystemRandom
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, User
from commonweal.joining.models import Application, Reading, Status, Wave
from commonweal.joining.queries.readers import TO_READ, owners, pool, possible_readers
from commonweal.joining.rules import shares_organisation
from commonweal.joining.services.reading import note_shared_organisation, rest

CHANCE = SystemRandom()
BATCH = 500


@dataclass(frozen=True)
class Shared:
    """What sharing out did: readings given, and applications that still lack a reader."""

    given: int
    short: int


@dataclass
class Sharing:
    """The readers of a wave, how many applications each has so far, and what is given now.

    Everything is kept by a few statements at the end, so that a large wave does not keep all
    other writers waiting.
    """

    wave: Wave
    by: User
    readers: list[User]
    addresses: dict[str, set[int]]
    load: Counter[int] = field(default_factory=Counter)
    readings: list[Reading] = field(default_factory=list)
    begun: list[Application] = field(default_factory=list)

    def fill(self, application: Application) -> int:
        """Give an application the readers it lacks. How many it lacks still.

        Those with least to read come first, and chance decides between equals.
        """
        have = {reading.reader_id for reading in application.readings.all()}
        lacks = max(0, self.wave.readers_each - len(have))
        free = self.free(application, have) if lacks else []
        chosen = sorted(free, key=lambda user: (self.load[user.pk], CHANCE.random()))[:lacks]
        for user in chosen:
            self.load[user.pk] += 1
            self.readings.append(Reading(application=application, reader=user, assigned_by=self.by))
        if chosen and application.status == Status.SENT:
            self.begun.append(application)
        return lacks - len(chosen)

    def free(self, application: Application, have: set[int]) -> list[User]:
        """The readers who have nothing to do with this application, and do not read it yet."""
        apart = {conflict.user_id for conflict in application.conflicts.all()} | have
        apart |= self.addresses.get(application.email.lower(), set())
        return [
            user
            for user in self.readers
            if user.pk not in apart
            and user.pk != application.user_id
            and not works_there(user, application)
        ]

    def keep(self) -> None:
        """Write down what was given, with an audit row for each step."""
        Reading.objects.bulk_create(self.readings, batch_size=BATCH)
        # Sent and with a reader: those that have just been given one, all of them held by us.
        given = Reading.objects.filter(application=OuterRef("pk"))
        sent = self.wave.applications.filter(Exists(given), status=Status.SENT)
        sent.update(status=Status.READING)
        asked = [
            entry("joining.assign", self.by, one.application, reader=one.reader_id)
            for one in self.readings
        ]
        steps = {"before": Status.SENT, "after": Status.READING}
        begun = [entry("joining.application_reading", self.by, one, **steps) for one in self.begun]
        AuditEntry.objects.bulk_create([*begun, *asked], batch_size=BATCH)


def works_there(user: User, application: Application) -> bool:
    """Whether they work where the applicant does; where they do, the conflict is kept."""
    return shares_organisation(user, application) and note_shared_organisation(application, user)


def entry(action: str, by: User, application: Application, **detail: Any) -> AuditEntry:
    """The audit row that `audit.record` would write, to be kept with others."""
    target = f"{application._meta.label}:{application.pk}"
    return AuditEntry(action=action, actor=by, target=target, detail=detail)


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
    sharing = Sharing(wave, by, readers, owners(readers))
    sharing.load.update(
        Reading.objects.filter(application__wave=wave).values_list("reader_id", flat=True)
    )
    short = sum(sharing.fill(application) > 0 for application in to_read(wave))
    sharing.keep()
    done = Shared(len(sharing.readings), short)
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
