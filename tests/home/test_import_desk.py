"""Importing from the desk: seen first, taken on confirmation, only by the team."""

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonweal.core.models import AuditEntry, FileJob
from commonweal.home.transfers import importing, jobs
from commonweal.members.models import Member
from commonweal.stewardship.services import retention
from tests.factories import UserFactory

pytestmark = pytest.mark.slow
PAGE = "/desk/import/"
GOOD = "email,name,joined_on\nann@example.org,Ann Lee,2020-01-15\nbob@example.org,Bob,soon\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path / "transfers"


def upload(client, text=GOOD, name="people.csv", follow=True, **more):
    data = {"kind": "people", "file": SimpleUploadedFile(name, text.encode()), **more}
    return client.post(PAGE, data, follow=follow)


def job():
    return FileJob.objects.get()


def address(step=""):
    return f"{PAGE}{job().pk}/{step}"


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_the_team_sees_what_would_happen_and_nothing_is_written(team, folder):
    page = upload(team).text

    assert "This is what would happen. Nothing has been written yet." in page
    assert "Ann Lee" in page
    assert "“soon” is not a date." in page
    assert "15 January 2020" in page
    assert "Import this file" in page
    assert not Member.objects.exists()
    assert (job().status, job().outcome["added"], job().outcome["rejected"]) == ("CHECKED", 1, 1)
    assert [oct(file.stat().st_mode)[-3:] for file in folder.iterdir()] == ["600"]


def test_on_confirmation_it_is_taken_and_the_refused_rows_can_be_had(team, folder):
    upload(team)

    page = team.post(address("confirm/"), follow=True).text
    refused = b"".join(team.get(address("rejects/")).streaming_content).decode("utf-8-sig")

    assert "The file has been imported." in page
    assert "Download all refused rows" in page
    assert Member.objects.get().name == "Ann Lee"
    assert refused.splitlines()[1] == "3,joined_on,“soon” is not a date.,bob@example.org,Bob,soon"
    assert [file.suffix for file in folder.iterdir()] == [".rejects"]
    assert actions() == ["import.people.upload", "import.people.confirm", "import.people"]
    assert AuditEntry.objects.last().actor == team.user


def test_confirming_twice_imports_once(team):
    upload(team)
    team.post(address("confirm/"))

    page = team.post(address("confirm/"), follow=True).text

    assert "This file is being imported already, or is no longer here." in page
    assert actions().count("import.people") == 1


def test_a_file_can_be_discarded_before_it_is_taken(team, folder):
    upload(team)

    page = team.post(address("discard/"), follow=True).text

    assert "The file is gone. Nothing of it was imported." in page
    assert not FileJob.objects.exists()
    assert list(folder.iterdir()) == []


def test_what_was_taken_cannot_be_discarded(team):
    upload(team)
    team.post(address("confirm/"))

    page = team.post(address("discard/"), follow=True).text

    assert "Only a file that was not imported can be discarded." in page
    assert FileJob.objects.exists()


def test_a_file_that_waits_to_be_checked_can_be_discarded_and_one_being_taken_cannot(team):
    upload(team)
    FileJob.objects.update(status="WAITING")
    waiting = team.get(address()).text
    stop(minutes=1)

    refused = team.post(address("discard/"), follow=True).text

    assert "Discard the file" in waiting
    assert "Only a file that was not imported can be discarded." in refused
    assert FileJob.objects.exists()


@pytest.fixture
def run_as_of(django_capture_on_commit_callbacks):
    """run_as_of(days) carries out the rules of retention so many days from now."""

    def run(days):
        later = timezone.now() + datetime.timedelta(days=days)
        with (
            time_machine.travel(later, tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            retention.run(by=None)

    return run


def test_what_nobody_came_back_for_is_forgotten_after_30_days(team, folder, run_as_of):
    upload(team)
    upload(team)
    done = FileJob.objects.latest("pk")
    team.post(f"{PAGE}{done.pk}/confirm/")
    (folder / "stray.csv").write_text("left by a server that stopped")

    run_as_of(days=31)

    assert list(FileJob.objects.all()) == [done]
    assert list(folder.iterdir()) == []


def test_refused_rows_are_removed_after_30_days_and_how_it_went_after_90(team, folder, run_as_of):
    upload(team)
    done = FileJob.objects.get()
    team.post(f"{PAGE}{done.pk}/confirm/")
    assert len(list(folder.iterdir())) == 1

    run_as_of(days=31)
    assert list(folder.iterdir()) == []
    assert FileJob.objects.get().path == ""
    team.force_login(team.user)
    assert "Download the refused rows" not in team.get(f"{PAGE}{done.pk}/").text
    assert team.get(f"{PAGE}{done.pk}/rejects/").status_code == 404

    run_as_of(days=91)
    assert not FileJob.objects.exists()


def test_what_is_younger_is_kept(team, folder, run_as_of):
    upload(team)

    run_as_of(days=29)

    assert FileJob.objects.exists()
    assert len(list(folder.iterdir())) == 1


def test_retention_leaves_files_alone_that_are_not_ours(db, tmp_path, run_as_of):
    mine = tmp_path / "mine.csv"
    mine.write_text("a list of the operator’s own")
    long_ago = timezone.now() - datetime.timedelta(days=60)
    FileJob.objects.create(
        kind="import:people", status="DONE", path=str(mine), created_at=long_ago, ended_at=long_ago
    )

    run_as_of(days=0)

    assert FileJob.objects.get().path == ""
    assert mine.exists()


def test_a_file_that_cannot_be_read_is_said_so_and_not_kept(team, folder):
    page = upload(team, "x,y\n1,2\n").text

    assert "This file could not be imported" in page
    assert "The file has no column “joined_on”, needed for joined_on. Line 1 has: x, y." in page
    assert list(folder.iterdir()) == []


def test_a_mapping_that_ships_or_ones_own_can_be_chosen(team, folder):
    text = "person,country,first_badge_date\n48,IE,2014-05-04\n"
    own = SimpleUploadedFile(
        "mine.toml",
        b'kind = "people"\nsource = "x"\n[columns]\nexternal_id = "person"\nname = "country"\n'
        b'joined_on = "first_badge_date"\n',
    )

    shipped = upload(team, text, mapping="carpentries-people").text
    mine = upload(team, text, own=own).text

    assert "Instructor 48" in shipped
    assert "IE" in mine
    team.post(f"{PAGE}{FileJob.objects.latest('pk').pk}/discard/")
    assert len(list(folder.iterdir())) == 1


def test_the_form_says_what_is_missing(team):
    page = team.post(PAGE, {}).text

    assert "Choose what is in the file" in page
    assert "Choose a file" in page


def test_a_file_that_is_too_large_is_refused(team, monkeypatch):
    monkeypatch.setattr(jobs, "LARGEST", 10)

    assert "The file is larger than 200 MB." in upload(team).text


def test_progress_is_a_fragment_that_asks_again_until_it_is_done(team):
    upload(team)
    FileJob.objects.update(status="RUNNING", total=2000, done=1000)

    fragment = team.get(address(), headers={"HX-Request": "true"}).text

    assert 'hx-trigger="every 1s"' in fragment
    assert "Checking 1,000 of 2,000 rows" in fragment
    assert "<html" not in fragment
    FileJob.objects.update(status="CHECKED")
    assert "hx-trigger" not in team.get(address(), headers={"HX-Request": "true"}).text


def stop(minutes):
    stopped = job()
    stopped.status = "RUNNING"
    alive = timezone.now() - datetime.timedelta(minutes=minutes)
    stopped.options |= {"step": "take", "alive": alive.isoformat()}
    stopped.save()


def test_an_import_without_a_sign_of_life_can_be_started_again(team):
    upload(team)
    stop(minutes=3)

    before = team.get(address()).text
    after = team.post(address("again/"), follow=True).text

    assert "It seems to have stopped" in before
    assert "The file has been imported." in after
    assert Member.objects.count() == 1


def test_an_import_that_goes_well_cannot_be_started_again(team):
    upload(team)
    stop(minutes=1)

    assert "This import has not stopped." in team.post(address("again/"), follow=True).text
    assert not Member.objects.exists()


def test_an_error_of_ours_is_said_and_can_be_tried_again(team, monkeypatch):
    upload(team)
    monkeypatch.setattr(importing, "take", lambda *args, **more: 1 / 0)
    page = team.post(address("confirm/"), follow=True).text
    monkeypatch.undo()

    assert "Something went wrong on our side." in page
    assert "Start again" in page
    assert job().status == "FAILED"


def test_a_job_is_worked_on_once(team):
    upload(team)
    FileJob.objects.update(outcome={})

    jobs.go(job().pk)

    assert job().outcome == {}


def test_nothing_is_there_to_download_when_nothing_was_refused(team):
    upload(team, GOOD.splitlines(keepends=True)[0] + GOOD.splitlines(keepends=True)[1])
    team.post(address("confirm/"))

    assert team.get(address("rejects/")).status_code == 404


@pytest.mark.parametrize("step", ["", "confirm/", "again/", "discard/", "rejects/"])
def test_only_the_team_may_import(team, member, visitor, step):
    upload(team)

    for client, status in ((member, 403), (visitor, 302)):
        ask = client.get if step in ("", "rejects/") else client.post
        assert ask(address(step)).status_code == status
        assert client.get(PAGE).status_code == status
    assert job().status == "CHECKED"


def test_the_list_of_imports_costs_the_same_for_one_and_for_three(team):
    def cost(*numbers):
        for number in numbers:
            FileJob.objects.create(
                kind="import:people", status="DONE", file_name=f"{number}.csv", by=UserFactory()
            )
        with CaptureQueriesContext(connection) as captured:
            page = team.get(PAGE).text
        assert all(f"{number}.csv" in page for number in numbers)
        return len(captured)

    cost(0)

    assert cost(1) == cost(2, 3)


def test_the_preview_shows_values_as_they_would_be_kept(team):
    header = "email,name,joined_on,clinical,skills\n"
    page = upload(team, header + "a@example.org,Ann,2020-01-15,y,coaching; flow\nx,y\n").text

    assert "<dd>Yes</dd>" in page
    assert "<dd>coaching, flow</dd>" in page
    assert "This row has 2 cells where the header has 5." in page
    assert "<dd>No</dd>" in upload(team, header + "b@example.org,Bob,2020-01-15,n,\n").text


def test_the_preview_marks_every_row_that_would_be_refused(team):
    row = "ann@example.org,Ann Lee,2020-01-15,\n"
    header = "email,name,joined_on,organisation_code\n"
    page = upload(team, header + row + row + "b@example.org,Bob,2020-01-15,X9\n").text

    assert [(line, fault) for line, _, fault in job().outcome["preview"]] == [
        (2, ""),
        (3, "This is on line 2 already."),
        (4, "There is no organisation “X9” here."),
    ]
    assert page.count("Would be refused:") == 2


def test_the_preview_leaves_out_what_the_mapping_passes_over(team):
    rows = "48,IE,2014-05-04\n" * 2 + "".join(f"{n},IE,2014-05-04\n" for n in range(60, 67))
    own = b'kind = "people"\nrepeats = "skip"\n[columns]\nexternal_id = "person"\n'
    own += b'name = "country"\njoined_on = "first_badge_date"\n'
    upload(team, "person,country,first_badge_date\n" + rows, own=SimpleUploadedFile("m.toml", own))

    assert [line for line, _, _ in job().outcome["preview"]] == [2, 4, 5, 6, 7]


def test_the_form_says_what_each_mapping_reads_and_where_the_guide_is(team):
    page = team.get(PAGE).text

    assert "People: Contacts exported from Salesforce by Data Loader." in page
    assert "docs/guide/import.md" in page
