"""The desk’s pages about waves, as the team, a partner and a reader meet them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.joining.models import EligibilityGroup, Wave
from tests.factories import OrganisationFactory
from tests.factories.joining import (
    ApplicationFactory,
    CriterionFactory,
    EligibilityGroupFactory,
    QuestionFactory,
    ReadingFactory,
    WaveFactory,
)
from tests.joining.deciding import partner_of, reader_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def at(name, *args):
    return reverse(f"joining:{name}", args=args)


def moment(name, day, month, year, time=""):
    return {f"{name}_0": day, f"{name}_1": month, f"{name}_2": year, f"{name}_3": time}


def date(name, day, month, year):
    return {f"{name}_0": day, f"{name}_1": month, f"{name}_2": year}


@pytest.fixture
def draft():
    return WaveFactory(published_at=None, name="Wales, spring 2031")


def test_an_empty_desk_says_how_to_begin(team):
    text = team.get(at("desk")).text

    assert "There is no wave yet" in text
    assert "No application waits to be decided" in text


def test_the_desk_shows_each_wave_with_its_numbers_where_it_stands(team):
    now = timezone.now()
    wave = WaveFactory(name="Open one", places=80, partner_name="Improvement Example")
    ApplicationFactory(wave=wave, status="ADMITTED")
    WaveFactory(name="Coming one", opens_at=now + DAY, closes_at=now + 2 * DAY)
    WaveFactory(name="Closed one", opens_at=now - 2 * DAY, closes_at=now - DAY)
    WaveFactory(name="Draft one", published_at=None)
    text = team.get(at("desk")).text

    places = [text.index(words) for words in (
        "Open now", "Open one", "Being prepared", "Draft one", "Opening later", "Coming one",
        'id="closed"', "Closed one",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "1 of 80" in text
    assert "With Improvement Example" in text


def test_a_partner_sees_their_own_wave_and_no_trace_of_others(client_of):
    mine = WaveFactory(name="Mine", partner_id="nation:wales")
    WaveFactory(name="Theirs", partner_id="nation:scotland")
    other = WaveFactory(name="Hidden", partner_id="nation:wales", published_at=None)
    partner = client_of(partner_of("nation:wales"))
    text = partner.get(at("desk")).text

    assert "Mine" in text
    assert "Theirs" not in text
    assert "Hidden" not in text
    assert at("queue", mine.ref) in text
    assert "Set up a wave" not in text
    for name in ("desk_wave", "preview_wave", "criteria", "invitations", "publish_wave"):
        assert partner.get(at(name, other.ref)).status_code == 404
        assert partner.get(at(name, mine.ref)).status_code == 404
    assert partner.get(at("new_wave")).status_code == 404
    assert at("desk") in partner.get("/").text


def test_a_reader_sees_the_wave_they_read_for(client_of):
    wave = WaveFactory(name="Mine")
    WaveFactory(name="Theirs")
    reader = client_of(reader_of(wave))
    text = reader.get(at("desk")).text

    assert "Mine" in text
    assert "Theirs" not in text


def test_a_wave_is_begun_with_a_name_and_dates(team):
    dates = moment("opens_at", "3", "3", "2031") | moment("closes_at", "31", "3", "2031", "5pm")
    response = team.post(
        at("new_wave"), {"name": "Wales", **dates, **date("decide_by", "1", "5", "2031")}
    )

    wave = Wave.objects.get()
    assert response.url == at("desk_wave", wave.ref)
    assert timezone.localtime(wave.opens_at).isoformat() == "2031-03-03T12:00:00+00:00"
    assert timezone.localtime(wave.closes_at).isoformat() == "2031-03-31T17:00:00+01:00"
    assert "nobody but the team sees it" in team.get(response.url).text


def test_dates_out_of_order_are_refused_and_nothing_typed_is_lost(team):
    dates = moment("opens_at", "3", "3", "2031") | moment("closes_at", "1", "3", "2031", "5pm")
    response = team.post(
        at("new_wave"), {"name": "My wave", **dates, **date("decide_by", "1", "5", "2031")}
    )

    assert "A wave must close after it opens" in response.text
    assert 'value="My wave"' in response.text
    assert 'value="5pm"' in response.text
    assert not Wave.objects.exists()


def test_each_part_opens_with_what_it_was_and_saves(team, draft):
    OrganisationFactory(region="Gwent")
    group = EligibilityGroupFactory()
    said = {
        "words": {"name": "Wales 2031", "about": "For all.", "how_judged": "By two."},
        "who": {"nations": ["nation:wales"], "regions": ["Gwent"], "groups": [group.pk]},
        "reading": {"partner": "nation:wales", "partner_name": "A", "places": 9, "readers_each": 2},
        "questions": {"en-gb": QuestionFactory().question_set.pk},
    }
    for slug, values in said.items():
        page = at("edit_wave", draft.ref, slug)
        assert team.get(page).status_code == 200
        assert team.post(page, values).url == at("desk_wave", draft.ref)

    draft.refresh_from_db()
    assert (draft.name, draft.regions, draft.places, draft.readers_each) == (
        "Wales 2031", ["Gwent"], 9, 2,
    )  # fmt: skip
    assert [draft.partner_id, *draft.nations.all()][0] == "nation:wales"
    assert draft.question_sets.get().pk == said["questions"]["en-gb"]
    assert team.get(at("edit_wave", draft.ref, "nonsense")).status_code == 404


def test_a_date_of_a_published_wave_asks_for_a_reason_on_the_page(team):
    wave = WaveFactory()
    page = at("edit_wave", wave.ref, "dates")
    later = timezone.localtime(wave.closes_at + DAY)
    opens = timezone.localtime(wave.opens_at)
    typed = {
        **moment("opens_at", opens.day, opens.month, opens.year, f"{opens:%H:%M}"),
        **moment("closes_at", later.day, later.month, later.year, f"{later:%H:%M}"),
        **date("decide_by", wave.decide_by.day, wave.decide_by.month, wave.decide_by.year),
        "second_look_days": "28",
    }

    assert "Why the dates change" in team.get(page).text
    assert "Say why the dates change" in team.post(page, typed).text
    assert team.post(page, {**typed, "reason": "Snow"}).status_code == 302


def test_the_questions_of_a_wave_are_the_newest_versions(team, draft):
    old = QuestionFactory(question_set__key="ours", question_set__title="Ours").question_set
    QuestionFactory(question_set__key="ours", question_set__title="Ours", question_set__version=2)
    text = team.get(at("edit_wave", draft.ref, "questions")).text

    assert "Ours, version 2" in text
    assert "Ours, version 1" not in text
    draft.question_sets.set([old])
    assert "Ours, version 1" in team.get(at("edit_wave", draft.ref, "questions")).text


def test_a_wave_that_lacks_something_says_so_and_is_not_published(team, draft):
    assert "Add at least one criterion" in team.get(at("desk_wave", draft.ref)).text
    assert "Something is missing" in team.get(at("publish_wave", draft.ref)).text
    response = team.post(at("publish_wave", draft.ref), follow=True)

    assert "Add at least one criterion" in response.text
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_draft_is_previewed_then_published_and_visitors_see_it(team, visitor, draft):
    CriterionFactory(wave=draft, label="Curiosity")
    preview = team.get(at("preview_wave", draft.ref)).text
    assert "This is a preview" in preview
    assert "Curiosity" in preview
    assert at("start", draft.ref) not in preview
    assert visitor.get(at("wave", draft.ref)).status_code == 404

    team.post(at("publish_wave", draft.ref))
    assert "Curiosity" in visitor.get(at("wave", draft.ref)).text
    assert "is published already" in team.get(at("publish_wave", draft.ref)).text


def test_a_wave_is_copied_in_one_click(team, draft):
    response = team.post(at("copy_wave", draft.ref), follow=True)

    assert "This is a copy of Wales, spring 2031" in response.text
    assert Wave.objects.count() == 2


def test_a_draft_is_deleted_once_confirmed_and_a_published_wave_is_not(team, draft):
    published = WaveFactory()
    assert "Delete Wales, spring 2031?" in team.get(at("delete_wave", draft.ref)).text
    team.post(at("delete_wave", draft.ref))
    assert "so it stays" in team.post(at("delete_wave", published.ref), follow=True).text

    assert Wave.objects.get() == published


def test_criteria_are_begun_from_an_example_changed_moved_and_removed(team, draft):
    assert "There are no criteria yet" in team.get(at("criteria", draft.ref)).text
    team.post(at("example_criteria", draft.ref))
    again = team.post(at("example_criteria", draft.ref), follow=True)
    assert "no criteria yet" in again.text
    first, second, *others = draft.criteria.order_by("order")
    team.post(at("move_criterion", draft.ref, second.pk), {"to": "up"})
    team.post(
        at("edit_criterion", draft.ref, first.pk), {"label": "Own part", "hint": "", "top": 5}
    )
    for other in others:
        team.post(at("remove_criterion", draft.ref, other.pk))
    team.post(at("new_criterion", draft.ref), {"label": "Kindness", "hint": "", "top": 3})

    named = [one.label for one in draft.criteria.order_by("order")]
    assert named == ["Learns from what happens", "Own part", "Kindness"]


def test_criteria_that_are_read_by_offer_no_change(team):
    criterion = CriterionFactory()
    ReadingFactory(application__wave=criterion.wave)
    text = team.get(at("criteria", criterion.wave.ref)).text

    assert "Reading has begun" in text
    assert at("edit_criterion", criterion.wave.ref, criterion.pk) not in text
    page = at("new_criterion", criterion.wave.ref)
    refused = team.post(page, {"label": "More", "hint": "", "top": 3, "reason": "Because"})
    assert "Reading has begun" in refused.text


def test_a_criterion_of_another_wave_is_not_found(team, draft):
    criterion = CriterionFactory()

    assert team.get(at("edit_criterion", draft.ref, criterion.pk)).status_code == 404


def test_groups_are_begun_from_an_example_and_made_ones_own(team):
    assert "There are no groups yet" in team.get(at("groups")).text
    assert "6 example groups are added" in team.post(at("example_groups"), follow=True).text
    assert "They are all here" in team.post(at("example_groups"), follow=True).text
    group = EligibilityGroup.objects.first()
    team.post(at("edit_group", group.pk), {"label": "Patients", "hint": ""})
    team.post(at("offer_group", group.pk), {"deed": "retire"})
    team.post(at("new_group"), {"label": "Students", "hint": ""})
    text = team.get(at("groups")).text

    assert text.index("Students") < text.index("Patients") < text.index("No longer offered")
    team.post(at("offer_group", group.pk), {"deed": "again"})
    assert "No longer offered" not in team.get(at("groups")).text


def test_the_desk_has_a_door_that_says_what_waits(team, client_as):
    ApplicationFactory(status="SENT")

    assert "1 application waits to be decided" in team.get("/desk/").text
    assert at("desk") not in client_as("evaluator").get("/desk/").text


def test_lists_cost_the_same_for_one_thing_and_for_many(team, django_assert_max_num_queries):
    counted = []
    for many in (1, 3):
        for _ in range(many):
            wave = WaveFactory()
            CriterionFactory(wave=wave)
            EligibilityGroupFactory()
            ApplicationFactory(wave=wave, status="SENT")
        with django_assert_max_num_queries(30) as desk:
            team.get(at("desk"))
        with django_assert_max_num_queries(30) as groups:
            team.get(at("groups"))
        counted.append((len(desk), len(groups)))

    assert counted[0] == counted[1]
