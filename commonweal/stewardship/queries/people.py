"""Who a request is about: everything one person is known by here, from any one of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Q

from commonweal.core import proof
from commonweal.core.models import User
from commonweal.core.privacy.people import Person
from commonweal.joining.models import Application, Invitation
from commonweal.members.models import Member
from commonweal.stewardship.models import DataRequest

MOST = 20


@dataclass(frozen=True)
class Match:
    """Somebody found by name or address. `key` says who, as “user:5”, “member:3” or “email:…”."""

    key: str
    name: str
    email: str
    what: str


def person(
    *, user: User | None = None, member: Member | None = None, email: str = "", by: User | None
) -> Person:
    """Everything somebody is known by: their account, membership, addresses and sealed records.

    Of an account only addresses count that were shown to be its owner's, so that nobody comes by
    another's data with an address they merely typed. `by` is whoever asks.
    """
    user = user or (member.user if member else None) or account_at(email)
    emails = {email.strip().lower()} - {""} | (addresses(user) if user else set())
    member = member or (Member.objects.filter(user=user).first() if user else None)
    own = list(applications(user, member, emails))
    emails |= {one.email for one in own if one.email and one.email_confirmed_at}
    subjects = {f"application:{one.ref}" for one in own}
    if member is not None:
        subjects.add(f"member:{member.ref}")
    return Person(
        user=user,
        member=member.pk if member else None,
        emails=frozenset(emails),
        subjects=frozenset(subjects),
        by=by,
    )


def person_of(request: DataRequest, *, by: User | None) -> Person:
    """The person a request is about, as they are known now."""
    return person(user=request.user, member=request.member, email=request.email, by=by)


def account_at(email: str) -> User | None:
    """The account of whoever reads this address, where that is certain."""
    address = email.strip().lower()
    if not address:
        return None
    shown = EmailAddress.objects.filter(email__iexact=address, verified=True).first()
    if shown is not None:
        return User.objects.get(pk=shown.user_id)
    user = User.objects.filter(email=address).first()
    return user if user is not None and not proof.may_be_somebody_elses(user) else None


def addresses(user: User) -> set[str]:
    """The addresses that are certainly this account's."""
    shown = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    found = {address.lower() for address in shown}
    if not found and not proof.may_be_somebody_elses(user):
        found.add(user.email.lower())
    return found


def applications(
    user: User | None, member: Member | None, emails: set[str]
) -> Iterator[Application]:
    """The applications of somebody with this account, this membership or one of these addresses."""
    own = Q(email__in=emails)
    if user is not None:
        own |= Q(user=user)
    if member is not None:
        own |= Q(member=member)
    yield from Application.objects.filter(own, erased_on=None).exclude(
        Q(email="") & Q(user=None) & Q(member=None)
    )


def find(text: str) -> list[Match]:
    """Everybody whose name or address contains `text`: members, accounts, applicants, invited.

    Each once, at most twenty of each kind. Who was erased is found no more.
    """
    words = text.strip()
    if len(words) < 2:
        return []
    found: dict[str, Match] = {}
    for match in (*_members(words), *_accounts(words), *_applicants(words), *_invited(words)):
        known = {one.email for one in found.values() if one.email}
        if match.key not in found and (not match.email or match.email not in known):
            found[match.key] = match
    return list(found.values())


def match(key: str) -> Match | None:
    """The person a key stands for, if there is anything about them."""
    kind, _, rest = key.partition(":")
    if kind == "email" and 0 < len(rest) <= 254 and "@" in rest and "\0" not in rest:
        return next((m for m in find(rest) if m.email == rest.lower()), None)
    if kind not in {"user", "member"} or not rest.isascii() or not rest.isdigit():
        return None
    return next(iter(_by_key(kind, int(rest[:18]))), None)


def _by_key(kind: str, pk: int) -> list[Match]:
    if kind == "user":
        users = User.objects.filter(pk=pk, is_active=True)
        return [_account(user) for user in users.select_related("member")]
    members = Member.objects.filter(pk=pk, erased_on=None)
    return [_member(member) for member in members.select_related("user")]


def _members(words: str) -> list[Match]:
    said = Q(name__icontains=words) | Q(user__email__icontains=words)
    members = Member.objects.filter(said, erased_on=None).select_related("user")
    return [_member(member) for member in members.order_by("sort_name", "pk")[:MOST]]


def _member(member: Member) -> Match:
    key = f"user:{member.user_id}" if member.user_id else f"member:{member.pk}"
    what = "Member" if member.left_on is None else "Former member"
    return Match(key, member.name, member.user.email if member.user else "", what)


def _accounts(words: str) -> list[Match]:
    said = Q(name__icontains=words) | Q(email__icontains=words)
    users = User.objects.filter(said, is_active=True).select_related("member")
    return [_account(user) for user in users.order_by("email")[:MOST]]


def _account(user: User) -> Match:
    member = getattr(user, "member", None)
    return _member(member) if member else Match(f"user:{user.pk}", user.name, user.email, "Account")


def _applicants(words: str) -> list[Match]:
    said = Q(name__icontains=words) | Q(email__icontains=words)
    own = Application.objects.filter(said, erased_on=None).exclude(email="")
    rows = own.order_by("-pk").values_list("email", "name")[:MOST]
    return [Match(f"email:{email}", name, email, "Applicant") for email, name in rows]


def _invited(words: str) -> list[Match]:
    said = Q(name__icontains=words) | Q(email__icontains=words)
    own = Invitation.objects.filter(said).exclude(email="")
    rows = own.order_by("-pk").values_list("email", "name")[:MOST]
    return [Match(f"email:{email}", name, email, "Invited") for email, name in rows]
