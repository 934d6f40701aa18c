"""Waves: prepared by the team, published when whole, then changed only in favour of applicants."""

import datetime

import pytest
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry
from commonweal.joining.models import Status, Wave
from commonweal.joining.queries import setting_up as queries
from commonweal.joining.services import copying, criteria, groups, setting_up
from tests.factories import RoleGrantFactory, UserFactory
from tests.factories.joining import (
    ApplicationFactory,
    CriterionFactory,
    EligibilityGroupFactory,
    QuestionFactory,
    QuestionSetFactory,
    ReadingFactory,
    WaveFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def by():
    return RoleGrantFactory().user


def moment(*parts):
    return datetime.datetime(*parts, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def dates():
    return {
        "opens_at": moment(2031, 3, 3, 12),
        "closes_at": moment(2031, 3, 31, 12),
        "decide_by": datetime.date(2031, 5, 1),
    }


def as_it_is(wave, **changed):
    """What the form of dates gives for a wave, with some of it changed."""
    names = ("opens_at", "closes_at", "decide_by", "welcome_on", "second_look_days")
    return {name: getattr(wave, name) for name in names} | changed


def who(wave, **changed):
    return {"nations": [], "regions": [], "groups": [], "invited_only": False} | changed


def reading(wave, **changed):
    names = ("partner_name", "places", "readers_each")
    said = {name: getattr(wave, name) for name in names}
    return {"partner": wave.partner_id or "", **said, **changed}


def test_a_new_wave_is_a_draft(by, dates):
    wave = setting_up.make(by=by, name="Wales 2031", **dates)

    assert wave.published_at is None
    assert wave.made_by == by
    assert AuditEntry.objects.get(action="joining.make_wave").actor == by


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"closes_at": moment(2031, 3, 3, 12)}, "must close after it opens"),
        ({"decide_by": datetime.date(2031, 3, 31)}, "decided after the day the wave closes"),
    ],
)
def test_dates_follow_each_other(by, dates, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        setting_up.make(by=by, name="Wales 2031", **(dates | changed))


def test_a_wave_is_published_when_nothing_is_lacking(by, dates):
    wave = setting_up.make(by=by, name="Wales 2031", **dates)
    now = timezone.now()
    assert len(queries.lacks(wave, now=now)) == 2
    with pytest.raises(Refused, match="Choose the questions"):
        setting_up.publish(wave, by=by, now=now)

    asked = QuestionSetFactory()
    with pytest.raises(Refused, match="has no questions yet"):
        setting_up.set_questions(wave, by=by, question_sets=[asked])
    QuestionFactory(question_set=asked)
    setting_up.set_questions(wave, by=by, question_sets=[asked])
    criteria.add(wave, by=by, label="Curiosity", hint="", top=3)
    setting_up.publish(wave, by=by, now=now)
    setting_up.publish(wave, by=by, now=now + DAY)

    wave.refresh_from_db()
    assert wave.published_at == now
    assert AuditEntry.objects.filter(action="joining.publish_wave").count() == 1


def test_a_closed_wave_is_not_published(by):
    wave = WaveFactory(published_at=None, closes_at=timezone.now() - DAY)
    CriterionFactory(wave=wave)

    with pytest.raises(Refused, match="closed already"):
        setting_up.publish(wave, by=by, now=timezone.now())


def test_a_wave_asks_one_set_in_each_language(by):
    wave = WaveFactory(published_at=None)
    english = wave.question_sets.get()
    other = QuestionFactory().question_set
    welsh = QuestionFactory(question_set__language="cy").question_set

    with pytest.raises(Refused, match="one set of questions for each language"):
        setting_up.set_questions(wave, by=by, question_sets=[english, other])
    setting_up.set_questions(wave, by=by, question_sets=[english, welsh])
    assert set(wave.question_sets.all()) == {english, welsh}


def test_questions_somebody_began_to_answer_stay_with_the_wave(by):
    wave = WaveFactory()
    began = ApplicationFactory(wave=wave)
    other = QuestionFactory().question_set

    with pytest.raises(Refused, match="begun to answer"):
        setting_up.set_questions(wave, by=by, question_sets=[other])
    assert wave.question_sets.get() == began.question_set


def test_a_copy_is_a_draft_a_year_on_with_everything_but_people(by):
    group, retired = EligibilityGroupFactory(), EligibilityGroupFactory(retired=True)
    wave = WaveFactory(
        name="Wales 2024",
        opens_at=moment(2024, 2, 29, 12),
        closes_at=moment(2024, 4, 30, 12),
        decide_by=datetime.date(2024, 6, 1),
        partner_id="nation:wales",
        places=80,
        regions=["Gwent"],
    )
    wave.nations.set(["nation:wales"])
    wave.groups.set([group, retired])
    CriterionFactory(wave=wave, label="Curiosity")
    ApplicationFactory(wave=wave)

    made = copying.copy(wave, by=by, now=moment(2025, 6, 1))

    assert (made.name, made.published_at, made.places) == ("Wales 2026", None, 80)
    assert made.opens_at == moment(2026, 2, 28, 12)
    assert made.closes_at == moment(2026, 4, 30, 12)
    assert timezone.localtime(made.closes_at).hour == 12
    assert [term.key for term in made.nations.all()] == ["nation:wales"]
    assert list(made.groups.all()) == [group]
    assert [one.label for one in made.criteria.all()] == ["Curiosity"]
    assert list(made.question_sets.all()) == list(wave.question_sets.all())
    assert wave.criteria.count() == 1
    assert not made.applications.exists()


def test_a_wave_without_a_year_in_its_name_is_marked_as_a_copy(by):
    made = copying.copy(WaveFactory(name="Pilot"), by=by, now=timezone.now())

    assert made.name == "Pilot (copy)"


def test_words_change_at_any_time_and_the_audit_log_says_which_alone(by):
    wave = WaveFactory()
    words = {"name": wave.name, "about": "For everybody.", "how_judged": "By two people."}
    setting_up.set_basics(wave, by=by, **words)
    setting_up.set_basics(wave, by=by, **words)

    entry = AuditEntry.objects.get(action="joining.set_wave_words")
    assert entry.detail == {"changed": ["about", "how_judged"]}


def test_a_draft_changes_its_dates_without_a_reason(by):
    wave = WaveFactory(published_at=None)
    earlier = wave.closes_at - 5 * DAY
    setting_up.set_dates(wave, by=by, **as_it_is(wave, closes_at=earlier))

    wave.refresh_from_db()
    assert wave.closes_at == earlier


def test_a_published_wave_gives_more_time_for_a_reason_that_is_kept(by):
    wave = WaveFactory()
    later = wave.closes_at + 5 * DAY
    with pytest.raises(Refused, match="Say why the dates change"):
        setting_up.set_dates(wave, by=by, **as_it_is(wave, closes_at=later))
    setting_up.set_dates(wave, by=by, **as_it_is(wave, closes_at=later), reason="The post was late")

    wave.refresh_from_db()
    assert wave.closes_at == later
    entry = AuditEntry.objects.get(action="joining.set_wave_dates")
    assert entry.detail == {"changed": ["closes_at"], "reason": "The post was late"}


def test_nothing_is_asked_when_no_date_changes(by):
    wave = WaveFactory()
    setting_up.set_dates(wave, by=by, **as_it_is(wave))

    assert not AuditEntry.objects.filter(action="joining.set_wave_dates").exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (lambda w: {"closes_at": w.closes_at - DAY}, "You can only give more time"),
        (lambda w: {"opens_at": w.opens_at + DAY}, "has opened, so its opening time stays"),
        (lambda w: {"second_look_days": 7}, "told they can ask for a second look for 28 days"),
        (lambda w: {"welcome_on": w.decide_by - DAY}, "welcomed once everything is decided"),
    ],
)
def test_a_published_wave_takes_no_time_away(by, changed, sentence):
    wave = WaveFactory()
    with pytest.raises(Refused, match=sentence):
        setting_up.set_dates(wave, by=by, **as_it_is(wave, **changed(wave)), reason="Haste")


def test_a_published_wave_opens_to_more_people_and_shuts_out_none(by):
    wave = WaveFactory()
    one, two = EligibilityGroupFactory(), EligibilityGroupFactory()
    wave.nations.set(["nation:wales"])
    wave.groups.set([one])

    wider = who(wave, nations=["nation:wales", "nation:england"], groups=[one.pk, two.pk])
    setting_up.set_who(wave, by=by, **wider)
    for narrower in ({"nations": ["nation:wales"]}, {"groups": [two.pk]}, {"regions": ["Gwent"]}):
        with pytest.raises(Refused, match="can be taken out of it"):
            setting_up.set_who(wave, by=by, **(wider | narrower))
    with pytest.raises(Refused, match="stays open to everyone"):
        setting_up.set_who(wave, by=by, **(wider | {"invited_only": True}))
    setting_up.set_who(wave, by=by, **(wider | {"nations": []}))

    assert not wave.nations.exists()
    assert wave.groups.count() == 2


def test_a_draft_may_be_narrowed(by):
    wave = WaveFactory(published_at=None)
    setting_up.set_who(wave, by=by, **who(wave, regions=["Gwent"], invited_only=True))

    wave.refresh_from_db()
    assert (wave.regions, wave.invited_only) == (["Gwent"], True)


def test_a_published_wave_has_more_places_never_fewer(by):
    wave = WaveFactory(places=50)
    setting_up.set_reading(wave, by=by, **reading(wave, places=60))
    wave.refresh_from_db()
    with pytest.raises(Refused, match="60 places or more"):
        setting_up.set_reading(wave, by=by, **reading(wave, places=55))
    setting_up.set_reading(wave, by=by, **reading(wave, places=None))

    wave.refresh_from_db()
    assert wave.places is None


def test_the_partner_stays_once_applications_were_sent(by):
    wave = WaveFactory(partner_id="nation:wales")
    ApplicationFactory(wave=wave, status=Status.SENT)

    with pytest.raises(Refused, match="the partner who reads them stays"):
        setting_up.set_reading(wave, by=by, **reading(wave, partner="nation:scotland"))


def test_criteria_and_readers_stay_once_reading_has_begun(by):
    wave = WaveFactory(published_at=None)
    criterion = CriterionFactory(wave=wave)
    ReadingFactory(application__wave=wave)

    for write in (
        lambda: criteria.add(wave, by=by, label="More", hint="", top=3),
        lambda: criteria.change(criterion, by=by, label="Other", hint="", top=3),
        lambda: criteria.remove(criterion, by=by),
        lambda: setting_up.set_reading(wave, by=by, **reading(wave, readers_each=2)),
    ):
        with pytest.raises(Refused, match="Reading has begun"):
            write()


def test_criteria_of_a_published_wave_change_for_a_reason_that_is_kept(by):
    wave = WaveFactory()
    only = CriterionFactory(wave=wave, label="Curiosity")
    with pytest.raises(Refused, match="Say why the criteria change"):
        criteria.add(wave, by=by, label="Kindness", hint="", top=5)
    with pytest.raises(Refused, match="at least one criterion"):
        criteria.remove(only, by=by, reason="Why not")
    criteria.change(only, by=by, label="Interest", hint="", top=4, reason="Clearer")

    assert AuditEntry.objects.get(action="joining.change_criterion").detail["reason"] == "Clearer"
    assert wave.criteria.get().label == "Interest"


def test_criteria_move_and_go(by):
    wave = WaveFactory(published_at=None)
    for label in ("One", "Two", "Three"):
        criteria.add(wave, by=by, label=label, hint="", top=3)
    third = wave.criteria.get(label="Three")
    criteria.move(third, by=by, up=True)
    criteria.move(third, by=by, up=False)
    criteria.move(third, by=by, up=False)
    criteria.move(wave.criteria.get(label="Two"), by=by, up=True)
    criteria.remove(third, by=by)

    assert [one.label for one in queries.criteria(wave)] == ["Two", "One"]


def test_only_a_draft_nobody_was_told_of_is_thrown_away(by):
    published, draft = WaveFactory(), WaveFactory(published_at=None)
    with pytest.raises(Refused, match="so it stays"):
        setting_up.delete(published, by=by)
    setting_up.delete(draft, by=by)

    assert Wave.objects.get() == published


def test_a_group_is_retired_and_offered_again(by):
    group = groups.make(by=by, label="Students", hint="")
    groups.change(group, by=by, label="Students of health", hint="At any college")
    groups.retire(group, by=by)
    wave = WaveFactory()
    assert list(queries.groups_to_offer(wave)) == []
    wave.groups.add(group)
    assert list(queries.groups_to_offer(wave)) == [group]
    groups.offer_again(group, by=by)

    group.refresh_from_db()
    assert (group.label, group.retired) == ("Students of health", False)


def test_numbers_count_people_once_each_by_how_far_they_are():
    wave = WaveFactory(readers_each=1)
    for status in ("DRAFT", "SENT", "READING", "READING", "ADMITTED", "JOINED", "REFUSED"):
        ApplicationFactory(wave=wave, status=status)
    ApplicationFactory(wave=wave, status="WITHDRAWN")
    for application in wave.applications.filter(status="READING"):
        ReadingFactory(application=application, advice="ADMIT", finished_at=timezone.now())
        ReadingFactory(application=application)

    assert queries.numbers(wave) == queries.Numbers(drafts=1, sent=6, read=2, decided=3, admitted=2)


def test_the_list_costs_the_same_for_one_wave_and_for_many(django_assert_num_queries):
    now = timezone.now()
    team = RoleGrantFactory().user
    for many in (1, 3):
        for _ in range(many):
            ApplicationFactory(wave=WaveFactory(), status="SENT")
            WaveFactory(opens_at=now + DAY, closes_at=now + 2 * DAY)
            WaveFactory(published_at=None)
            WaveFactory(opens_at=now - 3 * DAY, closes_at=now - DAY)
        with django_assert_num_queries(6):
            found = queries.shelves(type(team).objects.get(pk=team.pk), now=now)
    assert [len(s) for s in (found.draft, found.coming, found.open, found.closed)] == [4, 4, 4, 4]


def test_closed_waves_are_paged_and_a_broken_cursor_is_the_first_page():
    now = timezone.now()
    for days in range(25):
        WaveFactory(opens_at=now - 90 * DAY, closes_at=now - DAY - days * DAY, questions=0)
    team = RoleGrantFactory().user
    first = queries.shelves(team, now=now)
    second = queries.shelves(team, now=now, after=first.more)
    broken = queries.shelves(team, now=now, after="soon,7")

    assert len(first.closed) == 20
    assert len(second.closed) == 5
    assert not {row.wave.pk for row in first.closed} & {row.wave.pk for row in second.closed}
    assert second.more == ""
    assert broken.closed == first.closed


def test_a_partner_and_a_reader_see_their_own_published_waves_alone():
    wales = WaveFactory(partner_id="nation:wales")
    WaveFactory(partner_id="nation:wales", published_at=None)
    scotland = WaveFactory(partner_id="nation:scotland")
    partner = RoleGrantFactory(role="PARTNER", scope="nation:wales").user
    everywhere = RoleGrantFactory(role="PARTNER").user
    reader = RoleGrantFactory(role="ASSESSOR", scope=scotland.scope).user

    assert list(queries.waves(partner)) == [wales]
    assert list(queries.waves(everywhere)) == []
    assert list(queries.waves(reader)) == [scotland]
    assert list(queries.waves(UserFactory())) == []
    ApplicationFactory(wave=scotland, status="SENT")
    assert (queries.waiting(reader), queries.waiting(partner)) == (1, 0)
