"""Each figure counted a second time, in plain Python over the members and the ledger."""

import datetime
import math
from collections import Counter

import pytest

from commonweal.engagement.models import Participation
from commonweal.impact.figures.headlines import headlines
from commonweal.members.models import Member
from tests.impact.community import AS_OF, content, frozen, organisation, people, took_part

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime.date
YEARS = [(DAY(y - 1, 4, 1), DAY(y, 4, 1)) for y in range(2020, 2024)]


@pytest.fixture
def community(db, tmp_path):
    """90 people who joined between 2019 and 2023; some left, some say nothing of themselves."""
    acute, care, small = (
        organisation("ACU", "acute"),
        organisation("SOC", "social-care"),
        organisation("PAT", "patient-led"),
    )
    nurse, analyst = "background:nurse", "background:analyst"
    groups = [
        people(30, joined_on=DAY(2019, 6, 30), organisation=acute, clinical=True,
               background_id=nurse, role_type_id="roletype:improvement",
               seniority_id="seniority:mid-senior"),
        people(25, joined_on=DAY(2020, 12, 31), organisation=care, clinical=False,
               background_id=analyst, role_type_id="roletype:analysis",
               seniority_id="seniority:upper-senior"),
        people(7, joined_on=DAY(2022, 2, 28), organisation=small, clinical=True,
               background_id="background:doctor", seniority_id="seniority:early"),
        people(12, joined_on=DAY(2023, 4, 1)),
        people(11, joined_on=DAY(2019, 6, 30), left_on=DAY(2022, 4, 1),
               left_reason_id="left:retired"),
        people(5, joined_on=DAY(2023, 5, 1), organisation=acute, clinical=True),
    ]  # fmt: skip
    first, second, third, *_ = groups
    leavers = groups[4]
    took_part(
        first[:20], "EVENT", DAY(2020, 4, 1), DAY(2020, 4, 2), DAY(2022, 9, 1), DAY(2023, 4, 1)
    )
    took_part(second, "COFFEE", DAY(2021, 4, 1), DAY(2022, 1, 1), DAY(2020, 12, 30))
    took_part(third[:3], "LAB", DAY(2022, 3, 1), DAY(2022, 5, 5))
    took_part(second[:4], "GROUP", DAY(2022, 5, 5))
    took_part(leavers, "EVENT", DAY(2022, 4, 1), DAY(2022, 4, 2))
    return frozen(tmp_path / "s")


def joined():
    return [member for member in Member.objects.all() if member.joined_on <= AS_OF]


def current():
    return [member for member in joined() if member.is_current(AS_OF)]


def counted_rows():
    """Ledger rows of people while they belonged; the day of leaving counts."""
    rows = Participation.objects.select_related("member")
    return [
        row
        for row in rows
        if row.member.joined_on <= row.day <= min(AS_OF, row.member.left_on or AS_OF)
    ]


def test_new_members_per_year(community):
    figure = content("new-members", community)

    years = Counter(member.joined_on.year for member in joined())
    assert figure.rows == tuple((str(y), years[y]) for y in range(2019, 2024))
    assert figure.n == len(joined())
    assert figure.caveats == ("2023 is counted up to 1 April 2023.",)
    assert figure.words == (
        "People who joined each year up to 1 April 2023: 41 in 2019, 25 in 2020, 0 in 2021, "
        "7 in 2022, 12 in 2023. The most in one year was 41, in 2019."
    )


def test_a_year_that_is_over_needs_no_caveat(tmp_path):
    people(1, joined_on=DAY(2022, 1, 1))

    figure = content("new-members", frozen(tmp_path / "s", as_of=DAY(2022, 12, 31)))

    assert figure.caveats == ()


def test_growth_counts_all_who_joined_and_those_who_belong_each_quarter(community):
    figure = content("growth", community)

    ends = [row[0] for row in figure.rows]
    assert ends[:2] + ends[-2:] == [DAY(2019, 6, 30), DAY(2019, 9, 30), DAY(2023, 3, 31), AS_OF]
    assert figure.rows == tuple(
        (
            end,
            sum(member.joined_on <= end for member in joined()),
            sum(member.is_current(end) for member in joined()),
        )
        for end in ends
    )
    assert figure.rows[-1][1:] == (85, 74)
    assert figure.words == (
        "85 people had joined by 1 April 2023, the first on 30 June 2019. 11 had left, so 74 "
        "belonged."
    )


def test_members_by_organisation_type_join_small_types_and_say_what_is_known(community):
    figure = content("organisation-type", community)

    types = Counter(m.organisation.type_id for m in current() if m.organisation)
    assert types == {"orgtype:acute": 30, "orgtype:social-care": 25, "orgtype:patient-led": 7}
    assert figure.rows == (
        ("Acute care provider", 30, round(30 / 62, 4)),
        ("Other or fewer than 10", 32, round(32 / 62, 4)),
    )
    assert figure.coverage == "Known for 62 of 74 members (84%)."
    assert figure.n == 62


def test_clinical_or_not(community):
    figure = content("clinical-role", community)

    answers = Counter(member.clinical for member in current())
    assert figure.rows == (
        ("Clinical primary role", answers[True], round(37 / 62, 4)),
        ("Primary role is not clinical", answers[False], round(25 / 62, 4)),
    )
    assert figure.words == (
        "Of 62 members known: Clinical primary role 37 (60%) and Primary role is not clinical "
        "25 (40%)."
    )
    assert figure.caveats == (
        "If everybody were known, “Clinical primary role” would lie between 50% and 66% of "
        "members.",
    )


def test_bounds_that_say_no_more_than_the_share_are_left_out(tmp_path):
    people(303, clinical=True)
    people(200, clinical=False)
    people(1)

    figure = content("clinical-role", frozen(tmp_path / "s"))

    assert figure.caveats == ()


def test_background_says_how_many_come_from_a_clinical_one(community):
    figure = content("background", community)

    assert figure.rows == (
        ("Nurse", 30, round(30 / 62, 4)),
        ("Other or fewer than 10", 32, round(32 / 62, 4)),
    )
    assert figure.words.startswith("60% have a clinical professional background. Of 62")


def test_a_side_of_fewer_than_ten_is_not_told_in_words(tmp_path):
    people(30, background_id="background:nurse")
    people(9, background_id="background:analyst")

    figure = content("background", frozen(tmp_path / "s"))

    assert figure.rows == (("Other or fewer than 10", 39, 1.0),)
    assert figure.words == "Of 39 members known: Other or fewer than 10 39 (100%)."


def test_role_type(community):
    assert content("role-type", community).rows == (
        ("Improvement or transformation", 30, round(30 / 55, 4)),
        ("Data and analysis", 25, round(25 / 55, 4)),
    )


def test_seniority_keeps_the_order_of_the_list(tmp_path):
    people(20, seniority_id="seniority:early")
    people(12, seniority_id="seniority:upper-senior")
    people(8, seniority_id="seniority:not-clear")
    people(6, seniority_id="seniority:mid-level")

    figure = content("seniority", frozen(tmp_path / "s"))

    assert [row[:2] for row in figure.rows] == [
        ("Upper senior", 12),
        ("Early career", 20),
        ("Other or fewer than 10", 14),
    ]
    assert figure.coverage == "A role title was read for 46 of 46 members (100%)."


def test_corrections_of_seniority_are_told_when_they_are_many(tmp_path, team):
    people(10, seniority_id="seniority:early", seniority_corrected_by=team.user)

    figure = content("seniority", frozen(tmp_path / "s"))

    assert "The team corrected the estimate for 10 members." in figure.caveats


def test_many_categories_are_summed_up_in_words(tmp_path):
    for key in ("improvement", "digital", "policy", "research", "education", "other", "executive"):
        people(10, role_type_id=f"roletype:{key}")

    figure = content("role-type", frozen(tmp_path / "s"))

    assert figure.words.endswith("and 2 smaller categories.")


def test_a_field_known_of_fewer_than_ten_people_is_not_shown(tmp_path):
    people(9, clinical=True)

    figure = content("clinical-role", frozen(tmp_path / "s"))

    assert (figure.rows, figure.chart) == ((), None)
    assert figure.words == "Fewer than 10 members are known here, so nothing is shown."


def test_engagement_by_offer_over_three_years(community):
    figure = content("engagement-by-offer", community)

    def in_years(*offers):
        rows = [row for row in counted_rows() if row.offer in offers]
        return tuple(sum(start < row.day <= end for row in rows) for start, end in YEARS[1:])

    assert figure.rows == (
        ("Community event", *in_years("EVENT")),
        ("Other or fewer than 10", *in_years("COFFEE", "LAB", "GROUP")),
    )
    assert figure.rows[0][1:] == (20, 11, 40)
    assert figure.n == sum(sum(row[1:]) for row in figure.rows)
    assert figure.caveats[0] == (
        "36 engagements are left out, dated before the person joined or after they left."
    )
    assert figure.words == (
        "Engagements: 45 in the year to 1 April 2021, 39 in the year to 1 April 2022 and 47 in the "
        "year to 1 April 2023. In the last year most were in Community event (40)."
    )


def test_engagements_per_member_and_what_changed_them(community):
    figure = content("engagement-per-member", community)

    expected, before = [], None
    for start, end in YEARS:
        members = sum(
            m.joined_on <= end and (m.left_on is None or m.left_on > start) for m in joined()
        )
        rows = [row for row in counted_rows() if start < row.day <= end]
        now = (members, len({row.member_id for row in rows}), len(rows))
        expected.append((end, now, before))
        before = now
    assert len(figure.rows) == len(expected)
    for row, (end, (members, took, times), earlier) in zip(figure.rows, expected, strict=True):
        assert row[:5] == (end, members, took, round(took / members, 4), times)
        assert row[5:7] == (round(times / took, 2), round(times / members, 2))
        if earlier is None:
            assert row[7:] == (None,) * 4
            continue
        assert row[7] == times - earlier[2]
        assert sum(row[8:]) == pytest.approx(times - earlier[2], abs=0.2)
        mean = (times - earlier[2]) / math.log(times / earlier[2])
        assert row[8] == round(mean * math.log(members / earlier[0]), 1)
    assert figure.words.startswith(
        "In the year to 1 April 2023 27 of 74 members (36%) took part, 0.64 engagements per "
        "member. The year before it was 0.53. Of the change of +8 engagements, "
    )


def test_a_year_as_busy_as_the_one_before_is_weighed_by_itself(tmp_path):
    took_part(people(10), "EVENT", DAY(2022, 1, 1), DAY(2023, 1, 1))

    figure = content("engagement-per-member", frozen(tmp_path / "s"))

    assert figure.rows[-1][7:] == (0, 0.0, 0.0, 0.0)


def test_years_in_which_a_handful_took_part_are_not_shown(tmp_path):
    members = people(10)
    took_part(members, "EVENT", DAY(2022, 1, 1))
    took_part(members[:9], "EVENT", DAY(2023, 1, 1))

    figure = content("engagement-per-member", frozen(tmp_path / "s"))

    assert [row[:3] for row in figure.rows[-2:]] == [
        (DAY(2022, 4, 1), 10, 10),
        (AS_OF, 10, None),
    ]
    assert figure.n == 10
    assert figure.words == "Fewer than 10 people took part in the last year."
    assert figure.caveats[-1].startswith("Years in which fewer than 10 people took part")


def test_a_year_in_which_nobody_took_part_is_shown_as_nothing(tmp_path):
    took_part(people(10), "EVENT", DAY(2022, 1, 1))

    figure = content("engagement-per-member", frozen(tmp_path / "s"))

    assert figure.rows[-1] == (AS_OF, 10, 0, 0.0, 0, None, 0.0, *[None] * 4)
    assert figure.words == "Nobody took part in the last year."


def test_words_leave_out_a_change_from_a_year_that_is_not_shown(tmp_path):
    took_part(people(10), "EVENT", DAY(2023, 1, 1))

    figure = content("engagement-per-member", frozen(tmp_path / "s"))

    assert figure.words == (
        "In the year to 1 April 2023 10 of 10 members (100%) took part, 1.0 engagements per member."
    )


def test_an_empty_community_has_figures_that_say_so(tmp_path):
    snapshot = frozen(tmp_path / "s")

    words = {
        slug: content(slug, snapshot).words
        for slug in ("new-members", "growth", "engagement-by-offer", "engagement-per-member")
    }

    assert words == {
        "new-members": "Nobody had joined by 1 April 2023.",
        "growth": "Nobody had joined by 1 April 2023.",
        "engagement-by-offer": "Fewer than 10 people took part, so nothing is shown.",
        "engagement-per-member": (
            "Fewer than 10 people took part in any year, so nothing is shown."
        ),
    }
    assert [each.number for each in headlines(snapshot)] == ["0", "0", "0"]


def test_headlines(community):
    assert [(each.number, each.label) for each in headlines(community)] == [
        ("74", "members"),
        ("12", "joined in the last 12 months"),
        ("3", "organisations with a member"),
        ("47", "engagements in the last 12 months"),
        ("36%", "of members took part in the last 12 months"),
    ]


def test_years_end_on_28_february_where_there_is_no_29th(tmp_path):
    took_part(people(10), "EVENT", DAY(2023, 2, 28), DAY(2023, 3, 1))

    figure = content(
        "engagement-by-offer", frozen(tmp_path / "s", as_of=DAY(2024, 2, 29), today=DAY(2024, 3, 1))
    )

    assert figure.rows == (("Community event", 0, 10, 10),)
