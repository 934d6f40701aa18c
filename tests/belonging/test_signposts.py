"""The team keeps what newcomers are led to."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.belonging.models import Signpost
from commonweal.core.models import AuditEntry
from tests.belonging.counting import cost
from tests.factories.belonging import SignpostFactory, StepFactory, WayInFactory

pytestmark = pytest.mark.django_db

LIST, NEW = reverse("belonging:signposts"), reverse("belonging:new_signpost")
GROUP = {"kind": "GROUP", "title": "Flow group", "url": "https://example.org/flow"}


def address(signpost):
    return reverse("belonging:signpost", args=[signpost.pk])


def test_an_empty_list_says_what_to_begin_with(team):
    assert "Begin with one group, one event" in team.get(LIST).text


def test_the_team_puts_up_a_signpost(team):
    more = {"interests": ["interest:flow"], "nations": ["nation:wales"]}
    text = team.post(NEW, GROUP | more, follow=True).text

    signpost = Signpost.objects.get()
    assert "Flow group: saved" in text
    assert [term.key for term in signpost.interests.all()] == ["interest:flow"]
    assert [term.key for term in signpost.nations.all()] == ["nation:wales"]
    assert AuditEntry.objects.filter(action="belonging.add_signpost").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": ""}, "Choose what it is"),
        ({"title": ""}, "Enter a title"),
        ({"url": ""}, "Enter a web address"),
        ({"url": "javascript:alert(1)"}, "There is a problem"),
        ({"kind": "EVENT"}, "Enter the day of the event"),
        ({"kind": "EVENT", "on_0": "31", "on_1": "2", "on_2": "2027"}, "must be a real date"),
        ({"interests": ["interest:none"]}, "There is a problem"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(team, changed, sentence):
    text = team.post(NEW, GROUP | {"summary": "Kept words"} | changed).text
    assert sentence in text
    assert "Kept words" in text
    assert not Signpost.objects.exists()


def test_the_day_belongs_to_events_alone(team):
    team.post(NEW, GROUP | {"on_0": "1", "on_1": "2", "on_2": "2030"})
    assert Signpost.objects.get().on is None


def test_the_team_changes_one(team):
    signpost = SignpostFactory(kind="EVENT", on=timezone.localdate())
    assert signpost.title in team.get(address(signpost)).text

    team.post(address(signpost), GROUP)

    signpost.refresh_from_db()
    assert (signpost.kind, signpost.title, signpost.on) == ("GROUP", "Flow group", None)


def test_one_is_retired_and_offered_again(team):
    signpost = SignpostFactory(title="Old group")
    assert "offered to no more newcomers" in team.post(
        address(signpost), {"retire": "1"}, follow=True
    ).text  # fmt: skip
    assert "Old group</a>" not in team.get(LIST).text
    assert "Old group" in team.get(f"{LIST}?retired=1").text

    team.post(address(signpost), {"offer": "1"})

    assert "Old group" in team.get(LIST).text


def test_how_often_each_was_chosen_and_done_is_counted(team):
    signpost = SignpostFactory()
    StepFactory(signpost=signpost)
    StepFactory(signpost=signpost, done_at=timezone.now())
    StepFactory(signpost=signpost, dismissed_at=timezone.now())
    assert "Chosen 3 times, done 1, not for them 1" in team.get(LIST).text


def test_the_list_is_narrowed_to_one_kind(team):
    SignpostFactory(title="A group")
    SignpostFactory(kind="READING", title="A reading")
    text = team.get(f"{LIST}?kind=READING").text
    assert "A reading" in text
    assert "A group</a>" not in text


@pytest.mark.parametrize("asked", ["kind=NONE", "after=x", "after=99999999999999999999", "after=²"])
def test_an_odd_address_shows_a_list(team, asked):
    assert team.get(f"{LIST}?{asked}").status_code == 200


@pytest.mark.slow
def test_a_long_list_is_read_in_stretches(team):
    SignpostFactory.create_batch(31)
    text = team.get(LIST).text
    last = Signpost.objects.order_by("pk")[1]
    assert f"after={last.pk}" in text
    assert Signpost.objects.order_by("pk")[0].title in team.get(f"{LIST}?after={last.pk}").text


def chosen_signposts(count):
    way_in = WayInFactory()
    for signpost in SignpostFactory.create_batch(count):
        StepFactory(way_in=way_in, signpost=signpost)
        signpost.interests.set(["interest:flow"])


def test_the_list_costs_the_same_queries_for_any_number(team):
    chosen_signposts(1)
    before = cost(team, LIST)
    chosen_signposts(2)
    assert cost(team, LIST) == before
