"""A copy is made in the background, kept for fourteen days, and fetched by its owner alone."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter
from commonweal.core.privacy import archive
from commonweal.stewardship.models import DataRequest
from commonweal.stewardship.queries.requests import is_stuck, month_after
from commonweal.stewardship.services import copies
from commonweal.stewardship.services import requests as services
from commonweal.stewardship.tasks import make_copy
from tests.factories import MemberFactory, UserFactory
from tests.stewardship.signing import fresh

pytestmark = pytest.mark.django_db
DATA = "/account/data/"


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path / "archives"


@pytest.fixture
def me():
    return fresh(MemberFactory(name="Mair Owen", user__email="mair@example.org").user)


@pytest.fixture
def ask(me, django_capture_on_commit_callbacks):
    """Have a copy made, and the worker do its work."""

    def asked():
        with django_capture_on_commit_callbacks(execute=True):
            me.post(reverse("stewardship:ask_for_copy"))
        return DataRequest.objects.latest("pk")

    return asked


def test_a_copy_is_made_announced_and_downloaded(me, ask, place):
    copy = ask()
    page = me.get(DATA).text
    file = me.get(reverse("stewardship:my_copy_file", args=[copy.pk]))
    content = zipfile.ZipFile(io.BytesIO(file.getvalue()))

    assert copy.status == "READY"
    assert "Your copy is ready" in page
    assert reverse("stewardship:my_copy", args=[copy.pk]) in page
    assert "Mair Owen" in content.read("index.html").decode()
    assert file["Content-Disposition"].startswith('attachment; filename="my-data-')
    assert "no-store" in file["Cache-Control"]


def test_files_are_for_their_owner_alone_on_the_machine_too(ask, place):
    copy = ask()

    assert place.stat().st_mode & 0o777 == 0o700
    assert (place / copy.file).stat().st_mode & 0o777 == 0o600


def test_the_letter_holds_neither_the_file_nor_a_key_to_it(me, ask):
    copy = ask()
    letter = Letter.objects.get(kind="stewardship.copy_ready")

    assert letter.to == me.user.email
    assert "/account/data/\n" in letter.body
    assert copy.file.removesuffix(".zip") not in letter.body


def test_each_download_is_in_the_audit_log(me, ask):
    copy = ask()
    for _ in range(2):
        me.get(reverse("stewardship:my_copy_file", args=[copy.pk])).getvalue()

    fetched = AuditEntry.objects.filter(action="stewardship.copy_fetched")
    copy.refresh_from_db()

    assert [(entry.actor, entry.detail) for entry in fetched] == [(me.user, {})] * 2
    assert copy.fetched_at is not None


@pytest.mark.parametrize("name", ["my_copy", "my_copy_file", "my_copy_again"])
@pytest.mark.parametrize("who", ["member", "team", "steward"])
def test_nobody_else_comes_by_it_as_their_own(ask, client_as, name, who):
    copy = ask()
    other = fresh(client_as(who).user)
    address = reverse(f"stewardship:{name}", args=[copy.pk])

    answer = other.post(address) if name == "my_copy_again" else other.get(address)

    assert answer.status_code == 404


def test_asking_twice_makes_one(me, ask):
    services.ask_for_own_copy(me.user)
    page = me.post(reverse("stewardship:ask_for_copy"), follow=True).text

    assert "This was asked for already" in page
    assert DataRequest.objects.count() == 1


def test_a_new_copy_takes_the_place_of_the_old(ask, place):
    first = ask()
    second = ask()
    first.refresh_from_db()

    assert (first.status, first.file) == ("EXPIRED", "")
    assert [path.name for path in place.iterdir()] == [second.file]


def test_after_fourteen_days_it_is_gone(me, ask, place, django_capture_on_commit_callbacks):
    copy = ask()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=13, hours=23), tick=False):
        copies.remove_expired()
        assert (place / copy.file).is_file()
    later = timezone.now() + datetime.timedelta(days=14, minutes=1)
    with (
        time_machine.travel(later, tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        said = copies.remove_expired()
    copy.refresh_from_db()

    assert said == "Removed 1 copy."
    assert (copy.status, list(place.iterdir())) == ("EXPIRED", [])
    assert "has been removed" in me.get(DATA).text
    with pytest.raises(Refused, match="not here any more"):
        services.fetch(copy, by=me.user)


def test_once_its_time_is_over_it_cannot_be_fetched_even_before_the_clock_removes_it(
    me, ask, place
):
    copy = ask()
    DataRequest.objects.update(expires_at=timezone.now())
    file = me.get(reverse("stewardship:my_copy_file", args=[copy.pk]), follow=True)
    page = me.get(reverse("stewardship:my_copy", args=[copy.pk])).text

    assert (place / copy.file).is_file()
    assert "This copy is not here any more. Ask for a new one." in file.text
    assert "Download your copy" not in file.text
    assert "This copy is not here any more" in page
    assert reverse("stewardship:my_copy_file", args=[copy.pk]) not in page


def test_files_nobody_knows_of_are_removed(ask, place):
    kept = ask()
    lost = place / "lost.zip"
    lost.write_bytes(b"")

    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1), tick=False):
        copies.remove_expired()

    assert [path.name for path in place.iterdir()] == [kept.file]


def break_archive(monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(archive, "page", fail)


def test_a_failure_says_so_leaves_no_file_and_can_be_tried_again(
    me, ask, place, monkeypatch, django_capture_on_commit_callbacks
):
    services.ask_for_own_copy(me.user)
    copy = DataRequest.objects.get()
    with monkeypatch.context() as broken:
        break_archive(broken)
        with pytest.raises(OSError, match="full"):
            copies.make(copy.pk)
    page = me.get(DATA).text
    with django_capture_on_commit_callbacks(execute=True):
        me.post(reverse("stewardship:my_copy_again", args=[copy.pk]))
    copy.refresh_from_db()

    assert "Something went wrong on our side" in page
    assert "disk" not in page
    assert copy.status == "READY"
    assert [path.name for path in place.iterdir()] == [copy.file]


def test_a_task_that_died_is_noticed_and_can_be_tried_again(me, django_capture_on_commit_callbacks):
    services.ask_for_own_copy(me.user)
    DataRequest.objects.update(status="RUNNING")
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=3), tick=False):
        assert is_stuck(DataRequest.objects.get())
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16), tick=False):
        said = copies.note_dead()
    page = me.get(DATA).text
    with django_capture_on_commit_callbacks(execute=True):
        me.post(reverse("stewardship:my_copy_again", args=[DataRequest.objects.get().pk]))

    assert said == "Found 1 that had stopped."
    assert "stopped half way" in page
    assert DataRequest.objects.get().status == "READY"


@pytest.mark.parametrize("status", ["WAITING", "RUNNING"])
def test_what_seems_to_have_stopped_can_be_started_again(
    me, status, django_capture_on_commit_callbacks
):
    services.ask_for_own_copy(me.user)
    long_ago = timezone.now() - datetime.timedelta(minutes=3)
    DataRequest.objects.update(status=status, alive_at=long_ago)
    copy = DataRequest.objects.get()
    page = me.get(DATA).text
    with django_capture_on_commit_callbacks(execute=True):
        me.post(reverse("stewardship:my_copy_again", args=[copy.pk]))
    copy.refresh_from_db()

    assert "It seems to have stopped" in page
    assert copy.status == "READY"


def test_there_is_nothing_to_try_again_while_there_is_hope(me):
    copy = services.ask_for_own_copy(me.user)

    with pytest.raises(Refused, match="waiting to be made"):
        services.try_again(copy, by=me.user)


def test_a_task_that_comes_twice_makes_nothing_twice(me, ask, place):
    copy = ask()
    make_copy.call(copy.pk)

    assert len(list(place.iterdir())) == 1


def test_a_copy_finished_after_its_person_was_erased_is_thrown_away(me, place, monkeypatch):
    copy = services.ask_for_own_copy(me.user)
    whole = archive.page

    def erased_meanwhile(*args, **kwargs):
        copies.forget(DataRequest.objects.filter(pk=copy.pk))
        return whole(*args, **kwargs)

    monkeypatch.setattr(archive, "page", erased_meanwhile)
    copies.make(copy.pk)
    copy.refresh_from_db()

    assert (copy.status, list(place.iterdir())) == ("EXPIRED", [])


def test_the_page_asks_how_far_it_is_until_it_is_done(me, ask):
    services.ask_for_own_copy(me.user)
    waiting = me.get(DATA, headers={"HX-Request": "true"}).text
    DataRequest.objects.update(status="FAILED", problem="No.")
    failed = me.get(DATA, headers={"HX-Request": "true"}).text

    assert 'hx-trigger="every 1s"' in waiting
    assert "See how far it is" in waiting
    assert "<html" not in waiting
    assert "hx-trigger" not in failed


def test_a_guest_without_a_membership_has_a_copy_too(client_as, django_capture_on_commit_callbacks):
    guest = fresh(client_as("guest").user)
    with django_capture_on_commit_callbacks(execute=True):
        guest.post(reverse("stewardship:ask_for_copy"))

    assert "Your copy is ready" in guest.get(DATA).text


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-23", "2026-12-23"),
        ("2026-12-05", "2027-01-05"),
        ("2027-01-31", "2027-02-28"),
        ("2028-01-30", "2028-02-29"),
    ],
)
def test_the_law_gives_a_month(asked, due):
    assert month_after(datetime.date.fromisoformat(asked)).isoformat() == due


def test_nothing_is_left_beside_a_copy_that_could_not_be_written(place, monkeypatch):
    request = services.ask_for_own_copy(UserFactory())
    break_archive(monkeypatch)
    with pytest.raises(OSError, match="full"):
        copies.make(request.pk)

    assert [path for path in Path(place).iterdir() if path.suffix != ".key"] == []
