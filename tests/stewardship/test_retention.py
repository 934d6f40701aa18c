"""Retention at work: by the clock, at the command line, and by a steward at the desk."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from commonweal.core import schedule
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter, User
from commonweal.core.privacy import counters, keeping
from commonweal.members.models import Member
from commonweal.stewardship.models import RetentionRun
from commonweal.stewardship.queries.retention import forecast
from commonweal.stewardship.services import retention
from tests.demo import demo_is
from tests.factories import MemberFactory, ParticipationFactory, RoleGrantFactory, UserFactory
from tests.factories.joining import ApplicationFactory

PAGE, RUN = "/desk/retention/", "/desk/retention/run/"
DAY = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(client_as):
    return client_as("steward")


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "uploads"


def letter(number=1, *, days=100, status="SENT"):
    return Letter.objects.create(
        key=f"test:{number}",
        kind="test.letter",
        to="ann.lee@example.org",
        subject="Something for Ann Lee",
        body="Dear Ann Lee,",
        status=status,
        written_at=timezone.now() - days * DAY,
    )


def former(**values):
    values = {"left_on": datetime.date(2024, 3, 1), "left_reason_id": "left:retired", **values}
    return MemberFactory(**values)


def called(*args):
    out = StringIO()
    call_command("retention", *args, stdout=out)
    return out.getvalue()


def test_the_text_of_a_letter_goes_after_90_days_and_its_address_after_a_year():
    written = letter(days=0)

    with time_machine.travel(timezone.now() + 91 * DAY, tick=False):
        retention.run(by=None)
    written.refresh_from_db()
    assert (written.body, written.to) == ("", "ann.lee@example.org")

    with time_machine.travel(timezone.now() + 366 * DAY, tick=False):
        retention.run(by=None)
    written.refresh_from_db()
    assert (written.to, written.subject, written.key) == ("", "", "test:1")


def test_a_letter_that_was_never_sent_keeps_its_words():
    waiting = letter(days=400, status="WAITING")

    retention.run(by=None)

    waiting.refresh_from_db()
    assert waiting.body == "Dear Ann Lee,"


def test_what_a_former_member_said_goes_after_two_years_and_their_name_after_six():
    member = former(name="Ann Lee", purpose="To learn.", photo=ContentFile(b"a picture", "ann.jpg"))
    stays = MemberFactory(name="Bob", purpose="To teach.")

    with time_machine.travel(datetime.datetime(2026, 3, 10, tzinfo=datetime.UTC)):
        retention.run(by=None)
    member.refresh_from_db()
    assert (member.name, member.purpose, member.photo.name) == ("Ann Lee", "", "")

    with time_machine.travel(datetime.datetime(2030, 3, 10, tzinfo=datetime.UTC)):
        retention.run(by=None)
    member.refresh_from_db()
    assert (member.name, member.left_on) == ("Former member", datetime.date(2024, 3, 1))
    assert member.user is None
    stays.refresh_from_db()
    assert (stays.name, stays.purpose, stays.user is None) == ("Bob", "To teach.", False)


def test_a_photo_goes_with_its_row_once_that_is_certain(django_capture_on_commit_callbacks):
    member = former(left_on=datetime.date(2021, 3, 1), photo=ContentFile(b"a picture", "ann.jpg"))
    storage, name = member.photo.storage, member.photo.name

    with django_capture_on_commit_callbacks() as later:
        retention.run(by=None)
        assert storage.exists(name)
    for callback in later:
        callback()

    assert not storage.exists(name)


def test_an_account_that_led_to_nothing_goes_and_one_with_a_role_stays():
    long_ago = timezone.now() - 800 * DAY
    UserFactory(email="nothing@example.org", joined_at=long_ago)
    UserFactory(email="once@example.org", joined_at=long_ago, last_login=long_ago)
    UserFactory(email="lately@example.org", joined_at=long_ago, last_login=timezone.now())
    team = RoleGrantFactory(user__joined_at=long_ago, user__email="team@example.org").user
    member = MemberFactory(user__joined_at=long_ago, user__email="member@example.org").user

    retention.run(by=None)

    assert set(User.objects.values_list("email", flat=True)) == {
        "lately@example.org", team.email, member.email,
    }  # fmt: skip


def test_the_account_of_an_applicant_goes_once_their_application_names_them_no_more():
    long_ago = timezone.now() - 800 * DAY
    user = UserFactory(joined_at=long_ago, last_login=long_ago)
    application = ApplicationFactory(
        user=user, status="REFUSED", sent_at=long_ago, email=user.email
    )

    first, second = retention.run(by=None), retention.run(by=None)

    application.refresh_from_db()
    assert (application.name, application.email, application.user) == ("", "", None)
    assert [one["key"] for one in first.counts] == ["joining.Application:2"]
    assert [one["key"] for one in second.counts] == ["core.User:1"]
    assert not User.objects.filter(pk=user.pk).exists()


def test_what_goes_with_another_row_is_foreseen_once():
    long_ago = timezone.now() - 800 * DAY
    user = UserFactory(joined_at=long_ago, last_login=long_ago)
    LogEntry.objects.create(user=user, action_flag=1, object_repr="Ann Lee")
    LogEntry.objects.update(action_time=long_ago)

    foreseen = {line.key: line.rows for line in forecast(timezone.now()) if line.rows}

    assert foreseen == {"core.User:1": 1}
    assert {one["key"]: one["rows"] for one in retention.run(by=None).counts} == foreseen
    assert not LogEntry.objects.exists()


def test_the_ledger_and_the_audit_log_stay_as_they_are():
    with time_machine.travel(timezone.now() - 5000 * DAY, tick=False):
        ParticipationFactory(member=former(joined_on=datetime.date(2012, 1, 1)))
        AuditEntry.objects.create(action="test.old", target="core.User:1")

    retention.run(by=None)

    assert Member.objects.get().participation.count() == 1
    assert AuditEntry.objects.filter(action="test.old").exists()


def test_a_run_is_noted_with_counts_and_names_nobody():
    letter()

    run = retention.run(by=None)

    assert run.counts == [
        {
            "key": "core.Letter:1",
            "what": "Accounts and letters, letters: text",
            "how": "emptied",
            "rows": 1,
        }
    ]
    entry = AuditEntry.objects.get(action="stewardship.retain")
    assert (entry.actor, entry.detail) == (None, {"rows": 1, "failures": 0})
    assert "Ann" not in str([run.counts, entry.detail])


def test_a_rule_that_fails_changes_nothing_and_stops_no_other(monkeypatch, caplog):
    letter()
    real = keeping.carry_out

    def carry_out(rule, now):
        done = real(rule, now)
        if rule.key == "core.Letter:1":
            raise RuntimeError("Ann Lee is in the way")
        return done

    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - DAY)
    monkeypatch.setattr(keeping, "carry_out", carry_out)

    run = retention.run(by=None)

    assert Letter.objects.get().body == "Dear Ann Lee,"
    assert not Session.objects.filter(pk="old").exists()
    assert [(one["key"], one.get("problem")) for one in run.counts if one.get("problem")] == [
        ("core.Letter:1", "RuntimeError")
    ]
    assert run.failures == 1
    assert "core.Letter:1 did not work" in caplog.text


def test_what_somebody_went_on_with_meanwhile_is_left(monkeypatch):
    written = letter()
    rule = next(rule for rule in keeping.rules() if rule.key == "core.Letter:1")
    real, calls = keeping._next_keys, []

    def next_keys(*args):
        keys = real(*args)
        if not calls:
            Letter.objects.filter(pk=written.pk).update(written_at=timezone.now())
        calls.append(keys)
        return keys

    monkeypatch.setattr(keeping, "_next_keys", next_keys)

    assert keeping.carry_out(rule, timezone.now()) == 0
    written.refresh_from_db()
    assert written.body == "Dear Ann Lee,"


def test_many_rows_go_in_batches_of_a_few_hundred(monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 3)
    for number in range(8):
        letter(number)

    run = retention.run(by=None)

    assert run.rows == 8
    assert not Letter.objects.exclude(body="").exists()


def test_two_runs_do_not_go_on_at_once_and_one_that_died_stops_nobody():
    RetentionRun.objects.create()
    with pytest.raises(Refused, match="This is being done at the moment"):
        retention.run(by=None)

    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2), tick=False):
        assert retention.run(by=None).ended_at is not None


def test_a_run_is_carried_out_once():
    run = retention.run(by=None)
    letter()

    retention.carry_out(run, now=timezone.now())

    assert Letter.objects.get().body != ""


def test_the_clock_carries_it_out_every_night(monkeypatch):
    job = schedule.job("stewardship.retention")
    letter()

    assert job.times == "30 2 * * *"
    assert job.do() == "1 rows were emptied or removed."

    letter(2)
    monkeypatch.setattr(keeping, "carry_out", lambda rule, now: 1 / 0)
    with pytest.raises(Refused, match="rules did not work"):
        job.do()


def test_in_the_demo_the_clock_leaves_its_history_and_takes_what_visitors_left():
    written = letter()
    member = former(left_on=datetime.date(2021, 3, 1), purpose="To learn.")

    with demo_is(True):
        schedule.job("stewardship.retention").do()

    member.refresh_from_db()
    written.refresh_from_db()
    assert (member.purpose, written.body) == ("To learn.", "")

    with demo_is(False):
        schedule.job("stewardship.retention").do()

    member.refresh_from_db()
    assert member.purpose == ""


def test_the_command_says_what_would_go_and_changes_nothing():
    letter()

    said = called("--dry-run")

    assert "        1  emptied  Accounts and letters, letters: text" in said
    assert "        0  removed  Signing in, sessions" in said
    assert "        1  rows in all. Nothing was changed." in said
    assert Letter.objects.get().body == "Dear Ann Lee,"
    assert not RetentionRun.objects.exists()


def test_the_command_does_it_and_says_what_went(monkeypatch):
    letter()

    assert "        1  emptied  Accounts and letters, letters: text" in called()
    assert Letter.objects.get().body == ""

    monkeypatch.setattr(keeping, "carry_out", lambda rule, now: 1 / 0)
    with pytest.raises(CommandError, match="rules did not work"):
        called()

    RetentionRun.objects.create()
    with pytest.raises(CommandError, match="This is being done at the moment"):
        called()


@pytest.mark.slow
def test_entries_of_the_cache_that_are_over_go(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "counters_of_a_test",
        }
    }
    call_command("createcachetable", verbosity=0)
    cache = caches["default"]
    cache.set("over", 1, timeout=10)
    cache.set("later", 1, timeout=100_000)
    later = timezone.now() + datetime.timedelta(hours=1)

    assert counters.due(later) == 1
    assert counters.remove(later) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM counters_of_a_test")
        assert cursor.fetchone() == (1,)
        cursor.execute("DROP TABLE counters_of_a_test")


def test_a_steward_sees_what_would_go_and_does_it_after_being_asked(
    steward, django_capture_on_commit_callbacks
):
    letter()

    page = steward.get(PAGE).text
    assert "Letters: text" in page
    assert "It has not run yet." in page

    asked = steward.get(RUN).text
    assert "1 row goes for good." in asked
    assert Letter.objects.get().body != ""

    with django_capture_on_commit_callbacks(execute=True):
        after = steward.post(RUN, follow=True).text
    assert "It is being done." in after
    assert Letter.objects.get().body == ""
    run = RetentionRun.objects.get()
    assert (run.by, run.rows) == (steward.user, 1)
    assert "started by a steward" in steward.get(PAGE).text


def test_where_nothing_is_over_the_pages_say_so(steward):
    assert "All that is kept is within its time." in steward.get(PAGE).text
    assert "Nothing is kept for too long at the moment." in steward.get(RUN).text


def test_a_second_start_is_refused_in_words(steward):
    RetentionRun.objects.create()

    assert "This is being done at the moment." in steward.post(RUN, follow=True).text


@pytest.mark.parametrize("role", ["team", "evaluator", "member"])
def test_nobody_but_stewards_runs_or_sees_it(client_as, role):
    client = client_as(role)
    letter()

    assert client.get(PAGE).status_code == 403
    assert client.post(RUN).status_code == 403
    assert Letter.objects.get().body != ""


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_for_any_number_of_runs(
    steward, rows, django_assert_max_num_queries
):
    for number in range(rows):
        RetentionRun.objects.create(ended_at=timezone.now(), counts=[], rows=number)

    with django_assert_max_num_queries(len(keeping.rules()) + 12):
        assert "What went" in steward.get(PAGE).text


def test_older_runs_are_a_page_further(steward):
    for number in range(25):
        RetentionRun.objects.create(ended_at=timezone.now(), rows=1000 + number)

    first = steward.get(PAGE).text
    oldest = RetentionRun.objects.order_by("-pk")[19].pk
    assert "1,005 rows" in first
    assert "1,004 rows" not in first
    assert "1,004 rows" in steward.get(f"{PAGE}?before={oldest}").text
    assert steward.get(f"{PAGE}?before=x").status_code == 200
