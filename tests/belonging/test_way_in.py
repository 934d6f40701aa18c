"""The way in: whom and what newcomers are led to, why, and what they do with it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.belonging.models import Step, WayIn
from commonweal.belonging.queries import way_in as queries
from commonweal.belonging.services import way_in as services
from commonweal.core.errors import Refused
from commonweal.members.models import Term
from tests.belonging.counting import cost
from tests.factories import MemberFactory
from tests.factories.belonging import SignpostFactory, StepFactory, WayInFactory

pytestmark = pytest.mark.django_db

WAY_IN, AWAY = reverse("belonging:way_in"), reverse("belonging:put_away_way_in")
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def person(name="Somebody", **said):
    member = MemberFactory(name=name, nation_id=said.pop("nation", None), **said.pop("fields", {}))
    for kind, keys in said.items():
        for key in keys:
            member.terms.create(kind=kind.upper(), term_id=key)
    return member


def made(member):
    services.make(member, by=member.user)
    return queries.panel(member, on=today())


def reasons(member):
    return {step.title: step.because for step in made(member).steps}


def test_people_are_chosen_for_different_reasons_and_each_reason_is_said():
    newcomer = person(
        "New", ask=["skill:coaching"], offer=["skill:bids"], interest=["interest:flow"]
    )
    person("Helper", offer=["skill:coaching"])
    person("Other Helper", offer=["skill:coaching"])
    person("Seeker", ask=["skill:bids"])
    person("Alike", interest=["interest:flow"])

    said = reasons(newcomer)

    flow = Term.objects.get(pk="interest:flow").label
    assert len(said) == 3
    assert {"Seeker", "Alike"} < set(said)
    assert said["Seeker"] == "Asks for help with writing funding bids, which you offer"
    assert said["Alike"].lower() == f"is interested in {flow}, as you are".lower()
    assert "Offers coaching, which you ask for" in said.values()


def test_who_said_nothing_is_led_to_people_near_and_far():
    newcomer = person("New", nation="nation:wales")
    person("Near", nation="nation:wales")
    person("Far", nation="nation:scotland")

    assert reasons(newcomer) == {
        "Near": "Is in Wales too",
        "Far": "Is in Scotland, for a view from elsewhere",
    }


def test_there_are_honestly_fewer_where_there_is_less():
    assert made(person("New", nation="nation:wales")).steps == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": {"name": "NOBODY"}},
        {"visibility": {"offers": "NOBODY"}},
        {"paused_on": datetime.date(2026, 1, 1)},
        {"left_on": datetime.date(2022, 1, 1), "left_reason_id": "left:retired"},
        {"erased_on": datetime.date(2022, 1, 1)},
    ],
)
def test_nobody_is_suggested_who_hid_left_paused_or_was_erased(fields):
    newcomer = person("New", ask=["skill:coaching"])
    person("Hidden", offer=["skill:coaching"], fields=fields)
    assert made(newcomer).steps == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": {"name": "NOBODY"}},
        {"visibility": {"offers": "NOBODY"}},
        {"paused_on": datetime.date(2026, 1, 1)},
    ],
)
def test_what_somebody_hides_later_is_not_told_by_an_old_reason(client_of, fields):
    newcomer = person("New", ask=["skill:coaching"])
    other = person("Helper", offer=["skill:coaching"])
    made(newcomer)
    for name, value in fields.items():
        setattr(other, name, value)
    other.save()

    text = client_of(newcomer.user).get(WAY_IN).text

    assert "Offers coaching" not in text


def test_newcomers_are_not_all_led_to_the_same_people():
    for number in range(9):
        person(f"Helper {number}", offer=["skill:coaching"])

    for _ in range(3):
        made(person("New", ask=["skill:coaching"]))

    led_to = Step.objects.values_list("person", flat=True)
    assert len(set(led_to)) == 9


def test_one_group_event_and_reading_are_chosen_by_interest_and_nation():
    newcomer = person("New", nation="nation:wales", interest=["interest:flow"])
    flow = SignpostFactory(title="Flow group")
    flow.interests.set(["interest:flow"])
    SignpostFactory(title="Any group")
    other = SignpostFactory(title="Children group")
    other.interests.set(["interest:children"])
    wales = SignpostFactory(kind="READING", title="Welsh reading")
    wales.nations.set(["nation:wales"])
    scots = SignpostFactory(kind="EVENT", title="Scottish event", on=today() + DAY)
    scots.nations.set(["nation:scotland"])
    SignpostFactory(kind="EVENT", title="Late event", on=today() + 9 * DAY)
    SignpostFactory(kind="EVENT", title="Next event", on=today() + 2 * DAY)
    SignpostFactory(kind="EVENT", title="Past event", on=today() - DAY)

    said = reasons(newcomer)

    assert set(said) == {"Flow group", "Next event", "Welsh reading"}
    assert said["Flow group"].endswith("one of your interests")
    assert said["Welsh reading"] == "Is for members in Wales"
    assert said["Next event"] == "Is for everybody who is new"


def test_a_retired_signpost_leads_nobody():
    SignpostFactory(retired=True)
    assert made(person()).steps == ()


def test_an_event_that_is_over_is_no_longer_shown():
    newcomer = person()
    signpost = SignpostFactory(kind="EVENT", on=today())
    assert len(made(newcomer).steps) == 1
    assert queries.panel(newcomer, on=signpost.on + DAY).steps == ()


def press(client, step, do):
    address = reverse("belonging:way_in_step", args=[step.pk])
    return client.post(address, {"do": do, "back": "/"}, follow=True).text


@pytest.fixture
def newcomer(client_of):
    member = MemberFactory()
    SignpostFactory(title="Good group")
    services.make(member, by=member.user)
    return client_of(member.user)


def only(client):
    return Step.objects.get(way_in__member=client.user.member, dismissed_at=None)


def test_it_stands_on_the_front_page_with_its_progress_until_it_is_done(newcomer):
    text = newcomer.get("/").text
    assert "Good group" in text
    assert "0 of 1 done" in text

    press(newcomer, only(newcomer), "done")

    assert "Good group" not in newcomer.get("/").text
    assert "You have done all of it" in newcomer.get(WAY_IN).text


def test_what_was_done_can_be_undone(newcomer):
    press(newcomer, only(newcomer), "done")
    press(newcomer, only(newcomer), "undo")
    assert "0 of 1 done" in newcomer.get("/").text
    assert WayIn.objects.get().done_at is None


def test_what_is_not_for_me_is_replaced_once_by_the_next_best(newcomer):
    SignpostFactory(title="Second group")
    SignpostFactory(title="Third group")

    assert "Second group" in press(newcomer, only(newcomer), "decline")
    assert "Third group" not in press(newcomer, only(newcomer), "decline")
    assert not Step.objects.filter(dismissed_at=None).exists()


def test_declining_twice_replaces_once(newcomer):
    SignpostFactory(title="Second group")
    step = only(newcomer)
    for _ in range(2):
        press(newcomer, step, "decline")
    assert Step.objects.count() == 2


def test_a_person_who_is_not_for_me_is_replaced_by_another_person(client_of):
    member = person("New", ask=["skill:coaching"])
    for number in range(4):
        person(f"Helper {number}", offer=["skill:coaching"])
    services.make(member, by=member.user)
    before = set(Step.objects.values_list("person", flat=True))

    press(client_of(member.user), Step.objects.first(), "decline")

    new = Step.objects.exclude(person__in=before).get()
    assert new.because == "Offers coaching, which you ask for"


def test_a_step_that_was_declined_can_be_taken_up_after_all(newcomer):
    SignpostFactory(title="Second group")
    step = only(newcomer)
    press(newcomer, step, "decline")
    assert "Take it up after all" in newcomer.get(WAY_IN).text

    press(newcomer, step, "undo")

    assert only(newcomer) == step


def test_it_can_be_put_away_and_brought_back(newcomer):
    newcomer.post(AWAY, {"do": "away"})
    assert "Good group" not in newcomer.get("/").text
    assert "Good group" in newcomer.get(WAY_IN).text

    newcomer.post(AWAY, {"do": "back"})

    assert "Good group" in newcomer.get("/").text


def test_choosing_again_keeps_what_was_done_or_declined():
    member = MemberFactory()
    SignpostFactory(kind="READING")
    declined = SignpostFactory()
    services.make(member, by=member.user)
    reading = Step.objects.get(kind="READING")
    services.finish_step(reading, by=member.user)
    services.decline_step(Step.objects.get(signpost=declined), by=member.user)

    services.make(member, by=member.user)

    assert Step.objects.filter(pk=reading.pk).exists()
    assert Step.objects.filter(signpost=declined).count() == 1


def test_nobody_does_anything_with_somebody_elses_steps(member):
    step = StepFactory(signpost=SignpostFactory())
    response = member.post(reverse("belonging:way_in_step", args=[step.pk]), {"do": "done"})
    assert response.status_code == 404
    step.refresh_from_db()
    assert step.done_at is None


def test_a_step_that_went_meanwhile_is_refused_in_a_sentence(member):
    step = StepFactory(way_in__member=member.user.member, signpost=SignpostFactory())
    Step.objects.all().delete()
    with pytest.raises(Refused, match="has changed"):
        services.finish_step(step, by=member.user)


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", ""])
def test_a_button_leads_to_no_other_site(member, back):
    step = StepFactory(way_in__member=member.user.member, signpost=SignpostFactory())
    address = reverse("belonging:way_in_step", args=[step.pk])
    assert member.post(address, {"do": "done", "back": back}).url == WAY_IN


def test_without_a_way_in_one_can_be_chosen(member):
    SignpostFactory(title="Good group")
    assert "You have no way in yet" in member.get(WAY_IN).text
    assert "Good group" in member.post(reverse("belonging:make_way_in"), follow=True).text


def test_who_takes_a_break_sees_no_way_in_on_the_front_page(newcomer):
    member = newcomer.user.member
    member.paused_on = today()
    member.save()
    text = newcomer.get("/").text
    assert "Good group" not in text
    assert "You are taking a break" in text


def test_the_page_costs_the_same_queries_for_any_number(client_of):
    way_in = WayInFactory()
    client = client_of(way_in.member.user)
    costs = []
    for number in range(3):
        other = person(f"Helper {number}", offer=["skill:coaching"], interest=["interest:flow"])
        StepFactory(way_in=way_in, kind="PERSON", person=other, order=number)
        costs.append(cost(client, WAY_IN))
    assert len(set(costs)) == 1
