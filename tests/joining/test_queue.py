"""The queue of a wave: what it shows, how it is narrowed, and who reads for it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.core.models import AuditEntry
from commonweal.joining.models import Decision, Reading, SecondLook, Status
from tests.factories import UserFactory
from tests.factories.joining import EligibilityGroupFactory
from tests.joining.deciding import (
    finish,
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
    return wave_with(partner_id="nation:wales", name="Spring wave", places=10)


def at(name, *args):
    return reverse(f"joining:{name}", args=args)


def queue(client, wave, **asked):
    return client.get(at("queue", wave.ref), asked)


def test_the_team_sees_what_was_sent_with_state_readers_score_and_days(wave, client_of):
    group = EligibilityGroupFactory(label="Patient leaders")
    application = sent(
        wave,
        name="Sam Sample",
        status=Status.READING,
        nation_id="nation:wales",
        group=group,
        sent_at=timezone.now() - datetime.timedelta(days=4),
    )
    finish(application, reader_of(wave, name="Rhian Reader"), values=(2, 3))
    Reading.objects.create(application=application, reader=reader_of(wave, name="Una Unready"))

    text = queue(client_of(team_member()), wave).text

    for words in (
        "Sam Sample", "Wales, Patient leaders", "Being read", "waits 4 days", "5.0 of 6", "Admit",
        "Rhian Reader, finished", "Una Unready, not finished", "of 10 places taken",
    ):  # fmt: skip
        assert words in text


def test_drafts_and_what_lapsed_are_not_in_the_queue(wave, client_of):
    for status in (Status.DRAFT, Status.LAPSED):
        sent(wave, status=status, name="Never sent", sent_at=None)

    text = queue(client_of(team_member()), wave, show="all").text

    assert "Never sent" not in text
    assert "Nothing has been sent yet" in text


def test_what_was_asked_to_be_looked_at_again_comes_first(wave, client_of):
    sent(wave, name="First sent")
    application = sent(wave, name="Asks again", status=Status.SECOND_LOOK)
    SecondLook.objects.create(application=application, words="You missed my example.")

    text = queue(client_of(team_member()), wave).text

    assert text.index("You missed my example.") < text.index("First sent")
    assert text.count("Asks again") == 1


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"New", "Read", "Welsh"}),
        ({"show": "all"}, {"New", "Read", "Welsh", "Refused"}),
        ({"show": "refused"}, {"Refused"}),
        ({"ready": "on"}, {"Read"}),
        ({"nation": "nation:wales"}, {"Welsh"}),
        (
            {"show": "nonsense", "reader": "x", "nation": "\0", "after": "x,y"},
            {"New", "Read", "Welsh"},
        ),
    ],
)
def test_the_queue_is_narrowed(wave, client_of, asked, names):
    everybody = {"New", "Read", "Welsh", "Refused"}
    sent(wave, name="New")
    was_read(wave, reader_of(wave), name="Read")
    sent(wave, name="Welsh", nation_id="nation:wales")
    sent(wave, name="Refused", status=Status.REFUSED)

    text = queue(client_of(team_member()), wave, **asked).text

    assert {name for name in everybody if f">{name}</a>" in text} == names


def test_the_queue_is_narrowed_to_a_reader(wave, client_of):
    reader = reader_of(wave)
    was_read(wave, reader, name="Theirs")
    sent(wave, name="Another")

    text = queue(client_of(team_member()), wave, reader=reader.pk).text

    assert ("Theirs" in text, "Another" in text) == (True, False)


def test_a_long_queue_is_read_page_by_page(wave, client_of, monkeypatch):
    monkeypatch.setattr("commonweal.joining.views.queue.PAGE", 2)
    moment = timezone.now() - datetime.timedelta(days=1)
    for number in range(5):
        sent(wave, name=f"Number {number}", sent_at=moment)
    client = client_of(team_member())

    seen, address = [], at("queue", wave.ref)
    while address:
        text = client.get(address).text
        seen += [n for n in range(5) if f"Number {n}</a>" in text]
        more = [
            part for part in text.split('href="') if "More applications" in part.split("</a>")[0]
        ]
        address = more[0].split('"')[0].replace("&amp;", "&") if more else ""

    assert seen == [0, 1, 2, 3, 4]


def test_a_longer_queue_asks_the_database_no_more(
    wave, client_of, django_assert_num_queries, django_assert_max_num_queries
):
    reader, lead = reader_of(wave), client_of(team_member())

    def add():
        one = was_read(wave, reader, nation_id="nation:wales")
        again = sent(wave, status=Status.SECOND_LOOK)
        SecondLook.objects.create(application=again, words="Again")
        Decision.objects.create(application=one, outcome="WAIT", by=reader)

    add()
    with django_assert_max_num_queries(45) as before:
        queue(lead, wave, show="all")
    add()
    add()
    with django_assert_num_queries(len(before)):
        queue(lead, wave, show="all")


def test_a_readers_longer_list_asks_the_database_no_more(
    wave, client_of, django_assert_num_queries, django_assert_max_num_queries
):
    reader = reader_of(wave)
    client = client_of(reader)
    Reading.objects.create(application=sent(wave, status=Status.READING), reader=reader)
    with django_assert_max_num_queries(20) as before:
        queue(client, wave)
    for _ in range(2):
        Reading.objects.create(application=sent(wave, status=Status.READING), reader=reader)
    with django_assert_num_queries(len(before)):
        queue(client, wave)


def test_a_readers_finished_and_needless_readings_are_apart(wave, client_of):
    reader = reader_of(wave)
    was_read(wave, reader, name="Finished one")
    late = sent(wave, name="Decided one", status=Status.REFUSED)
    Reading.objects.create(application=late, reader=reader)
    client = client_of(reader)

    left = client.get(at("queue_mine", wave.ref)).text
    done = client.get(at("queue_mine", wave.ref), {"show": "done"}).text

    assert "Nothing to read" in left
    assert "Finished one" in done
    assert "no longer needs reading" in done
    assert "Not admitted" not in left + done


def test_the_file_has_a_line_for_each_application_and_the_audit_log_knows(wave, client_of):
    lead = team_member()
    was_read(wave, reader_of(wave), name="=Sam", email="sam@example.org")
    sent(wave, name="Other", nation_id="nation:wales")

    answer = client_of(lead).post(at("queue_export", wave.ref))
    text = answer.getvalue().decode()

    assert len(text.strip().splitlines()) == 3
    assert "'=Sam" in text
    assert "sam@example.org" not in text
    assert AuditEntry.objects.filter(action="joining.export_queue", actor=lead).count() == 1


def test_the_team_adds_and_ends_readers_by_name_and_by_address(wave, client_of):
    lead, colleague = team_member(), team_member()
    colleague.set_unusable_password()
    colleague.save()
    client = client_of(lead)

    client.post(at("readers", wave.ref), {"person": colleague.pk})
    text = client.get(at("readers", wave.ref)).text
    grant = colleague.role_grants.get(scope=wave.scope)
    client.post(at("end_reader", wave.ref, grant.pk))

    assert str(colleague) in text
    grant.refresh_from_db()
    assert grant.ended_at is not None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose somebody of the team, or enter an address"),
        ({"email": "nobody@example.org"}, "Nobody has an account with this address"),
        ({"email": "not an address"}, "Enter an e-mail address in the right form"),
        ({"email": "held@example.org"}, "has the role assessor already"),
    ],
)
def test_a_reader_who_cannot_be_added_is_explained(wave, client_of, typed, said):
    held = reader_of(wave, email="held@example.org")
    held.set_unusable_password()
    held.save()

    answer = client_of(team_member()).post(at("readers", wave.ref), typed)

    assert said in answer.text


def test_sharing_out_from_the_page_says_what_it_did(wave, client_of):
    client = client_of(team_member())
    sent(wave)

    refused = client.post(at("share_out", wave.ref), follow=True).text
    reader_of(wave)
    done = client.post(at("share_out", wave.ref), follow=True).text

    assert "no readers yet" in refused
    assert "1 reading shared out. Every application has its readers." in done


def test_a_partner_gives_readers_for_its_own_wave(wave, client_of):
    person = UserFactory(email="helper@example.org")
    person.set_unusable_password()
    person.save()

    client_of(partner_of("nation:wales")).post(
        at("readers", wave.ref), {"email": "helper@example.org"}
    )

    assert person.role_grants.get().scope == wave.scope
