"""Nobody decides about somebody they work with, or about themselves, by whatever way in."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from commonweal.core.errors import Refused
from commonweal.joining.models import Conflict, Decision, Reading, Status
from commonweal.joining.queries.readers import candidates, workload
from commonweal.joining.services.deciding import decide, decide_many
from commonweal.joining.services.reading import assign
from commonweal.joining.services.sharing import share_out
from tests.factories import MemberFactory, OrganisationFactory, UserFactory
from tests.factories.joining import ConflictFactory
from tests.joining.deciding import (
    ADMIT,
    NOW,
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
def place():
    return OrganisationFactory()


@pytest.fixture
def colleague(place):
    user = team_member()
    MemberFactory(user=user, organisation=place)
    return user


def with_second_address(user, email="Second@example.org"):
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=False)
    return user


def at(name, *args):
    return reverse(f"joining:{name}", args=args)


def test_whoever_works_where_the_applicant_does_decides_nothing(wave, place, colleague):
    application = was_read(wave, reader_of(wave), organisation=place)

    with pytest.raises(Refused, match="conflict of interest"):
        decide(application, ADMIT, by=colleague)
    [result] = decide_many([(application, NOW)], by=colleague)

    assert "conflict of interest" in result.why
    assert not Decision.objects.exists()
    assert application.conflicts.get().kind == Conflict.Kind.SAME_ORGANISATION


def test_whoever_works_where_the_applicant_does_sees_nothing(wave, place, colleague, client_of):
    application = was_read(wave, reader_of(wave), organisation=place, name="Hidden Person")
    client = client_of(colleague)

    text = client.get(at("queue", wave.ref), {"show": "all"}).text
    opened = client.get(at("decide", application.ref))

    assert opened.status_code == 302
    assert "Hidden Person" not in text
    assert "Somebody from the organisation you work at" in text
    # Looking writes nothing.
    assert not Conflict.objects.exists()


def test_trying_to_act_keeps_the_conflict_that_is_found(wave, place, colleague, client_of):
    application = was_read(wave, reader_of(wave), organisation=place)
    client = client_of(colleague)

    client.post(at("decide", application.ref), {"outcome": "ADMIT", "confirm": "1"})
    text = client.get(at("queue", wave.ref)).text

    application.refresh_from_db()
    assert application.status == Status.READING
    assert application.conflicts.get().user == colleague
    assert text.count("Somebody from the organisation you work at") == 1


def test_nobody_decides_their_own_application_from_another_of_their_addresses(wave, client_of):
    lead = with_second_address(team_member())
    application = was_read(wave, reader_of(wave), email="second@example.org", name="It is me")
    client = client_of(lead)

    with pytest.raises(Refused, match="conflict of interest"):
        decide(application, ADMIT, by=lead)

    assert client.get(at("decide", application.ref)).status_code == 302
    assert "It is me" not in client.get(at("queue", wave.ref), {"show": "all"}).text


def test_an_address_they_have_not_confirmed_says_nothing(wave):
    lead = team_member()
    EmailAddress.objects.create(user=lead, email="new@example.org", verified=False)
    application = was_read(wave, reader_of(wave), email="new@example.org")

    assert decide(application, ADMIT, by=lead).by == lead


def test_nobody_is_asked_to_read_what_came_from_another_of_their_addresses(wave):
    reader = with_second_address(reader_of(wave))
    application = sent(wave, email="second@example.org")

    with pytest.raises(Refused, match="conflict of interest"):
        assign(application, reader=reader, by=team_member())
    done = share_out(wave, by=team_member())

    assert reader not in candidates(application)
    assert (done.given, done.short) == (0, 1)


def test_who_reads_what_one_has_a_conflict_with_is_not_counted(wave, client_of):
    lead, reader = team_member(), reader_of(wave, name="Rita Reader")
    application = sent(wave, status=Status.READING)
    Reading.objects.create(application=application, reader=reader)
    ConflictFactory(application=application, user=lead)

    assert [load.assigned for load in workload(wave, lead)] == [0]
    assert [load.assigned for load in workload(wave, team_member())] == [1]


def test_a_partner_is_not_told_whether_an_address_has_an_account(wave, client_of):
    person = UserFactory(email="known@example.org")
    person.set_unusable_password()
    person.save()
    unconfirmed = UserFactory(email="unconfirmed@example.org")
    client = client_of(partner_of("nation:wales"))

    asked = ["nobody@example.org", person.email, person.email, unconfirmed.email]
    answers = [
        client.post(at("readers", wave.ref), {"email": email}, follow=True) for email in asked
    ]

    assert person.role_grants.get().scope == wave.scope
    assert not unconfirmed.role_grants.exists()
    for answer in answers:
        assert answer.redirect_chain == [(at("readers", wave.ref), 302)]
        assert "If somebody with this address has an account" in answer.text
        assert "now reads for" not in answer.text
