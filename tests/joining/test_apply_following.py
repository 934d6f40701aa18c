"""Following an application that was sent: its state, the decision, and what can still be done."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter
from commonweal.joining.models import SecondLook, Status
from commonweal.joining.queries.deciding import letter_key
from commonweal.joining.queries.progress import progress
from commonweal.joining.services import following
from tests.factories.joining import (
    AnswerFactory,
    ApplicationFactory,
    DecisionFactory,
    InvitationFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
TOLD = datetime.timedelta(hours=1)


def decided(status, outcome="REFUSE", ago=TOLD, **more):
    application = ApplicationFactory(status=status)
    more = {"reason": "Your own part is hard to see.", **more}
    at = timezone.now() - ago
    DecisionFactory(application=application, outcome=outcome, at=at, **more)
    return application


@pytest.fixture
def page_of(visitor):
    """page_of(application) is the page its applicant sees."""

    def get(application, rest=""):
        session = visitor.session
        session["applications"] = [application.ref]
        session.save()
        return visitor.get(f"/join/applications/{application.ref}/{rest}")

    return get


@pytest.mark.parametrize(
    ("status", "outcome", "head"),
    [
        (Status.ADMITTED, "ADMIT", "Welcome: you are admitted"),
        (Status.WAITING, "WAIT", "You are on the waiting list"),
        (Status.REFUSED, "REFUSE", "You are not admitted this time"),
        (Status.JOINED, "ADMIT", "You are a member"),
        (Status.NOT_TAKEN_UP, "ADMIT", "Your place was not taken up"),
    ],
)
def test_every_decision_is_shown_once_it_is_told(page_of, status, outcome, head):
    page = page_of(decided(status, outcome)).text
    assert f">{head}<" in page
    assert "Your own part is hard to see." in page


@pytest.mark.parametrize(
    ("status", "head"),
    [
        (Status.SENT, "We have your application"),
        (Status.READING, "Your application is being read"),
        (Status.WITHDRAWN, "You withdrew this application"),
    ],
)
def test_before_a_decision_the_page_says_how_far_it_is(page_of, status, head):
    assert f">{head}<" in page_of(ApplicationFactory(status=status)).text


@pytest.mark.parametrize("status", [Status.ADMITTED, Status.WAITING, Status.REFUSED])
def test_a_decision_whose_letter_has_not_gone_yet_does_not_show(page_of, status):
    outcome = {"ADMITTED": "ADMIT", "WAITING": "WAIT", "REFUSED": "REFUSE"}[status]
    application = decided(status, outcome, ago=datetime.timedelta(minutes=5))

    page = page_of(application).text

    assert "Your application is being read" in page
    assert "Your own part" not in page
    assert "second look" not in page.lower()


def test_what_would_change_a_refusal_is_said(page_of):
    application = decided(Status.REFUSED, change="Tell us what you did yourself.")
    page = page_of(application).text
    assert "What would change it" in page
    assert "Tell us what you did yourself." in page
    assert "Ask for a second look" in page


def test_somebody_asks_for_a_second_look(page_of, visitor):
    application = decided(Status.REFUSED)
    page = page_of(application, "second-look/").text
    assert "Your own part is hard to see." in page
    path = f"/join/applications/{application.ref}/second-look/"
    assert "Say what we should look at again" in visitor.post(path).text
    page = visitor.post(path, {"words": "I led the ward round project."})

    application.refresh_from_db()
    assert application.status == Status.SECOND_LOOK
    assert SecondLook.objects.get().words == "I led the ward round project."
    page = page_of(application).text
    assert "Somebody else is looking again" in page
    assert "Why we first said no" in page
    assert Letter.objects.filter(kind="joining.second_look").count() == 1
    entry = AuditEntry.objects.get(action="joining.application_second_look")
    assert "ward round" not in str(entry.detail)


def test_a_second_look_is_asked_for_once_and_in_time(page_of, visitor):
    application = decided(Status.REFUSED)
    late = timezone.now() + (application.wave.second_look_days + 1) * DAY
    with time_machine.travel(late, tick=False):
        with pytest.raises(Refused):
            following.ask_second_look(application, by=None, words="Look")
        assert "Ask for a second look" not in page_of(application).text
    following.ask_second_look(application, by=None, words="Look")
    with pytest.raises(Refused):
        following.ask_second_look(application, by=None, words="Look again")
    path = f"/join/applications/{application.ref}/second-look/"
    assert "cannot be asked for now" in visitor.post(path, {"words": "Mine"}).text


def test_a_second_look_is_not_for_those_who_were_not_told_or_not_refused():
    untold = decided(Status.REFUSED, ago=datetime.timedelta(minutes=1))
    waiting = decided(Status.WAITING, "WAIT")
    for application in (untold, waiting, ApplicationFactory(status=Status.SENT)):
        with pytest.raises(Refused, match="cannot be asked for now"):
            following.ask_second_look(application, by=None, words="Look")


def test_a_second_refusal_is_final(page_of):
    application = decided(Status.REFUSED_AGAIN, ago=10 * DAY)
    SecondLook.objects.create(application=application, words="Look")
    assert "Somebody else is looking again" in page_of(application).text
    DecisionFactory(application=application, look=2, at=timezone.now() - TOLD, reason="Still no.")
    page = page_of(application).text
    assert "You are not admitted after a second look" in page
    assert "Still no." in page
    assert "Ask for a second look" not in page


def test_somebody_approved_by_invitation_is_admitted_from_the_start(page_of):
    invitation = InvitationFactory(kind="APPROVED")
    application = ApplicationFactory(
        status=Status.ADMITTED, invitation=invitation, wave=invitation.wave
    )
    assert "Welcome: you are admitted" in page_of(application).text


def test_what_was_sent_can_be_read_again(page_of):
    application = ApplicationFactory(status=Status.SENT, role_title="Porter")
    AnswerFactory(application=application, value="We moved the bin.")
    page = page_of(application).text
    assert "We moved the bin." in page
    assert "Porter" in page


def test_an_application_is_withdrawn_after_asking_once(page_of, visitor):
    application = ApplicationFactory(status=Status.READING)
    page = page_of(application, "withdraw/").text
    assert "cannot be taken back" in page
    path = f"/join/applications/{application.ref}/withdraw/"
    assert visitor.post(path).url == f"/join/applications/{application.ref}/"

    application.refresh_from_db()
    assert application.status == Status.WITHDRAWN
    assert application.ended_at is not None
    assert Letter.objects.get(kind="joining.withdrawn").to == application.email
    assert "This application was withdrawn" in visitor.post(path).text
    assert visitor.get(path).status_code == 302


def test_who_withdraws_is_not_sent_a_decision_that_was_not_told_yet():
    application = decided(Status.ADMITTED, "ADMIT", ago=datetime.timedelta(minutes=1))
    key = letter_key(application.decisions.get())
    Letter.objects.create(key=key, kind="joining.decision", to=application.email, subject="Yes")

    following.withdraw(application, by=None)

    assert Letter.objects.get(key=key).status == Letter.Status.CANCELLED


def test_a_draft_is_deleted_and_not_withdrawn():
    with pytest.raises(Refused, match="not sent yet"):
        following.withdraw(ApplicationFactory(), by=None)


def test_withdrawing_is_not_offered_when_all_is_over():
    assert not progress(decided(Status.REFUSED)).may_withdraw
    assert not progress(decided(Status.JOINED, "ADMIT")).may_withdraw
    assert progress(decided(Status.WAITING, "WAIT")).may_withdraw


def test_after_withdrawing_one_may_apply_again_in_the_same_wave(visitor):
    first = ApplicationFactory(status=Status.WITHDRAWN, email="nia@example.org")
    visitor.post(f"/join/waves/{first.wave.ref}/start/", {"email": "nia@example.org"})
    assert Letter.objects.get().kind == "joining.way_back"


def test_the_page_costs_the_same_for_one_answer_and_for_many(
    page_of, django_assert_max_num_queries
):
    application = decided(Status.REFUSED)
    page_of(application)
    with django_assert_max_num_queries(16):
        page_of(application)


JUST_NOW = datetime.timedelta(minutes=2)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(Status.ADMITTED, "ADMIT"), (Status.WAITING, "WAIT"), (Status.REFUSED, "REFUSE")],
)
def test_withdrawing_looks_and_works_the_same_whatever_was_decided_a_moment_ago(
    page_of, visitor, status, outcome
):
    application = decided(status, outcome, ago=JUST_NOW)
    decision = application.decisions.get()
    Letter.objects.create(
        key=letter_key(decision), kind="joining.decision", to="x@example.org", subject="No"
    )
    assert "Withdraw your application" in page_of(application).text
    assert "cannot be taken back" in page_of(application, "withdraw/").text

    page = visitor.post(f"/join/applications/{application.ref}/withdraw/", follow=True)

    assert "You withdrew this application" in page.text
    application.refresh_from_db()
    decision.refresh_from_db()
    assert application.status == Status.WITHDRAWN
    assert application.decided_at is None
    assert decision.undone_at is not None
    assert Letter.objects.get(key=letter_key(decision)).status == Letter.Status.CANCELLED
    with time_machine.travel(timezone.now() + TOLD, tick=False):
        assert "Your own part" not in page_of(application).text


def test_a_second_refusal_that_was_not_told_can_be_withdrawn_from(page_of, visitor):
    application = decided(Status.REFUSED_AGAIN, ago=10 * DAY)
    first = application.decisions.get()
    SecondLook.objects.create(application=application, words="Look")
    DecisionFactory(application=application, look=2, at=timezone.now() - JUST_NOW, reason="No.")
    assert "Withdraw your application" in page_of(application).text

    following.withdraw(application, by=None)

    application.refresh_from_db()
    assert application.status == Status.WITHDRAWN
    assert application.decided_at == first.at


def test_a_told_refusal_cannot_be_withdrawn_from():
    for status, look in ((Status.REFUSED, 1), (Status.REFUSED_AGAIN, 2)):
        application = decided(status, look=look)
        with pytest.raises(Refused, match="decided"):
            following.withdraw(application, by=None)


def test_a_place_offered_again_does_not_show_before_its_letter(page_of):
    application = decided(Status.ADMITTED, "ADMIT", ago=90 * DAY, replaced_at=timezone.now())
    DecisionFactory(application=application, outcome="ADMIT", at=timezone.now() - JUST_NOW)
    assert "Your place was not taken up" in page_of(application).text
    with time_machine.travel(timezone.now() + TOLD, tick=False):
        assert "Welcome: you are admitted" in page_of(application).text
