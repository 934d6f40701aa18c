"""What is decided again, taken back, or told: the waiting list, the second look, undo."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import Letter
from commonweal.joining.models import SecondLook, Status
from commonweal.joining.queries.admitted import admitted_for
from commonweal.joining.queries.deciding import HOLD, told
from commonweal.joining.services.deciding import (
    decide,
    undo,
)
from commonweal.joining.services.following import withdraw
from tests.factories import UserFactory
from tests.joining.deciding import (
    ADMIT,
    NOW,
    REFUSE,
    WAIT,
    reader_of,
    sent,
    team_member,
    was_read,
    wave_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return wave_with(partner_id="nation:wales")


@pytest.fixture
def reader(wave):
    return reader_of(wave)


@pytest.fixture
def lead(db):
    return team_member(name="Ann Lead")


def letter_of(decision):
    return Letter.objects.get(key=f"joining.decision:{decision.pk}")


def test_a_decision_undone_in_time_is_told_to_nobody(wave, reader, lead):
    application = was_read(wave, reader)
    decision = decide(application, REFUSE, by=lead)

    undo(decision, by=lead)

    application.refresh_from_db()
    assert (application.status, application.decided_at) == (Status.READING, None)
    assert letter_of(decision).status == Letter.Status.CANCELLED
    assert told(application) is None


def test_a_decision_after_an_undo_has_a_letter_of_its_own(wave, reader, lead):
    application = was_read(wave, reader)
    undo(decide(application, REFUSE, by=lead), by=lead)

    again = decide(application, ADMIT, by=lead)

    assert letter_of(again).status == Letter.Status.WAITING
    assert Letter.objects.filter(status=Letter.Status.WAITING, to=application.email).count() == 1


def test_an_early_decision_undone_waits_to_be_read_again(wave, lead):
    application = sent(wave)

    undo(decide(application, NOW, by=lead), by=lead)

    application.refresh_from_db()
    assert application.status == Status.SENT


def test_nothing_is_undone_twice_or_once_the_letter_has_gone(wave, reader, lead):
    undone = decide(was_read(wave, reader), REFUSE, by=lead)
    undo(undone, by=lead)
    late, gone = (decide(was_read(wave, reader), REFUSE, by=lead) for _ in range(2))
    Letter.objects.filter(key=f"joining.decision:{gone.pk}").update(status=Letter.Status.SENT)

    with pytest.raises(Refused, match="already"):
        undo(undone, by=lead)
    with pytest.raises(Refused, match="letter about this decision has gone"):
        undo(gone, by=lead)
    with time_machine.travel(late.at + HOLD, tick=False), pytest.raises(Refused, match="has gone"):
        undo(late, by=lead)


def test_the_applicant_is_told_when_the_letters_time_has_come(wave, reader, lead):
    application = was_read(wave, reader)
    decision = decide(application, REFUSE, by=lead)

    assert told(application) is None
    with time_machine.travel(decision.at + HOLD, tick=False):
        assert told(application) == decision


def test_from_the_waiting_list_one_can_be_admitted_later(wave, reader, lead):
    application = was_read(wave, reader)
    earlier = timezone.now() - datetime.timedelta(days=3)
    with time_machine.travel(earlier, tick=False):
        waited = decide(application, WAIT, by=lead)

    admitted = decide(application, ADMIT, by=lead)

    waited.refresh_from_db()
    assert waited.replaced_at == admitted.at
    assert told(application) == waited
    with time_machine.travel(admitted.at + HOLD, tick=False):
        assert told(application) == admitted


def test_a_place_not_taken_up_is_offered_again_and_nothing_else(wave, reader, lead):
    application = was_read(wave, reader)
    first = decide(application, ADMIT, by=lead)
    type(application).objects.update(status=Status.NOT_TAKEN_UP, ended_at=timezone.now())

    with pytest.raises(Refused, match="Decided by Ann Lead"):
        decide(application, REFUSE, by=lead)
    again = decide(application, ADMIT, by=lead)

    application.refresh_from_db()
    first.refresh_from_db()
    assert (application.status, application.ended_at) == (Status.ADMITTED, None)
    assert first.replaced_at == again.at
    undo(again, by=lead)
    application.refresh_from_db()
    assert application.status == Status.NOT_TAKEN_UP


def test_nobody_is_put_on_the_waiting_list_twice(wave, reader, lead):
    application = was_read(wave, reader)
    decide(application, WAIT, by=lead)

    with pytest.raises(Refused, match=r"Decided by Ann Lead .* Waiting list\."):
        decide(application, WAIT, by=lead)


@pytest.mark.parametrize("choice", [ADMIT, REFUSE])
def test_undone_from_the_waiting_list_an_application_is_on_it_again(wave, reader, lead, choice):
    application = was_read(wave, reader)
    waited = decide(application, WAIT, by=lead)

    undo(decide(application, choice, by=lead), by=lead)

    application.refresh_from_db()
    waited.refresh_from_db()
    assert (application.status, application.decided_at) == (Status.WAITING, waited.at)
    assert waited.replaced_at is None


@pytest.fixture
def again(wave, reader, lead):
    """An application refused by `lead`, whose applicant asked for a second look."""
    application = was_read(wave, reader)
    decide(application, REFUSE, by=lead)
    application.refresh_from_db()
    application.status = Status.SECOND_LOOK
    application.save()
    SecondLook.objects.create(application=application, words="You missed my example.")
    return application


def test_the_second_look_is_somebody_elses(again, lead):
    with pytest.raises(Refused, match="Somebody else must take the second look"):
        decide(again, ADMIT, by=lead)

    decision = decide(again, ADMIT, by=team_member())

    again.refresh_from_db()
    assert (again.status, decision.look) == (Status.ADMITTED, 2)


def test_a_refusal_at_the_second_look_is_final(again):
    decision = decide(again, REFUSE, by=team_member())

    again.refresh_from_db()
    assert again.status == Status.REFUSED_AGAIN
    assert letter_of(decision).kind == "joining.refused_again"
    with pytest.raises(Refused, match="Decided by"):
        decide(again, ADMIT, by=team_member())


@pytest.mark.parametrize("choice", [ADMIT, WAIT, REFUSE])
def test_undone_a_second_look_waits_for_a_decision_again(again, choice):
    other = team_member()

    undo(decide(again, choice, by=other), by=other)

    again.refresh_from_db()
    first = again.decisions.get(look=1)
    assert (again.status, again.decided_at) == (Status.SECOND_LOOK, first.at)


def test_from_the_waiting_list_a_second_look_ends_as_one(again):
    other = team_member()
    decide(again, WAIT, by=other)

    decision = decide(again, REFUSE, by=other)

    again.refresh_from_db()
    assert (again.status, decision.look) == (Status.REFUSED_AGAIN, 2)


def test_withdrawing_keeps_the_letter_from_going(wave, reader, lead):
    application = was_read(wave, reader)
    decision = decide(application, ADMIT, by=lead)

    withdraw(application, by=None)

    assert letter_of(decision).status == Letter.Status.CANCELLED


def test_nobody_joins_before_their_letter_has_gone(wave, reader, lead):
    application = was_read(wave, reader, email="new@example.org")
    decision = decide(application, ADMIT, by=lead)
    account = UserFactory(email="new@example.org")
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)

    before = admitted_for(account)
    with time_machine.travel(decision.at + HOLD, tick=False):
        after = admitted_for(account)

    assert (before, after) == (None, application)
