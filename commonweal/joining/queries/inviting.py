"""Invitations: reading a list of people, who of them can be invited, and what became of it."""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, Q
from django.utils import timezone

from commonweal.core.text import fold
from commonweal.joining.models import Application, Invitation, Status, Wave
from commonweal.joining.models.applications import UNSENT
from commonweal.members.models import Member
from commonweal.members.queries import current

MOST = 1000
LONGEST_NAME = 200
PAGE = 50
CHUNK = 400


@dataclass(frozen=True)
class Line:
    """One line of a list: whom it names, and why they cannot be invited; empty when they can."""

    number: int
    name: str
    email: str
    problem: str = ""


@dataclass(frozen=True)
class Page:
    """Some invitations of a wave, newest first, and the cursor of those before."""

    rows: tuple[Invitation, ...]
    after: str


STATES = {
    "sent": "Sent",
    "used": "Used",
    "expired": "Expired",
    "withdrawn": "Withdrawn",
}


def read_list(text: str) -> list[Line]:
    """The people of a pasted list or a CSV file: a line each, name and address in any order.

    Empty lines and a line of headings are passed over. Each line says what is wrong with it.
    """
    lines = [_line(number, cells) for number, cells in _records(text)]
    if lines and lines[0].problem and _is_heading(lines[0]):
        lines = lines[1:]
    return list(_once_each(lines))


def plan(wave: Wave, lines: Sequence[Line]) -> list[Line]:
    """The same lines, each with the reason why its person cannot be invited to this wave.

    Costs the same few queries for a thousand lines as for one hundred.
    """
    emails = [line.email for line in lines if not line.problem]
    known = _known(wave, emails)
    return [
        line if line.problem else replace(line, problem=known.get(line.email, "")) for line in lines
    ]


def page(wave: Wave, *, now: datetime.datetime, state: str, after: str) -> Page:
    """A page of a wave's invitations in one state, or all; the cursor is the number of the last."""
    found = wave.invitations.filter(_in(state, now)).select_related("by").order_by("-pk")
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = tuple(found[: PAGE + 1])
    more = len(rows) > PAGE
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if more else "")


def counts(wave: Wave, *, now: datetime.datetime) -> dict[str, int]:
    """How many invitations of a wave are in each state."""
    return wave.invitations.aggregate(
        **{state: Count("pk", filter=_in(state, now)) for state in STATES}
    )


def state(invitation: Invitation, now: datetime.datetime) -> str:
    """Where an invitation stands: a key of `STATES`."""
    if invitation.withdrawn_at:
        return "withdrawn"
    if invitation.used_at:
        return "used"
    return "expired" if invitation.expires_at <= now else "sent"


def by_digest(digest: str) -> Invitation | None:
    """The invitation a token stands for, with its wave and who sent it."""
    found = Invitation.objects.select_related("wave__partner", "by").exclude(email="")
    return found.filter(digest=digest).first()


def by_pk(pk: int) -> Invitation | None:
    return Invitation.objects.select_related("wave").filter(pk=pk).first()


def application_of(invitation: Invitation) -> Application | None:
    """What came of an invitation that was used."""
    return invitation.applications.order_by("pk").first()


def is_admitted(application: Application) -> bool:
    """Whether it only wants the compact."""
    return application.status == Status.ADMITTED


def is_early(invitation: Invitation, now: datetime.datetime) -> bool:
    """Whether it asks to apply in a wave that opens later."""
    to_apply = invitation.kind == Invitation.Kind.APPLY
    return to_apply and not invitation.wave.is_closed(now) and not invitation.wave.is_open(now)


def _in(state: str, now: datetime.datetime) -> Q:
    open_ = Q(withdrawn_at=None, used_at=None)
    return {
        "sent": open_ & Q(expires_at__gt=now),
        "used": Q(withdrawn_at=None, used_at__isnull=False),
        "expired": open_ & Q(expires_at__lte=now),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }.get(state, Q())


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Numbered lines as cells. A table copied from a spreadsheet comes with tabs."""
    for number, line in enumerate(text.replace("\0", "").splitlines(), start=1):
        if line.strip(" \t;,"):
            delimiter = max("\t;,", key=line.count)
            yield number, next(csv.reader(io.StringIO(line), delimiter=delimiter))


def _line(number: int, cells: list[str]) -> Line:
    """A name and an address, whichever comes first; “Ann Other <ann@example.org>” too."""
    said = [cell.strip() for cell in cells if cell.strip()]
    if len(said) == 1 and "<" in said[0]:
        said = [part.strip(" >") for part in said[0].partition("<")[::2]]
    addresses = [cell for cell in said if "@" in cell]
    names = [cell for cell in said if "@" not in cell]
    email = addresses[0].lower() if addresses else ""
    return Line(number, " ".join(names)[:LONGEST_NAME], email, _fault(addresses))


def _fault(addresses: list[str]) -> str:
    if not addresses:
        return "There is no e-mail address on this line."
    if len(addresses) > 1:
        return "There is more than one e-mail address on this line."
    try:
        validate_email(addresses[0])
    except ValidationError:
        return f"“{addresses[0]}” is not an e-mail address."
    return "" if len(addresses[0]) <= 254 else "This e-mail address is too long."


def _is_heading(line: Line) -> bool:
    words = set(fold(line.name).replace("-", "").split())
    return not line.email and bool(words & {"name", "email", "mail", "address", "enw", "ebost"})


def _once_each(lines: Iterable[Line]) -> Iterator[Line]:
    first: dict[str, int] = {}
    for line in lines:
        if not line.problem and line.email in first:
            yield replace(line, problem=f"This address is on line {first[line.email]} already.")
            continue
        if not line.problem:
            first[line.email] = line.number
        yield line


def _known(wave: Wave, emails: list[str]) -> dict[str, str]:
    """Why some of these addresses cannot be invited, by address."""
    known: dict[str, str] = {}
    for start in range(0, len(emails), CHUNK):
        some = emails[start : start + CHUNK]
        known |= _invited(wave, some) | _applied(wave, some) | _members(some)
    return known


def _members(emails: list[str]) -> dict[str, str]:
    present = Member.objects.filter(current(timezone.localdate())).exclude(user=None)
    found: set[Any] = set(
        present.filter(user__email__in=emails).values_list("user__email", flat=True)
    )
    other = EmailAddress.objects.filter(
        email__in=emails, verified=True, user__in=present.values("user")
    )
    found.update(other.values_list("email", flat=True))
    return {email.lower(): "They are a member already." for email in found}


def _applied(wave: Wave, emails: list[str]) -> dict[str, str]:
    unread = (*UNSENT, Status.WITHDRAWN)
    sent = wave.applications.filter(email__in=emails).exclude(status__in=unread)
    return dict.fromkeys(
        sent.values_list("email", flat=True), "They have sent an application in this wave."
    )


def _invited(wave: Wave, emails: list[str]) -> dict[str, str]:
    before = wave.invitations.filter(email__in=emails, withdrawn_at=None)
    said = "They were invited to this wave already. You can send their invitation again."
    return dict.fromkeys(before.values_list("email", flat=True), said)
