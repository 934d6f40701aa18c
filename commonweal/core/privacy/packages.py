"""What the packages under core keep about people: signing in, sessions, work in the background."""

import datetime

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from commonweal.core.privacy.declaring import Basis, Erasure, Keep, Rows, nothing_personal, personal
from commonweal.core.privacy.people import Person, of_nobody, of_user
from commonweal.core.privacy.sessions import sessions

DAYS = datetime.timedelta(days=1)
WITH_ACCOUNT = "It goes with the account, or when the person removes it."


def administered(person: Person) -> Rows:
    """What the person did in the administration, and what was done there to their own rows."""
    found = Q(pk__in=[])
    if person.user is not None:
        pk = str(person.user.pk)
        found |= Q(user=person.user)
        found |= Q(content_type__app_label="core", content_type__model="user", object_id=pk)
    if person.member is not None:
        pk = str(person.member)
        found |= Q(content_type__app_label="members", content_type__model="member", object_id=pk)
    return LogEntry.objects.filter(found)


personal(
    EmailAddress,
    title="Your addresses",
    purpose="To know which address is whose, and that it was confirmed.",
    basis=Basis.CONTRACT,
    holds={
        "user": "Whose address it is",
        "email": "E-mail address",
        "verified": "Whether it was confirmed",
        "primary": "Whether it is the one they are written to",
    },
    of=of_user(EmailAddress, "user"),
    erasure=Erasure.DELETE,
    seen_by="The person and the team.",
    forever=WITH_ACCOUNT,
)

personal(
    EmailConfirmation,
    title="Confirming your addresses",
    purpose="To confirm an address by a link.",
    basis=Basis.CONTRACT,
    holds={
        "email_address": "Which address",
        "created": "When it was asked for",
        "sent": "When the mail went",
        "key": "The code of the link",
    },
    of=of_user(EmailConfirmation, "email_address__user"),
    erasure=Erasure.DELETE,
    seen_by="Nobody.",
    keep=[Keep(7 * DAYS, "created", "It is removed after a week: the link works for less.")],
)

personal(
    Authenticator,
    title="Your second steps",
    purpose="To sign people in with an app, a passkey or a recovery code.",
    basis=Basis.CONTRACT,
    holds={
        "user": "Whose it is",
        "type": "Which kind",
        "data": "The key of the app, passkey or codes",
        "created_at": "When it was set up",
        "last_used_at": "When it was last used",
    },
    of=of_user(Authenticator, "user"),
    erasure=Erasure.DELETE,
    seen_by="The person, who sees all but the keys.",
    forever=WITH_ACCOUNT,
)

personal(
    SocialAccount,
    title="Your single sign-on",
    purpose="To sign people in through a provider they chose.",
    basis=Basis.CONTRACT,
    holds={
        "user": "Whose it is",
        "provider": "Which provider",
        "uid": "What the provider calls them",
        "last_login": "When it was last used",
        "date_joined": "When it was connected",
        "extra_data": "What the provider told of them",
    },
    of=of_user(SocialAccount, "user"),
    erasure=Erasure.DELETE,
    seen_by="The person and the team.",
    forever=WITH_ACCOUNT,
)

personal(
    SocialToken,
    title="Keys of your single sign-on",
    purpose="To ask the provider for something in a person’s name. Nothing here does so.",
    basis=Basis.CONTRACT,
    holds={
        "account": "Whose it is",
        "token": "Key",
        "token_secret": "Second part of the key",
        "expires_at": "When it ends",
    },
    plain=("app",),
    of=of_user(SocialToken, "account__user"),
    erasure=Erasure.DELETE,
    seen_by="Nobody.",
    keep=[Keep(0 * DAYS, "expires_at", "It is removed once it has run out.")],
    forever="One without an end goes with the account.",
)

personal(
    UserSession,
    title="Where you are signed in",
    purpose="To show people where they are signed in, so that they can end what is not theirs.",
    basis=Basis.INTERESTS,
    holds={
        "user": "Whose it is",
        "created_at": "When it began",
        "ip": "Address of the computer",
        "last_seen_at": "When it was last used",
        "session_key": "Key of the session",
        "user_agent": "What the browser says it is",
    },
    plain=("data",),
    of=of_user(UserSession, "user"),
    erasure=Erasure.DELETE,
    seen_by="The person.",
    keep=[
        Keep(
            30 * DAYS,
            "last_seen_at",
            "It is removed 30 days after it was last used: by then the session is over.",
        )
    ],
)

personal(
    Session,
    title="Your sessions",
    purpose="To keep people signed in, and to lead applicants back to what they were writing.",
    basis=Basis.CONTRACT,
    holds={
        "session_key": "Key of the session",
        "session_data": "Who is signed in, when and how, and which applications it may open",
        "expire_date": "When it ends",
    },
    of=sessions,
    erasure=Erasure.DELETE,
    seen_by="Nobody.",
    keep=[Keep(0 * DAYS, "expire_date", "It is removed once it has ended, after 30 days unused.")],
)

personal(
    LogEntry,
    title="Changes in the administration",
    purpose="To show what was changed in the tables behind the pages, beside the audit log.",
    basis=Basis.INTERESTS,
    holds={
        "action_time": "When",
        "user": "Who changed it",
        "object_id": "The number of what was changed",
        "object_repr": "What it was called then",
        "change_message": "Which fields were changed",
    },
    plain=("content_type", "action_flag"),
    of=administered,
    erasure=Erasure.DELETE,
    seen_by="The team.",
    keep=[
        Keep(
            365 * DAYS,
            "action_time",
            "It is removed after a year. The audit log stays and holds no names.",
        )
    ],
)

personal(
    DBTaskResult,
    title="Work in the background",
    purpose="To do in the background what takes long, and to see what failed and why.",
    basis=Basis.INTERESTS,
    holds={
        "args_kwargs": "The numbers of what is worked on",
        "return_value": "What came of it, as a number",
        "traceback": "Where in the code it failed",
    },
    plain=(
        "status", "enqueued_at", "started_at", "finished_at", "priority", "task_path",
        "worker_ids", "queue_name", "backend_name", "run_after", "exception_class_path",
    ),
    of=of_nobody(DBTaskResult),
    erasure=Erasure.KEEP,
    seen_by="Whoever runs the server.",
    keep=[
        Keep(30 * DAYS, "finished_at", "It is removed 30 days after the work ended."),
        Keep(
            90 * DAYS,
            "enqueued_at",
            "What nobody ever finished is removed after 90 days.",
            only={"finished_at": None},
        ),
    ],
)  # fmt: skip

nothing_personal(
    ContentType, Permission, Group, because="It names parts of the software and nobody."
)
nothing_personal(
    SocialApp, because="It holds the site’s own name and secret at a provider of single sign-on."
)
