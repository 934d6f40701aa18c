import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.core import audit
from commonweal.core.text import deed, thing
from commonweal.home import queries
from tests.factories import MemberFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 1, 31)


def test_the_community_counts_those_who_belong_today():
    trust = OrganisationFactory()
    MemberFactory(organisation=trust, nation_id="nation:wales")
    MemberFactory(organisation=trust, nation_id="nation:ireland")
    MemberFactory(joined_on=DAY + datetime.timedelta(days=1), nation_id="nation:scotland")
    MemberFactory(left_on=DAY, left_reason_id="left:retired")
    assert queries.community_counts(DAY) == queries.CommunityCounts(2, 1, 2)


def test_joining_and_leaving_are_counted_by_the_day():
    before = DAY - datetime.timedelta(days=30)
    MemberFactory(joined_on=before)
    MemberFactory(joined_on=DAY)
    MemberFactory(left_on=DAY, left_reason_id="left:resigned")
    assert (queries.joined_since(before, DAY), queries.left_since(before, DAY)) == (1, 1)


def test_the_desk_shows_what_was_done_lately(team):
    audit.record("members.correct_seniority", by=team.user, on=UserFactory())
    text = team.get(reverse("home:desk")).text
    assert "Correct seniority" in text
    assert "Any Team" in text


def test_the_audit_log_pages_by_place_and_never_by_number(team):
    user = UserFactory()
    for number in range(51):
        audit.record(f"test.step_{number}_", by=None, on=user)
    first = team.get(reverse("home:audit")).text
    assert ("Step 50 <" in first, "Step 0 <" in first) == (True, False)
    older = first.split("?before=")[1].split('"')[0]
    assert "Step 0 <" in team.get(reverse("home:audit"), {"before": older}).text


def test_an_empty_audit_log_says_so(team):
    assert "Nothing has been changed yet" in team.get(reverse("home:audit")).text
    assert "before this point" in team.get(reverse("home:audit"), {"before": "1"}).text


@pytest.mark.parametrize("before", ["9" * 5000, "-1", "x"])
def test_a_place_in_the_audit_log_that_is_none_shows_the_newest(team, before):
    audit.record("test.step", by=None, on=UserFactory())
    assert "Step" in team.get(reverse("home:audit"), {"before": before}).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_audit_log_asks_the_database_the_same_for_any_length(
    team, count, django_assert_max_num_queries
):
    for _ in range(count):
        audit.record("test.step", by=team.user, on=team.user)
    with django_assert_max_num_queries(7):
        assert team.get(reverse("home:audit")).text.count("Step") == count


def test_a_time_is_written_as_people_say_it():
    from commonweal.core.jinja import moment

    noon = datetime.datetime(2023, 8, 3, 12, 5, tzinfo=datetime.UTC)
    assert moment(noon) == "3 August 2023, 1:05pm"
    assert moment(noon - datetime.timedelta(hours=6)) == "3 August 2023, 7:05am"
    assert timezone.get_current_timezone_name() == "Europe/London"


@pytest.mark.parametrize(
    ("action", "words"),
    [("core.grant_role", "Grant role"), ("import.people.confirm", "Import people confirm")],
)
def test_an_action_is_shown_in_words(action, words):
    assert deed(action) == words


def test_a_target_is_shown_in_words():
    assert thing("core.FileJob:3") == "File job 3"


def test_what_an_entry_notes_is_shown_in_words(team):
    audit.record(
        "members.update", by=team.user, on=team.user, changed=["role_title", "nation_id"], scope=""
    )
    assert "changed: role title, nation<" in team.get(reverse("home:audit")).text
