"""What the demo's history must meet; the figures are those of docs/guide/demo.md."""

import datetime
from collections import Counter
from functools import cache

import pytest

from commonweal.engagement.offers import OFFERS
from commonweal.home.demo import participation, plan, programme, shipped
from commonweal.home.demo.history import AS_OF, UNIT
from commonweal.home.demo.plan import IRELAND, Segment

pytestmark = pytest.mark.slow
LATER = datetime.date(2024, 12, 31)


@cache
def places(size=UNIT, seed=1, until=AS_OF):
    return plan.make(size, seed, until=until)


@cache
def ledger(size=UNIT, seed=1, until=AS_OF):
    people = places(size, seed, until)
    return list(participation.rows(people, range(1, len(people) + 1), seed=seed, last=until))


def joined_by(day, **kind):
    return sum(place.joined_on <= datetime.date.fromisoformat(day) for place in places(**kind))


def members_on(day, **kind):
    on = datetime.date.fromisoformat(day)
    return sum(
        place.joined_on <= on and (place.left_on is None or place.left_on > on)
        for place in places(**kind)
    )


def as_known_on(day, people):
    """The people of a longer history as this day knows them."""
    return [
        place
        if place.left_on and place.left_on <= day
        else place._replace(left_on=None, left_reason="")
        for place in people
        if place.joined_on <= day
    ]


def test_the_community_grows_as_the_known_history_tells():
    assert {
        "231 founded it": joined_by("2015-12-31"),
        "about 500": members_on("2016-12-31"),
        "1,353 recruited during 2017": joined_by("2017-06-30"),
        "about 2,000": members_on("2017-12-31"),
        "above 2,500": members_on("2018-12-31"),
        "on the roll of the vote of 2019": members_on("2019-10-15"),
        "above 4,000": members_on("2021-06-30"),
        "above 5,000": members_on("2023-01-31"),
    } == {
        "231 founded it": 231,
        "about 500": 495,
        "1,353 recruited during 2017": 1353,
        "about 2,000": 1994,
        "above 2,500": 2756,
        "on the roll of the vote of 2019": 3377,
        "above 4,000": 4094,
        "above 5,000": 5062,
    }


def test_in_one_month_of_2017_more_joined_than_in_any_other():
    months = Counter((place.joined_on.year, place.joined_on.month) for place in places())
    assert months.most_common(1) == [((2017, 3), 352)]


def test_nobody_joins_or_leaves_while_the_vote_of_2019_is_open():
    assert members_on("2019-10-07") == members_on("2019-10-21") == 3377


def test_68_join_from_ireland_in_its_first_year_and_nobody_before():
    irish = [place.joined_on for place in places() if place.nation == IRELAND]
    first_year = [day for day in irish if day <= datetime.date(2021, 6, 30)]
    assert (min(irish) >= datetime.date(2020, 5, 1), len(first_year)) == (True, 68)


def test_most_are_in_england_and_all_five_nations_take_part():
    nations = Counter(place.nation for place in places())
    assert [nation for nation, _ in nations.most_common(5)] == [
        "nation:england",
        "nation:scotland",
        "nation:wales",
        "nation:northern-ireland",
        IRELAND,
    ]
    assert 0.7 < nations["nation:england"] / len(places()) < 0.75


def test_few_leave_and_hardly_anybody_by_resigning():
    reasons = Counter(place.left_reason for place in places() if place.left_on)
    assert set(reasons) == {
        "left:changed-role",
        "left:retired",
        "left:not-reachable",
        "left:resigned",
    }
    assert (reasons.total(), reasons["left:resigned"] < 20) == (158, True)


def test_nobody_leaves_before_they_have_settled():
    assert all((place.left_on - place.joined_on).days >= 120 for place in places() if place.left_on)


@pytest.mark.parametrize(("size", "in_2015", "roll_of_2019"), [(500, 23, 338), (2500, 116, 1688)])
def test_other_sizes_are_in_proportion(size, in_2015, roll_of_2019):
    assert joined_by("2015-12-31", size=size) == in_2015
    assert members_on("2019-10-15", size=size) == pytest.approx(roll_of_2019, abs=1)


def test_a_longer_history_begins_with_the_shorter_one():
    longer = places(300, 1, LATER)
    assert as_known_on(AS_OF, longer) == places(300)
    assert len(longer) - len(places(300)) == pytest.approx(668 * 300 / UNIT * 1.75, abs=6)

    rows = ledger(300, 1, LATER)
    known = sorted(row.key for row in rows if row.day <= AS_OF)
    assert known == sorted(row.key for row in ledger(300))
    assert {row.offer for row in rows if row.day > AS_OF} >= {"COFFEE", "EVENT", "GROUP", "VOTE"}


def test_a_shorter_history_stops_on_its_day():
    day = datetime.date(2018, 6, 30)
    assert places(300, 1, day) == as_known_on(day, places(300))
    assert max(row.day for row in ledger(300, 1, day)) <= day


def test_the_same_seed_plans_the_same_community_and_another_does_not():
    again = plan.make(300, 1, until=AS_OF)
    assert again == places(300)
    assert plan.make(300, 2, until=AS_OF) != places(300)


def test_the_ledger_has_every_declared_offer_and_each_row_once():
    rows = ledger()
    assert {row.offer for row in rows} == set(OFFERS)
    assert len({row.key for row in rows}) == len(rows)
    assert 40_000 < len(rows) < 60_000
    assert max(len(row.what) for row in rows) < 60


def test_special_interest_groups_are_twenty_and_each_has_people_of_its_own():
    rows = [row for row in ledger() if row.offer == "GROUP"]
    assert len({row.what for row in rows}) == 20
    assert len({(row.member_id, row.what) for row in rows}) == len({row.member_id for row in rows})


def test_nobody_takes_part_before_joining_or_after_leaving():
    people = places()
    assert [
        row.key
        for row in ledger()
        if row.day < people[row.member_id - 1].joined_on
        or (people[row.member_id - 1].left_on or datetime.date.max) <= row.day
    ] == []


def test_608_of_3377_vote_in_2019_and_nobody_in_2020():
    votes = Counter(row.day.year for row in ledger() if row.offer == "VOTE")
    assert (votes[2019], votes[2020]) == (608, 0)
    assert sorted(votes) == [2018, 2019, 2022]


def test_nobody_meets_in_person_while_the_pandemic_forbids_it():
    closed = [
        row.what
        for row in ledger()
        if row.mode == "IN_PERSON"
        and row.offer in {"EVENT", "VISIT", "WORKSHOP"}
        and programme.CLOSED[0] <= row.day <= programme.CLOSED[1]
    ]
    assert closed == []


def test_the_last_year_has_more_engagement_but_less_of_it_a_member():
    years = Counter(
        2022 if row.day > datetime.date(2022, 4, 1) else 2021
        for row in ledger()
        if row.day > datetime.date(2021, 4, 1)
    )
    per_member = {
        2021: years[2021] / members_on("2022-04-01"),
        2022: years[2022] / members_on("2023-04-01"),
    }
    assert years[2022] > years[2021]
    assert per_member[2022] < per_member[2021]


def test_a_few_lead_a_few_more_come_often_most_now_and_then_and_many_never():
    current = {place.number for place in places() if place.left_on is None}
    often = Counter(row.member_id for row in ledger())
    leading = {row.member_id for row in ledger() if row.part == "LED"} & current
    keen = {number for number in current - leading if often[number] >= 23}
    never = {number for number in current if not often[number]}
    some = current - leading - keen - never
    shares = [len(group) / len(current) for group in (leading, keen, some, never)]
    assert 0.01 < shares[0] < 0.02 < shares[1] < 0.12
    assert 0.5 < shares[2] < 0.65
    assert 0.25 < shares[3] < 0.4


def test_only_the_leading_group_leads():
    people = places()
    assert {people[row.member_id - 1].segment for row in ledger() if row.part == "LED"} == {
        Segment.LEADING
    }


def test_the_roles_of_a_deck_are_shared_out_as_published():
    cards = plan.role_cards()
    sectors = [sector for _, sector in cards if sector] + plan.sector_cards(cards)
    assert (len(cards), len(sectors)) == (200, 200)
    assert sum(role.clinical for role, _ in cards) == 58
    assert sectors.count("sector:both") == 60


def test_every_parent_organisation_is_in_the_list():
    rows = shipped.rows("organisations.csv")
    known = {row["code"] for row in rows} | {row["name"] for row in rows}
    assert [row["name"] for row in rows if row["parent"] not in known] == []
    assert len({row["name"] for row in rows}) == len(rows)
