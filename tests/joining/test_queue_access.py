"""Who sees what of a wave and its applications: nothing of other waves, or with a conflict."""

import pytest
from django.urls import reverse

from commonweal.joining.models import Decision, Reading, Status
from commonweal.joining.services.reading import declare_conflict
from tests.factories.joining import AnswerFactory, ConflictFactory
from tests.joining.deciding import (
    finish,
    partner_of,
    reader_of,
    sent,
    team_member,
    was_read,
    wave_with,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def wave():
    return wave_with(partner_id="nation:wales", name="Spring wave", places=10)


def at(name, *args):
    return reverse(f"joining:{name}", args=args)


def queue(client, wave, **asked):
    return client.get(at("queue", wave.ref), asked)


def test_a_partner_sees_the_waves_of_its_own_nation_alone(wave, client_of):
    other = wave_with(partner_id="nation:scotland")
    mine, theirs = sent(wave, name="Mine"), sent(other, name="Theirs")
    client = client_of(partner_of("nation:wales"))

    assert "Mine" in queue(client, wave).text
    assert client.get(at("decide", mine.ref)).status_code == 200
    for address in (
        at("queue", other.ref), at("readers", other.ref), at("decide", theirs.ref),
        at("decide_many", other.ref) + f"?pick={theirs.ref}", at("read", theirs.ref),
        at("conflict", theirs.ref), at("queue_mine", other.ref), at("decided", other.ref),
    ):  # fmt: skip
        assert client.get(address).status_code == 404


def test_a_partner_writes_nothing_in_another_nations_wave(wave, client_of):
    other = wave_with(partner_id="nation:scotland")
    reader = reader_of(other)
    theirs = was_read(other, reader)
    reading = theirs.readings.get()
    decision = Decision.objects.create(application=theirs, outcome="ADMIT", by=team_member())
    client = client_of(partner_of("nation:wales"))

    for address in (
        at("share_out", other.ref), at("queue_export", other.ref), at("readers", other.ref),
        at("end_reader", other.ref, reader.role_grants.get().pk), at("decide", theirs.ref),
        at("end_reader", wave.ref, reader.role_grants.get().pk), at("decide_many", other.ref),
        at("ask_reader", theirs.ref), at("end_reading", reading.pk), at("undo", decision.pk),
        at("save_reading", theirs.ref),
    ):  # fmt: skip
        assert client.post(address).status_code == 404


def test_a_wave_without_a_partner_is_no_partners(client_of):
    client = client_of(partner_of("nation:wales"))

    assert client.get(at("queue", wave_with().ref)).status_code == 404


def test_applications_of_one_wave_are_not_decided_by_way_of_another(wave, client_of):
    other = wave_with(partner_id="nation:scotland")
    theirs = was_read(other, reader_of(other), name="Theirs")
    client = client_of(partner_of("nation:wales"))

    answer = client.get(at("decide_many", wave.ref), {"pick": theirs.ref})
    client.post(
        at("decide_many", wave.ref), {"pick": theirs.ref, "outcome": "ADMIT", "confirm": "yes"}
    )

    assert answer.status_code == 302
    assert Decision.objects.count() == 0


def test_a_reader_sees_what_they_were_asked_to_read_and_nothing_else(wave, client_of):
    reader = reader_of(wave)
    asked = sent(wave, name="Asked", email="asked@example.org", status=Status.READING)
    Reading.objects.create(application=asked, reader=reader)
    other = sent(wave, name="Not asked")
    client = client_of(reader)

    listed = queue(client, wave).text
    opened = client.get(at("read", asked.ref))

    assert ("Asked" in listed, "Not asked" in listed) == (True, False)
    assert opened.status_code == 200
    assert "asked@example.org" not in listed + opened.text
    for name in ("read", "decide", "conflict"):
        assert client.get(at(name, other.ref)).status_code == 404
    for name in ("readers", "decide_many"):
        assert client.get(at(name, wave.ref)).status_code == 404
    assert client.get(at("decide", asked.ref)).status_code == 404
    assert client.post(at("queue_export", wave.ref)).status_code == 404


def test_a_reader_of_one_wave_does_not_know_of_another(wave, client_of):
    other = wave_with()
    reader = reader_of(wave)
    # Asked before they stopped reading for that wave.
    old = sent(other, status=Status.READING)
    Reading.objects.create(application=old, reader=reader)
    client = client_of(reader)

    assert client.get(at("queue", other.ref)).status_code == 404
    assert client.get(at("read", old.ref)).status_code == 404


@pytest.mark.parametrize("role", ["guest", "member", "assessor", "evaluator", "steward"])
def test_nobody_else_comes_near(wave, client_as, role):
    application = sent(wave)
    client = client_as(role)

    for address in (at("queue", wave.ref), at("decide", application.ref)):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("who", ["team", "partner"])
def test_with_a_conflict_one_knows_only_that_there_is_an_application(wave, client_of, who):
    user = team_member() if who == "team" else partner_of("nation:wales")
    application = was_read(wave, reader_of(wave), name="Hidden Person")
    AnswerFactory(application=application, value="A secret answer")
    declare_conflict(application, by=user, note="A neighbour")
    Decision.objects.create(application=application, outcome="ADMIT", by=team_member())
    client = client_of(user)

    texts = [queue(client, wave, show=show).text for show in ("open", "all", "admitted")]
    texts += [client.post(at("queue_export", wave.ref)).getvalue().decode()]

    assert "You have a conflict" in texts[0]
    assert "A neighbour" in texts[0]
    for text in texts:
        for word in ("Hidden Person", "Letters that wait", application.ref):
            assert word not in text
    for name in ("read", "decide", "conflict"):
        answer = client.get(at(name, application.ref), follow=True)
        assert "You have a conflict of interest with this application" in answer.text
        assert "A secret answer" not in answer.text


def test_a_conflict_counts_in_no_stretch_of_the_queue(wave, client_of):
    lead = team_member()
    ConflictFactory(application=sent(wave), user=lead)

    text = queue(client_of(lead), wave).text

    assert "To decide (0)" in text
    assert "All (0)" in text


def test_ones_own_application_is_somebody_elses_to_see(wave, client_of):
    lead = team_member(email="me@example.org")
    application = sent(wave, name="It is me", email="me@example.org")

    client = client_of(lead)
    text = queue(client, wave, show="all").text

    assert "It is me" not in text
    assert client.get(at("decide", application.ref)).status_code == 302


def test_scores_are_seen_after_ones_own_reading_only(wave, client_of):
    lead = team_member()
    application = was_read(wave, reader_of(wave))
    Reading.objects.create(application=application, reader=lead)
    client = client_of(lead)

    before = queue(client, wave).text + client.get(at("decide", application.ref)).text
    finish(application, lead)
    after = queue(client, wave).text

    assert "Because impact" not in before
    assert "of 6" not in before
    assert "5.0 of 6" in after
