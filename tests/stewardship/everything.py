"""Somebody who did everything there is to do here, each time in words found nowhere else."""

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from commonweal.belonging.models import Compact, CompactAnswer, Signpost, Step, WayIn
from commonweal.core import audit
from commonweal.core.models import Letter, SentMail
from commonweal.equalities import services as equalities
from commonweal.joining.models import SecondLook, Status
from commonweal.members.indexing import index_member
from commonweal.members.models import Absence, Member
from tests.factories import MemberFactory, ParticipationFactory, RoleGrantFactory, UserFactory
from tests.factories.joining import (
    AnswerFactory,
    ApplicationFactory,
    ConflictFactory,
    CriterionFactory,
    DecisionFactory,
    InvitationFactory,
    MailLinkFactory,
    ReadingFactory,
)
from tests.members.somebody import somebody

EMAIL = "canaryaddress@example.org"
# Nothing of what they are called or wrote may be found once they are erased.
MARKS = ("canary", "somebody somewhere")
BEFORE = datetime.date(2023, 1, 1)


def somebody_who_did_everything():
    """The member, with an account in use, an application that led here, and all that followed."""
    member = somebody()
    user = _account(member)
    first, later = (_application(member, status) for status in (Status.JOINED, Status.SENT))
    equalities.ask(f"member:{member.ref}", nation="nation:ireland")
    equalities.ask(f"application:{later.ref}", nation="nation:ireland")
    _belonging(member)
    _taking_part(member)
    _written_about(member, user, first)
    index_member(member)
    return member


def _account(member):
    user = member.user
    user.email, user.name = EMAIL, "canaryaccount"
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": "canarysecret"}
    )
    RoleGrantFactory(user=user, role="CONVENOR", scope="group:1")
    browser = Client()
    browser.force_login(user)
    UserSession.objects.create(
        user=user, session_key=browser.session.session_key, ip="192.0.2.1",
        user_agent="canarybrowser", data={},
    )  # fmt: skip
    return user


def _application(member, status):
    application = ApplicationFactory(
        user=member.user,
        member=member if status == Status.JOINED else None,
        email=EMAIL,
        name="canaryapplicant",
        role_title="canarytitle",
        organisation_name="canaryplaceofwork",
        nation_id="nation:ireland",
        status=status,
    )
    AnswerFactory(application=application, value="canaryanswer")
    MailLinkFactory(application=application)
    InvitationFactory(wave=application.wave, email=EMAIL, name="canaryinvited", note="canarynote")
    criterion = CriterionFactory(wave=application.wave)
    reading = ReadingFactory(
        application=application,
        advice="ADMIT",
        reason="canaryreason",
        draft={"note": "canarydraft"},
    )
    reading.scores.create(criterion=criterion, value=2, reason="canaryscore")
    ConflictFactory(application=application, note="canaryconflict")
    DecisionFactory(application=application, reason="canarydecision", change="canarychange")
    SecondLook.objects.create(application=application, words="canarysecondlook")
    return application


def _belonging(member):
    compact, _ = Compact.objects.get_or_create(
        version=90, defaults={"can_expect": "This.", "expected": "That."}
    )
    CompactAnswer.objects.create(member=member, compact=compact, said="AGREED")
    signpost = Signpost.objects.create(kind="GROUP", title="A group", url="https://example.org/")
    way_in = WayIn.objects.create(member=member)
    other = WayIn.objects.create(member=MemberFactory())
    Step.objects.create(way_in=way_in, kind="GROUP", signpost=signpost, because="canarybecause")
    Step.objects.create(way_in=other, kind="PERSON", person=member, because="canary can help")
    leaving = {"left_on": datetime.date(2021, 1, 1), "back_on": datetime.date(2021, 6, 1)}
    Absence.objects.create(member=member, left_reason_id="left:retired", **leaving)


def _taking_part(member):
    for day in (3, 4, 5):
        ParticipationFactory(member=member, day=datetime.date(2022, 5, day), what="A workshop")


def _written_about(member, user, application):
    audit.record("members.update_about", by=user, on=member, changed=["name"])
    audit.record("members.correct_seniority", by=UserFactory(), on=member)
    for number, status in enumerate(("SENT", "WAITING", "FAILED")):
        Letter.objects.create(
            key=f"test:{member.ref}:{number}", kind="joining.copy", to=EMAIL, status=status,
            subject="canarysubject", body="canarybody",
        )  # fmt: skip
    SentMail.objects.create(to=EMAIL, subject="canarymail", body="canarymailbody")
    LogEntry.objects.create(
        user=UserFactory(), action_flag=CHANGE, object_id=str(member.pk), object_repr="canaryrepr",
        content_type=ContentType.objects.get_for_model(Member), change_message="",
        action_time=timezone.now(),
    )  # fmt: skip
    cache.clear()


def marks_left():
    """Where in the database any of the marks still stands: table, column and the value.

    The name of the organisation is the organisation's, and stays.
    """
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("members_organisation"):
                found += _marks_in(cursor, table)
    return [one for one in found if "canaryworks" not in one[2].lower()]


def _marks_in(cursor, table):
    name = connection.ops.quote_name(table)
    try:
        cursor.execute(f"SELECT * FROM {name}")
    except Exception:  # the inner tables of a search index cannot all be read
        return []
    columns = [column[0] for column in cursor.description]
    return [
        (table, column, text[:60])
        for row in cursor.fetchall()
        for column, value in zip(columns, row, strict=True)
        if any(mark in (text := _text(value)).lower() for mark in MARKS)
    ]


def _text(value):
    raw = isinstance(value, (bytes, memoryview))
    return bytes(value).decode(errors="replace") if raw else str(value)
