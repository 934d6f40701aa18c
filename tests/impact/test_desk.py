import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry
from commonweal.impact import services
from commonweal.impact.models import Snapshot
from commonweal.impact.queries import figures_folder, published
from commonweal.members.models import Member
from tests.impact.community import AS_OF, people

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime.date
FORM = {"as_of_0": "1", "as_of_1": "4", "as_of_2": "2023"}


@pytest.fixture(autouse=True)
def snapshot_root(settings, tmp_path):
    settings.SNAPSHOT_ROOT = tmp_path / "snapshots"


@pytest.fixture
def ready():
    return services.make(Snapshot.objects.create(as_of=AS_OF).pk)


def test_the_team_makes_a_snapshot_and_publishes_it(team, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = team.post(reverse("impact:snapshots"), FORM, follow=True)
    made = Snapshot.objects.get()
    published = team.post(reverse("impact:publish", args=[made.pk]), follow=True)

    assert "Your snapshot is being made" in asked.text
    assert "The figures are published" in published.text
    assert ("On show" in asked.text, "On show" in published.text) == (False, True)
    made.refresh_from_db()
    assert (made.as_of, made.status, made.asked_by) == (AS_OF, "DONE", team.user)
    assert (made.published_by, made.published_at is None) == (team.user, False)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor")) == [
        ("impact.ask_for_snapshot", team.user.pk),
        ("impact.publish_snapshot", team.user.pk),
    ]


def test_an_evaluator_may_do_the_same(client_as, ready):
    evaluator = client_as("evaluator")

    assert evaluator.get(reverse("impact:snapshots")).status_code == 200
    evaluator.post(reverse("impact:publish", args=[ready.pk]))
    assert Snapshot.objects.exclude(published_at=None).count() == 1


@pytest.mark.parametrize("role", ["member", "guest", "partner", "steward"])
def test_others_may_not(client_as, ready, role):
    client = client_as(role)

    assert client.get(reverse("impact:snapshots")).status_code == 403
    assert client.post(reverse("impact:publish", args=[ready.pk])).status_code == 403
    assert not Snapshot.objects.exclude(published_at=None).exists()


def test_a_visitor_is_asked_to_sign_in(visitor):
    response = visitor.get(reverse("impact:snapshots"))

    assert response.url == "/account/login/?next=/desk/snapshots/"


def test_publishing_is_never_a_link(team, ready):
    assert team.get(reverse("impact:publish", args=[ready.pk])).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_runs_the_same_queries_for_any_number(team, count, django_assert_num_queries):
    for _ in range(count):
        Snapshot.objects.create(as_of=AS_OF, asked_by=team.user)
    team.get(reverse("impact:snapshots"))

    with django_assert_num_queries(8):
        text = team.get(reverse("impact:snapshots")).text

    assert text.count("As of 1 April 2023") == count


def test_the_list_says_how_far_a_snapshot_is_and_asks_again(team):
    Snapshot.objects.create(as_of=AS_OF, status="RUNNING", stage="participation", done=5, total=9)

    text = team.get(reverse("impact:snapshots"), headers={"HX-Request": "true"}).text

    assert "<html" not in text
    assert "Participation: 5 of 9" in text
    assert 'hx-trigger="every 2s"' in text


def test_a_snapshot_that_failed_says_why(team):
    Snapshot.objects.create(as_of=AS_OF, status="FAILED", message="It could not be made: OSError.")

    text = team.get(reverse("impact:snapshots")).text

    assert "It could not be made: OSError." in text
    assert "every 2s" not in text


def test_before_the_first_the_list_says_what_to_do(team):
    assert "No snapshot has been made yet" in team.get(reverse("impact:snapshots")).text


@pytest.mark.parametrize(
    ("year", "message"),
    [("2999", "choose today or an earlier day"), ("", "The day of the snapshot must include")],
)
def test_a_day_that_cannot_be_is_refused_on_the_form(team, year, message):
    text = team.post(reverse("impact:snapshots"), FORM | {"as_of_2": year}).text

    assert message in text
    assert not Snapshot.objects.exists()


def test_one_is_made_at_a_time(team):
    services.ask(AS_OF, by=team.user)

    with pytest.raises(Refused, match="A snapshot is being made"):
        services.ask(AS_OF, by=team.user)


def test_one_that_never_ended_does_not_stop_the_next(team):
    long_ago = timezone.now() - datetime.timedelta(hours=7)
    old = Snapshot.objects.create(as_of=AS_OF, status="RUNNING", asked_at=long_ago)

    assert services.ask(AS_OF, by=team.user).status == "WAITING"
    old.refresh_from_db()
    assert (old.status, old.message) == ("FAILED", "It was cut short. Make a new snapshot.")


def test_one_that_is_not_ready_cannot_be_published(team):
    waiting = Snapshot.objects.create(as_of=AS_OF)

    response = team.post(reverse("impact:publish", args=[waiting.pk]), follow=True)

    assert "This snapshot is not ready" in response.text
    waiting.refresh_from_db()
    assert waiting.published_at is None


def test_one_whose_files_are_gone_cannot_be_published(ready):
    (figures_folder(ready.folder) / "index.json").unlink()

    with pytest.raises(Refused, match="no longer here"):
        services.publish(ready, by=None)


def test_what_cannot_be_made_says_so_on_its_record(settings, tmp_path):
    (tmp_path / "snapshots").write_text("a file where a folder should be")

    with pytest.raises(Refused, match="is not a folder"):
        services.make_and_publish(AS_OF)

    assert Snapshot.objects.get().status == "FAILED"


def test_a_fault_is_noted_and_raised(monkeypatch):
    def fall_over(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(services, "draw_all", fall_over)
    snapshot = Snapshot.objects.create(as_of=AS_OF)

    with pytest.raises(ZeroDivisionError):
        services.make(snapshot.pk)

    snapshot.refresh_from_db()
    assert snapshot.message == "It could not be made: ZeroDivisionError."


def test_the_database_itself_publishes_only_what_is_finished():
    for wrong in ({"published_at": timezone.now()}, {"status": "DONE"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Snapshot.objects.create(as_of=AS_OF, **wrong)


def test_a_snapshot_is_known_by_its_day():
    assert str(Snapshot(as_of=AS_OF)) == "Snapshot as of 2023-04-01"


def test_publish_add_one_person_publish_is_refused_and_the_figures_stay(team, ready):
    people(30)
    first = services.publish(services.make(Snapshot.objects.create(as_of=AS_OF).pk), by=None)
    people(1)
    second = services.make(Snapshot.objects.create(as_of=AS_OF).pk)

    answer = team.post(reverse("impact:publish", args=[second.pk]), follow=True)

    assert "differ from those of 1 April 2023 by 1 person only" in answer.text
    second.refresh_from_db()
    assert second.published_at is None
    assert published().pk == first.pk


def test_ten_more_people_may_be_published(ready):
    people(30)
    services.publish(services.make(Snapshot.objects.create(as_of=AS_OF).pk), by=None)
    people(10)
    later = services.make(Snapshot.objects.create(as_of=AS_OF).pk)

    assert services.publish(later, by=None).published_at


def test_nine_who_changed_what_they_say_count_as_changed(ready):
    them = people(30)
    services.publish(services.make(Snapshot.objects.create(as_of=AS_OF).pk), by=None)
    Member.objects.filter(pk__in=[one.pk for one in them[:9]]).update(clinical=True)
    later = services.make(Snapshot.objects.create(as_of=AS_OF).pk)

    with pytest.raises(Refused, match="by 9 people only"):
        services.publish(later, by=None)
