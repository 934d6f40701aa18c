"""The team sees what is done by the clock, what failed first, and can have it done now."""

import datetime

import pytest
from django.utils import timezone

from commonweal.core import clock, schedule
from commonweal.core.models import ScheduledRun

BOARD = "/desk/clock/"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def jobs(monkeypatch):
    monkeypatch.setattr(schedule, "_ALL", {})
    schedule.at("* * * * *", "a.minute", "Look each minute", lambda: "Looked.")
    schedule.at("15 3 * * *", "b.night", "Tidy each night", lambda: "Tidied.")


def run(job, minutes, **values):
    due = NOW - datetime.timedelta(minutes=minutes)
    return ScheduledRun.objects.create(
        **{"job": job, "due_at": due, "started_at": due, "ended_at": due, **values}
    )


@pytest.mark.django_db
def test_the_team_sees_each_job_its_times_and_how_it_went(team):
    run("a.minute", 2, outcome="Looked.")
    page = team.get(BOARD).text

    assert ["Look each minute" in page, "Every minute" in page, "Looked." in page] == [True] * 3
    assert ["Tidy each night" in page, "At 03:15 every day" in page, "Not yet run" in page] == (
        [True] * 3
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"failed": True, "outcome": "Stopped by an error."}, "Did not work"),
        ({"ended_at": None}, "Did not end"),
    ],
)
def test_what_failed_or_never_ended_stands_first(team, values, words):
    run("a.minute", 90)
    run("b.night", 90, **values)
    page = team.get(BOARD).text

    assert page.index("Tidy each night") < page.index("Look each minute")
    assert page.count(words) == 1


@pytest.mark.django_db
def test_what_began_just_now_is_running(team):
    run("a.minute", 1, ended_at=None)

    assert "Running since" in team.get(BOARD).text
    assert "Did not end" not in team.get(f"{BOARD}a.minute/").text


@pytest.mark.django_db
def test_an_older_failure_is_told_on_the_jobs_own_page_alone(team):
    run("a.minute", 3, failed=True, outcome="Stopped by an error.")
    run("a.minute", 2, outcome="Looked.")

    assert "Did not work" not in team.get(BOARD).text
    page = team.get(f"{BOARD}a.minute/").text
    assert page.index("Looked.") < page.index("Did not work")


@pytest.mark.django_db
def test_the_runs_of_a_job_are_paged(team):
    for minutes in range(60):
        run("a.minute", minutes, outcome=f"Run {minutes}.")
    first = team.get(f"{BOARD}a.minute/").text
    older = first.split("?after=")[1].split('"')[0]
    second = team.get(f"{BOARD}a.minute/?after={older}").text

    assert ["Run 49." in first, "Run 50." in first] == [True, False]
    assert ["Run 49." in second, "Run 50." in second, "Run 59." in second] == [False, True, True]
    assert "It has not run yet." in team.get(f"{BOARD}b.night/").text
    assert team.get(f"{BOARD}no.such/").status_code == 404


@pytest.mark.django_db
def test_the_team_runs_a_job_now(team, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = team.post(f"{BOARD}b.night/run/", follow=True)

    assert "It is started." in answer.text
    assert ScheduledRun.objects.get().outcome == "Tidied."
    assert team.post(f"{BOARD}no.such/run/").status_code == 404


@pytest.mark.django_db
def test_a_job_started_this_minute_is_not_started_again(team, monkeypatch):
    monkeypatch.setattr(clock.timezone, "now", lambda: NOW)
    team.post(f"{BOARD}b.night/run/")
    answer = team.post(f"{BOARD}b.night/run/", follow=True)

    assert "It was started this very minute." in answer.text
    assert ScheduledRun.objects.count() == 1
