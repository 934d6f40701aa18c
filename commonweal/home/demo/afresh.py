"""Gives the next visitor of the demo each account as it should be, whatever was done with it."""

import datetime
from random import Random

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from commonweal.belonging.models import CompactAnswer
from commonweal.belonging.queries import compact as compacts
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.home.demo import applicants, belonging, cast
from commonweal.home.demo.people import MARK
from commonweal.home.demo_accounts import MEMBERS, NAMES, check_demo, ensure_account
from commonweal.joining.models import Answer, Application, EligibilityGroup, MailLink, Status, Wave
from commonweal.joining.models.applications import new_application_ref
from commonweal.members import membership
from commonweal.members import services as members
from commonweal.members.models import Member
from commonweal.members.rules import member_of

# So long the guest keeps what they sent, so that whoever sent it can decide it as the team and
# come back to read the answer.
QUIET = datetime.timedelta(hours=1)
ANSWERED = 2  # questions of a fresh draft that have an answer


@transaction.atomic
def demo_account(who: str) -> User:
    """The account to sign in as, ready. Raises `Refused` unless DEMO is on and knows the role."""
    check_demo()
    if who not in NAMES:
        raise Refused("The demo has no such role.")
    account = ensure_account(who, NAMES[who])
    unlock(account, NAMES[who])
    if who in MEMBERS:
        belong(who, account)
    if who == "member":
        belong_as_a_newcomer(account)
    if who == "guest":
        have_a_draft(account)
    return account


def unlock(account: User, name: str) -> None:
    """Undo what would keep the next one out of this account, or call them by another name."""
    if account.has_usable_password() or account.name != name:
        account.set_unusable_password()
        account.name = name
        account.save(update_fields=["password", "name"])
    Authenticator.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).exclude(email=account.email).delete()


def belong(who: str, account: User) -> None:
    """A member without a break, who never left. Who was erased takes another’s place."""
    member = member_of(account)
    if member is None:
        take_a_place(who, account)
        return
    if member.left_on is not None:
        members.resume_membership(member, by=account)
    member.absences.all().delete()
    membership.end_pause(member, by=account)


def take_a_place(who: str, account: User) -> None:
    part = cast.CAST[who]
    free = Member.objects.filter(
        user=None, left_on=None, nation=part.nation, external_id__startswith=MARK
    )
    member = free.order_by("joined_on", "pk").first()
    if member is not None:
        cast.become(member, account, NAMES[who], part)


def belong_as_a_newcomer(account: User) -> None:
    """With a way in on the front page, and the newest compact still to answer."""
    member = member_of(account)
    if member is None:
        return
    CompactAnswer.objects.filter(member=member, compact=compacts.current()).delete()
    if not belonging.has_way_in(member):
        belonging.begin_way_in(member, timezone.localdate() - 4 * belonging.DAY)


def have_a_draft(guest: User) -> None:
    """Somebody who has begun to apply. What became of an earlier draft is nobody’s account’s."""
    now = timezone.now()
    mine = Application.objects.filter(Q(user=guest) | Q(email=guest.email))
    kept = mine.filter(status=Status.DRAFT, wave__closes_at__gt=now) | mine.exclude(
        status__in=(Status.DRAFT, Status.LAPSED, Status.WITHDRAWN)
    ).filter(Q(sent_at__gt=now - QUIET) | Q(decided_at__gt=now - QUIET))
    if kept.exists():
        return
    for application in mine:
        part_with(application)
    Member.objects.filter(user=guest).update(user=None)
    wave = Wave.objects.filter(
        published_at__isnull=False, opens_at__lte=now, closes_at__gt=now, invited_only=False
    ).first()
    if wave is not None:
        begin(wave, guest)


def part_with(application: Application) -> None:
    """Leave an application in the demo, as that of somebody nobody can sign in as."""
    MailLink.objects.filter(application=application).delete()
    application.user, application.email = None, f"guest-{application.ref}@demo.invalid"
    application.save(update_fields=["user", "email"])


def begin(wave: Wave, guest: User) -> None:
    """A draft with a job at some invented member’s workplace and the first few answers."""
    someone = Member.objects.filter(external_id__startswith=MARK, nation="nation:england")
    person = someone.exclude(role_title="").order_by("-pk").first()
    groups = list(EligibilityGroup.objects.filter(retired=False).order_by("order"))
    if person is None or not groups:
        return
    person.name = guest.name
    rng = Random(f"{wave.ref}/guest")  # noqa: S311
    draft = applicants.application(
        wave, person, Status.DRAFT, address=guest.email, sent_at=None, groups=groups, rng=rng
    )
    # The same chance would make the same name again for the next draft in this wave.
    draft.ref, draft.user = new_application_ref(), guest
    draft.save()
    asked = draft.question_set.questions.order_by("order") if draft.question_set else []
    # A visitor may have set up the wave, with questions the demo has no words for.
    known = [question for question in asked if applicants.said(question.key)]
    answers = applicants.answers(draft, known, rng, first=ANSWERED)
    Answer.objects.bulk_create(answers)
