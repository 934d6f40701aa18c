"""Who reads for a wave, how much they have, and who could read one application."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from commonweal.core.models import Role, RoleGrant, User
from commonweal.joining.models import Application, Conflict, Reading, Status, Wave
from commonweal.joining.rules import shares_organisation
from commonweal.members.models import Member

TO_READ = (Status.SENT, Status.READING)
NOTHING = {"assigned": 0, "done": 0, "oldest": None}


def open_to(user: User) -> Q:
    """The condition that an application is none of theirs, and no conflict of theirs."""
    conflict = Conflict.objects.filter(application=OuterRef("pk"), user=user)
    confirmed = EmailAddress.objects.annotate(written=Lower("email")).filter(
        user=user, verified=True, written=Lower(OuterRef("email"))
    )
    written = Q(user=user) | Q(email__iexact=user.email) | Exists(confirmed)
    return ~Exists(conflict) & ~Exists(works_with(user)) & ~Q(written)


def works_with(user: User) -> QuerySet[Member]:
    """The member they are, where the organisation is that of an application outside."""
    return Member.objects.filter(user=user, organisation=OuterRef("organisation"))


def conflicts_of(wave: Wave, user: User) -> list[Conflict]:
    """Why there are applications of this wave they do not see. Tells nothing of these.

    Those by the place they work are among them, though not all of these are kept yet.
    """
    own = list(Conflict.objects.filter(application__wave=wave, user=user))
    sent = wave.applications.exclude(sent_at=None).exclude(conflicts__user=user)
    found = [
        Conflict(
            application=one,
            user=user,
            kind=Conflict.Kind.SAME_ORGANISATION,
            noted_at=one.sent_at or one.started_at,
        )
        for one in sent.filter(Exists(works_with(user)))
    ]
    return sorted(own + found, key=lambda conflict: conflict.noted_at)


def reader_grants(wave: Wave) -> QuerySet[RoleGrant]:
    """The role of reader of this wave, held now, by name."""
    held = RoleGrant.objects.filter(role=Role.ASSESSOR, scope=wave.scope, ended_at=None)
    return held.select_related("user__member").order_by("user__name", "user__email")


def waves_in_words(scopes: Collection[str]) -> dict[str, str]:
    """The names of the waves a role may be limited to, by scope."""
    refs = [scope.partition(":")[2] for scope in scopes]
    return {wave.scope: wave.name for wave in Wave.objects.filter(ref__in=refs)}


def pool(wave: Wave) -> list[User]:
    """Those with the role of reader of this wave, among whom applications are shared out."""
    return [grant.user for grant in reader_grants(wave) if grant.user.is_active]


def possible_readers(wave: Wave) -> QuerySet[User]:
    """All who may be asked by hand: the wave’s readers, its partner and the team."""
    may = Q(role=Role.ASSESSOR, scope=wave.scope) | Q(role=Role.TEAM, scope="")
    if wave.partner_id:
        may |= Q(role=Role.PARTNER, scope=wave.partner_id)
    grants = RoleGrant.objects.filter(may, ended_at=None)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by(
        "name", "email"
    )


def owners(people: Collection[User]) -> dict[str, set[int]]:
    """Whose each address is, in lower case: that of the account and all they have confirmed."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for user in people:
        found[user.email.lower()].add(user.pk)
    confirmed = EmailAddress.objects.filter(user__in=people, verified=True)
    for email, key in confirmed.values_list("email", "user_id"):
        found[email.lower()].add(key)
    return dict(found)


def candidates(application: Application) -> list[User]:
    """Who could be asked to read it: nobody with a conflict, nobody who reads it already.

    Those who have least to read in this wave come first.
    """
    wave = application.wave
    busy = dict(
        Reading.objects.filter(application__wave=wave).values_list("reader").annotate(Count("pk"))
    )
    apart = set(application.conflicts.values_list("user_id", flat=True))
    apart |= set(application.readings.values_list("reader_id", flat=True))
    people = list(possible_readers(wave).select_related("member"))
    apart |= owners(people).get(application.email.lower(), set())
    fit = [
        user
        for user in people
        if user.pk not in apart
        and user.pk != application.user_id
        and not shares_organisation(user, application)
    ]
    readers = {user.pk for user in pool(wave)}
    return sorted(fit, key=lambda user: (user.pk not in readers, busy.get(user.pk, 0)))


@dataclass(frozen=True)
class Load:
    """What one person has to read in a wave. `waiting` is in days, of their oldest not finished."""

    name: str
    key: int
    assigned: int
    finished: int
    waiting: int | None
    grant: int | None

    @property
    def left(self) -> int:
        return self.assigned - self.finished


def workload(wave: Wave, user: User) -> list[Load]:
    """One line for each reader of the wave, and for everybody else who was asked, by name.

    Counted are the readings of what `user` may see: who reads an application they have a conflict
    with is not theirs to know.

    Readings of applications that ended otherwise, by withdrawing or by an early decision, count
    only when finished.
    """
    live = Q(finished_at__isnull=False) | Q(application__status__in=TO_READ)
    done = Count("pk", filter=~Q(finished_at=None))
    oldest = Min("assigned_at", filter=Q(finished_at=None))
    rows = (
        Reading.objects.filter(live, application__in=wave.applications.filter(open_to(user)))
        .values("reader")
        .annotate(assigned=Count("pk"), done=done, oldest=oldest)
    )
    numbers: dict[int, Any] = {row["reader"]: row for row in rows}
    grants = {grant.user_id: grant.pk for grant in reader_grants(wave)}
    people = User.objects.filter(pk__in={*numbers, *grants}).order_by("name", "email")
    return [_load(user, numbers.get(user.pk, NOTHING), grants.get(user.pk)) for user in people]


def _load(user: User, row: dict[str, Any], grant: int | None) -> Load:
    oldest = row["oldest"]
    waiting = (timezone.now() - oldest).days if oldest else None
    return Load(str(user), user.pk, row["assigned"], row["done"], waiting, grant)


def reader_grant(pk: int) -> RoleGrant | None:
    """The role of somebody who reads for a wave, while they hold it."""
    held = RoleGrant.objects.filter(role=Role.ASSESSOR, scope__startswith="wave:", ended_at=None)
    return held.select_related("user").filter(pk=pk).first()


def team() -> QuerySet[User]:
    """The people of the team, by name."""
    held = RoleGrant.objects.filter(role=Role.TEAM, scope="", ended_at=None)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "email")


def wave_of(ref: str) -> Wave | None:
    return Wave.objects.select_related("partner").filter(ref=ref).first()
