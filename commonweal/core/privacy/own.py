"""What core keeps about people, why, and for how long."""

import datetime

from django.db.models import Q
from django.utils import timezone

from commonweal.core.models import AuditEntry, Letter, RoleGrant, ScheduledRun, SentMail, User
from commonweal.core.privacy import counters, holding
from commonweal.core.privacy.declaring import (
    Basis,
    Erasure,
    Keep,
    Rows,
    nothing_personal,
    outside,
    personal,
)
from commonweal.core.privacy.people import Person, of_user

DAYS = datetime.timedelta(days=1)
ON_ITS_WAY = ("WAITING", "CLAIMED")


def account(person: Person) -> Rows:
    """The account itself, as rows."""
    return User.objects.filter(pk=person.user.pk) if person.user else User.objects.none()


def audited(person: Person) -> Rows:
    """What the person did, and what was done to their account or membership."""
    on = []
    found = Q(pk__in=[])
    if person.user is not None:
        found |= Q(actor=person.user)
        on.append(f"core.User:{person.user.pk}")
    if person.member is not None:
        on.append(f"members.Member:{person.member}")
    return AuditEntry.objects.filter(found | Q(target__in=on))


def forget_roles(person: Person) -> int:
    """Remove the roles of somebody who is erased. Those they gave to others stay."""
    held = RoleGrant.objects.filter(user=person.user) if person.user else RoleGrant.objects.none()
    return held.delete()[0]


def letters_that_went(person: Person, letters: list[Letter]) -> list[Letter]:
    """Those whose time has come: until then, what they tell can still be taken back."""
    now = timezone.now()
    return [letter for letter in letters if letter.due_at <= now]


def forget_letters(person: Person) -> int:
    """Keep letters to somebody who is erased from going, and empty all of them."""
    letters = Letter.objects.filter(to__in=person.emails)
    unsent = (Letter.Status.WAITING, Letter.Status.FAILED)
    letters.filter(status__in=unsent).update(status=Letter.Status.CANCELLED)
    return letters.update(to="", subject="", body="", problem="")


personal(
    User,
    title="Your account",
    purpose="To sign people in and write to them.",
    basis=Basis.CONTRACT,
    holds={
        "email": "E-mail address",
        "name": "Name",
        "password": "Password, as a fingerprint from which it cannot be told",
        "last_login": "When they last signed in",
        "joined_at": "When the account was made",
    },
    plain=("is_superuser", "is_staff", "is_active", "groups", "user_permissions"),
    of=account,
    erasure=Erasure.DELETE,
    seen_by="The person and the team.",
    forever="It stays while somebody belongs, has an office or is applying.",
)

personal(
    RoleGrant,
    title="Your roles",
    purpose="To know who may do what, and who could do what when.",
    basis=Basis.INTERESTS,
    holds={
        "user": "Who holds the role",
        "role": "The role",
        "scope": "What it is limited to",
        "granted_by": "Who gave it",
        "granted_at": "When it was given",
        "ended_at": "When it ended",
    },
    of=of_user(RoleGrant, "user", "granted_by"),
    erasure=Erasure.DELETE,
    erase=forget_roles,
    seen_by="The person and the team.",
    forever=(
        "Who could see and decide what, and when, is part of answering for it. "
        "It goes with the account."
    ),
)

personal(
    AuditEntry,
    title="What was done, and by whom",
    purpose="To show who changed what and who looked at what, should it ever be in doubt.",
    basis=Basis.INTERESTS,
    holds={
        "action": "What was done",
        "actor": "The number of the account that did it",
        "target": "The number of what it was done to",
        "detail": "Which settings or states changed, never what anybody wrote",
        "at": "When",
    },
    of=audited,
    erasure=Erasure.KEEP,
    seen_by="The team and stewards.",
    forever=(
        "A log that could be shortened would prove nothing. It holds numbers and no names: "
        "once an account is gone, its number leads to nobody."
    ),
)

personal(
    Letter,
    title="Letters to you",
    purpose="To send each letter once, and to say later what was sent.",
    basis=Basis.CONTRACT,
    holds={
        "to": "The address it went to",
        "subject": "Subject",
        "body": "Text",
        "kind": "Which kind of letter it is",
        "status": "Whether it was sent",
        "due_at": "When it was to go",
        "sent_at": "When it went",
        "written_at": "When it was written",
        "problem": "Why it could not be sent",
    },
    plain=("key", "claimed_at", "tries"),
    stays=("kind", "status", "due_at", "sent_at", "written_at"),
    of=lambda person: Letter.objects.filter(to__in=person.emails),
    erasure=Erasure.BLANK,
    erase=forget_letters,
    seen_by="The person it went to, and the team.",
    keep=[
        Keep(
            90 * DAYS,
            "written_at",
            "The text is removed 90 days after it was written: by then it has been read.",
            fields=("body",),
            only={"status__in": ["SENT", "UNSURE", "FAILED", "CANCELLED"]},
        ),
        Keep(
            365 * DAYS,
            "written_at",
            "Address and subject are removed after a year. That it was sent stays, so that it "
            "is not sent again.",
            fields=("to", "subject", "problem"),
            only={"status__in": ["SENT", "UNSURE", "FAILED", "CANCELLED"]},
        ),
    ],
)

holding.until_told(Letter, letters_that_went)

personal(
    SentMail,
    title="Mail of the demo",
    purpose="To show in the demo the mail that would have been sent.",
    basis=Basis.INTERESTS,
    holds={"to": "The address", "subject": "Subject", "body": "Text", "at": "When"},
    of=lambda person: SentMail.objects.filter(to__in=person.emails),
    erasure=Erasure.DELETE,
    seen_by="Whoever visits the demo. Nobody in it exists, and without the demo it stays empty.",
    keep=[Keep(7 * DAYS, "at", "It is removed after a week.")],
)

nothing_personal(ScheduledRun, because="It says when the clock did what, and nothing of anybody.")

outside(
    "Counters against guessing",
    app="core",
    purpose="To stop whoever tries many passwords, codes or addresses.",
    basis=Basis.INTERESTS,
    holds="Addresses of computers and e-mail addresses of the last attempts, as fingerprints.",
    how_long="Each is of use for a day at most. What is over is removed every night.",
    erased="They run out by themselves.",
    seen_by="Nobody.",
    due=counters.due,
    remove=counters.remove,
)
