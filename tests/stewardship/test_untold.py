"""A copy of somebody's data tells nothing of an application before its letters do."""

import datetime
import json
import zipfile

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from commonweal.core.letters.delivering import deliver
from commonweal.core.privacy import archive
from commonweal.joining.models import SecondLook
from commonweal.joining.services import deciding
from commonweal.joining.services.deciding import Choice
from commonweal.stewardship.queries import people
from tests.factories import UserFactory
from tests.joining.deciding import WAIT, finish, reader_of, team_member, was_read, wave_with

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NO = Choice("REFUSE", "canaryreason", "canarychange")
LATER = datetime.timedelta(minutes=16)


@pytest.fixture
def user():
    user = UserFactory(email="hopeful@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def application(user):
    """One that was read and waits for a decision."""
    wave = wave_with(readers_each=1)
    return was_read(wave, reader_of(wave), email=user.email, name="Hopeful", user=user)


@pytest.fixture
def copy(user, tmp_path):
    """Makes a copy, and gives its text and its tables."""

    def made():
        path = tmp_path / "copy.zip"
        archive.write(people.person(user=user, by=user), path, made_at=timezone.now())
        with zipfile.ZipFile(path) as z:
            said = z.read("data.json").decode()
            page = z.read("index.html").decode()
        tables = {one["model"]: one["rows"] for one in json.loads(said)["tables"]}
        return said + page, tables

    return made


def later():
    return time_machine.travel(timezone.now() + LATER, tick=False)


def deeds(tables):
    return {row["action"] for row in tables["core.AuditEntry"]}


def test_what_readers_noted_is_in_it_once_it_is_decided_and_told(application, copy):
    before, tables = copy()
    deciding.decide(application, NO, by=team_member())
    with later():
        after, told = copy()

    assert "A clear example." not in before
    assert "Because impact" not in before
    assert (tables["joining.Reading"], tables["joining.Score"]) == ([], [])
    assert tables["joining.Application"][0]["status"] == "READING"
    assert "joining.finish_reading" not in deeds(tables)
    assert "A clear example." in after
    assert "Because impact" in after
    assert "joining.finish_reading" in deeds(told)


def test_a_decision_is_in_it_once_its_letter_has_gone(application, copy):
    deciding.decide(application, NO, by=team_member())
    held, tables = copy()
    with later():
        deliver()
        told, after = copy()

    assert "canaryreason" not in held
    assert "REFUSED" not in held
    assert "joining.application_refused" not in deeds(tables)
    assert tables["joining.Application"][0]["status"] == "READING"
    assert tables["joining.Application"][0]["decided_at"] is None
    assert tables["core.Letter"] == []
    assert "canaryreason" in told
    assert after["joining.Application"][0]["status"] == "REFUSED"
    assert len(after["core.Letter"]) == 1


def test_a_decision_that_was_undone_is_in_it_with_the_one_that_holds(application, copy):
    undone = deciding.decide(application, NO, by=team_member())
    deciding.undo(undone, by=team_member())
    with later():
        before, tables = copy()
        application.refresh_from_db()
        deciding.decide(application, WAIT, by=team_member())
    with time_machine.travel(timezone.now() + 2 * LATER, tick=False):
        after, told = copy()

    assert "canaryreason" not in before
    assert (tables["core.Letter"], tables["joining.Decision"]) == ([], [])
    assert "canaryreason" in after
    assert len(told["joining.Decision"]) == 2


def test_from_the_waiting_list_the_next_decision_is_told_in_its_time(application, copy):
    deciding.decide(application, WAIT, by=team_member())
    with later():
        application.refresh_from_db()
        deciding.decide(application, NO, by=team_member())
        held, tables = copy()
    with time_machine.travel(timezone.now() + 2 * LATER, tick=False):
        told, _ = copy()

    assert "canaryreason" not in held
    assert tables["joining.Application"][0]["status"] == "WAITING"
    assert [row["replaced_at"] for row in tables["joining.Decision"]] == [None]
    assert "A clear example." in held
    assert "canaryreason" in told


def test_a_second_look_is_one_until_its_end_is_told(application, copy):
    deciding.decide(application, Choice("REFUSE", "firstreason"), by=team_member())
    with later():
        application.refresh_from_db()
        SecondLook.objects.create(application=application, words="Look again")
        type(application).objects.update(status="SECOND_LOOK")
        application.refresh_from_db()
        deciding.decide(application, NO, by=team_member())
        held, tables = copy()

    assert "firstreason" in held
    assert "canaryreason" not in held
    assert tables["joining.Application"][0]["status"] == "SECOND_LOOK"


def test_what_a_reader_wrote_of_others_is_in_their_own_copy_at_once(application, user, copy):
    other = was_read(application.wave, reader_of(application.wave))
    finish(other, user, values=(1, 1))

    _, tables = copy()

    assert [row["reader"] for row in tables["joining.Reading"]] == ["you"]
    assert len(tables["joining.Score"]) == 2
    assert "joining.finish_reading" in deeds(tables)


def test_a_copy_says_that_it_is_without_what_is_not_told(application, copy):
    assert copy()[0].count("What you have not been told yet.") == 2
