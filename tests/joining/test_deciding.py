"""What is decided, by whom, and what stands in the way."""

import pytest
import time_machine

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter, User
from commonweal.joining.models import Decision, Reading, Status
from commonweal.joining.queries.deciding import HOLD
from commonweal.joining.services.admitting import prepare_account, prepare_accounts
from commonweal.joining.services.deciding import (
    Choice,
    decide,
    decide_many,
    undo,
)
from tests.factories import UserFactory
from tests.factories.joining import ConflictFactory
from tests.joining.deciding import (
    ADMIT,
    NOW,
    REFUSE,
    WAIT,
    partner_of,
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


@pytest.mark.parametrize(
    ("choice", "status", "kind"),
    [
        (ADMIT, Status.ADMITTED, "joining.admitted"),
        (WAIT, Status.WAITING, "joining.waiting"),
        (REFUSE, Status.REFUSED, "joining.refused"),
    ],
)
def test_a_decision_is_kept_and_its_letter_waits(wave, reader, lead, choice, status, kind):
    application = was_read(wave, reader)

    decision = decide(application, choice, by=lead)

    application.refresh_from_db()
    letter = letter_of(decision)
    assert (application.status, application.decided_at) == (status, decision.at)
    assert (decision.by, decision.look) == (lead, 1)
    assert (letter.kind, letter.to) == (kind, application.email)
    assert (letter.status, letter.due_at) == (Letter.Status.WAITING, decision.at + HOLD)
    assert AuditEntry.objects.filter(action=f"joining.application_{status.lower()}").count() == 1


def test_the_letter_of_a_refusal_says_why_what_would_change_it_and_where_to_ask_again(
    wave, reader, lead
):
    decision = decide(was_read(wave, reader, name="Sam"), REFUSE, by=lead)

    body = letter_of(decision).body
    for words in ("Hello Sam", REFUSE.reason, REFUSE.change, "second look until", "/join/"):
        assert words in body


def test_a_refusal_needs_a_reason(wave, reader, lead):
    with pytest.raises(Refused, match="Give the applicant a reason"):
        decide(was_read(wave, reader), Choice("REFUSE", "  "), by=lead)


def test_what_was_written_stands_in_no_audit_row(wave, reader, lead):
    decide(was_read(wave, reader, name="Sam Secret"), REFUSE, by=lead)

    details = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert not any(word in details for word in ("early days", "example of your own", "Sam"))


@pytest.mark.parametrize("by_the_clock", [True, False])
def test_whoever_was_told_they_are_admitted_can_sign_in(wave, reader, lead, by_the_clock):
    application = was_read(wave, reader, email="new@example.org", name="Nia New")
    decision = decide(application, ADMIT, by=lead)

    with time_machine.travel(decision.at + HOLD, tick=False):
        made = prepare_accounts() if by_the_clock else prepare_account("New@example.org")

    account = User.objects.get(email="new@example.org")
    assert (account.name, account.has_usable_password()) == ("Nia New", False)
    assert made == (1 if by_the_clock else None)
    assert prepare_accounts() == 0


def test_no_account_tells_of_a_decision_that_can_be_undone(wave, reader, lead):
    application = was_read(wave, reader, email="new@example.org")
    decision = decide(application, ADMIT, by=lead)

    prepare_account("new@example.org")
    made = prepare_accounts()
    undo(decision, by=lead)
    with time_machine.travel(decision.at + HOLD, tick=False):
        prepare_account("new@example.org")
        made += prepare_accounts()

    assert made == 0
    assert not User.objects.filter(email="new@example.org").exists()


def test_whoever_owes_a_reading_does_not_decide(wave, reader, lead):
    application = was_read(wave, reader)
    Reading.objects.create(application=application, reader=lead)

    for choice in (ADMIT, NOW):
        with pytest.raises(Refused, match="Finish your own reading"):
            decide(application, choice, by=lead)
    [result] = decide_many([(application, REFUSE)], by=lead)

    assert "Finish your own reading" in result.why
    assert not Decision.objects.exists()


def test_somebody_elses_account_is_not_given_the_application(wave, reader, lead):
    squatter = UserFactory(email="new@example.org")
    application = was_read(wave, reader, email="new@example.org")

    decide(application, ADMIT, by=lead)

    application.refresh_from_db()
    assert application.user is None
    assert User.objects.get(email="new@example.org") == squatter


def test_too_few_readings_stand_in_the_way(lead):
    wave = wave_with(readers_each=2)
    application = was_read(wave, reader_of(wave))

    with pytest.raises(Refused, match="1 of 2 people have finished"):
        decide(application, ADMIT, by=lead)
    assert Decision.objects.count() == 0


def test_the_team_may_decide_earlier_and_says_why(wave, lead):
    decision = decide(sent(wave), NOW, by=lead)

    assert decision.early == NOW.early
    assert "partner knows" not in letter_of(decision).body


def test_a_partner_may_not_decide_earlier(wave):
    with pytest.raises(Refused, match="0 of 1 person"):
        decide(sent(wave), NOW, by=partner_of("nation:wales"))


def test_nobody_is_admitted_beyond_the_places(reader, wave, lead):
    wave.places = 1
    wave.save()
    decide(was_read(wave, reader), ADMIT, by=lead)
    second = was_read(wave, reader)

    with pytest.raises(Refused, match=r"The only place .* waiting list"):
        decide(second, ADMIT, by=lead)
    decide(second, WAIT, by=lead)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN, Status.JOINED])
def test_what_is_not_up_for_decision_is_refused(wave, lead, status):
    with pytest.raises(Refused):
        decide(sent(wave, status=status), NOW, by=lead)


def test_a_second_decision_reads_who_decided_what_and_when(wave, reader, lead):
    application = was_read(wave, reader)
    decide(application, ADMIT, by=lead)

    with pytest.raises(Refused, match=r"Decided by Ann Lead on .*: Admit\."):
        decide(application, REFUSE, by=team_member())


def test_a_conflict_keeps_somebody_from_deciding_and_tells_nothing(wave, reader, lead):
    application = was_read(wave, reader)
    other = team_member()
    ConflictFactory(application=application, user=lead)
    decision = decide(application, ADMIT, by=other)

    with pytest.raises(Refused, match="conflict of interest"):
        decide(application, REFUSE, by=lead)
    with pytest.raises(Refused, match="conflict of interest"):
        undo(decision, by=lead)


def test_nothing_is_decided_about_somebody_who_was_erased(wave, reader, lead):
    application = was_read(wave, reader)
    type(application).objects.update(email="", name="")

    with pytest.raises(Refused, match="erased"):
        decide(application, ADMIT, by=lead)


def test_nobody_decides_their_own_application(wave, reader):
    applicant = team_member(email="me@example.org")

    with pytest.raises(Refused, match="conflict of interest"):
        decide(was_read(wave, reader, email="me@example.org"), ADMIT, by=applicant)


def test_many_are_decided_each_by_itself(wave, reader, lead):
    good, unread, mine = was_read(wave, reader), sent(wave), was_read(wave, reader)
    done = was_read(wave, reader)
    decide(done, WAIT, by=lead)
    ConflictFactory(application=mine, user=lead)

    results = decide_many([(one, WAIT) for one in (good, unread, mine, done)], by=lead)

    assert [bool(result.why) for result in results] == [False, True, True, True]
    assert "0 of 1 person" in results[1].why
    assert "conflict of interest" in results[2].why
    assert "Decided by Ann Lead" in results[3].why


def test_of_many_as_many_are_admitted_as_there_are_places(wave, reader, lead):
    wave.places = 2
    wave.save()
    ready = [was_read(wave, reader) for _ in range(3)]

    results = decide_many([(one, ADMIT) for one in ready], by=lead)

    assert [bool(result.why) for result in results] == [False, False, True]
