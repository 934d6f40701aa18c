"""Seniority is estimated by published rules, and put right by the team."""

import pytest
from django.urls import reverse

from commonweal.members.models import Member, SeniorityRule
from commonweal.members.queries import seniority_rules
from commonweal.members.seniority import estimate
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
RULES, DESK = reverse("members:seniority"), reverse("members:desk_seniority")


def correct(client, member, **posted):
    address = reverse("members:correct_seniority", args=[member.ref])
    return client.post(address, posted) if posted else client.get(address)


@pytest.mark.parametrize(
    ("title", "seniority"),
    [
        ("Chief Executive", "upper-senior"),
        ("Deputy Director of Nursing", "upper-senior"),
        ("Associate Medical Director", "upper-senior"),
        ("Head of Quality Improvement", "mid-senior"),
        ("Consultant Anaesthetist", "mid-senior"),
        ("GP", "mid-senior"),
        ("Improvement Consultant", "mid-level"),
        ("QI Lead", "mid-senior"),
        ("Senior Programme Manager", "lower-senior"),
        ("Ward manager", "lower-senior"),
        ("Staff nurse", "mid-level"),
        ("Trainee doctor", "early"),
        ("Project support officer", "early"),
    ],
)
def test_the_shipped_rules_judge_titles_as_people_would(title, seniority):
    assert estimate(title, seniority_rules()).seniority_id == f"seniority:{seniority}"


@pytest.mark.parametrize("title", ["", "Happiness wrangler", "Misleading", "Directorate"])
def test_a_title_no_rule_matches_gets_no_rule(title):
    assert estimate(title, seniority_rules()) is None


def test_the_first_rule_by_order_decides_whatever_order_they_come_in():
    late = SeniorityRule(order=2, pattern="lead", seniority_id="seniority:early")
    soon = SeniorityRule(order=1, pattern="LEAD", seniority_id="seniority:mid-senior")

    assert estimate("Clinical Lead", [late, soon]) is soon


def test_the_rules_are_public_and_in_words(visitor):
    text = visitor.get(RULES).text

    assert [rule.because for rule in SeniorityRule.objects.all() if rule.because not in text] == []
    assert "(assistant or associate or deputy or vice) (chief or ceo" in text


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        ("Deputy director", "by rule 10: Deputies and associates of chiefs and directors"),
        ("Happiness wrangler", "No rule matches “Happiness wrangler”"),
        ("", "Enter a role title"),
        ("x" * 201, "There is a problem"),
    ],
)
def test_anybody_can_try_a_title(visitor, title, answer):
    assert answer in visitor.get(RULES, {"title": title}).text


@pytest.mark.parametrize(
    ("role", "status"), [("visitor", 302), ("member", 403), ("steward", 403), ("team", 200)]
)
def test_only_the_team_corrects(client_as, role, status):
    member = MemberFactory()
    client = client_as(role)

    assert client.get(DESK).status_code == status
    assert correct(client, member).status_code == status
    posted = correct(client, member, seniority="seniority:early").status_code
    assert posted == (302 if role in ("visitor", "team") else 403)
    kept = Member.objects.get(pk=member.pk).seniority_id
    assert kept == ("seniority:early" if role == "team" else None)


def test_the_desk_lists_whom_no_rule_and_nobody_judged(team):
    MemberFactory(name="No Title")
    MemberFactory(name="Odd Title", role_title="Wrangler", seniority_id="seniority:not-clear")
    MemberFactory(name="Plain Title", seniority_id="seniority:early")
    MemberFactory(
        name="Looked At",
        seniority_id="seniority:not-clear",
        seniority_corrected_by=MemberFactory(seniority_id="seniority:early").user,
    )

    text = team.get(DESK).text

    listed = [n for n in ("No Title", "Odd Title", "Plain Title", "Looked At") if n in text]
    assert listed == ["Odd Title"]


def test_an_empty_desk_says_so(team):
    assert "Nothing to decide" in team.get(DESK).text


def test_a_full_desk_goes_on(team):
    for number in range(26):
        MemberFactory(name=f"Person {number:02}", seniority_id="seniority:not-clear")

    first = team.get(DESK).text
    onward = first.partition('cw-pager">')[2].partition('href="')[2].partition('"')[0]
    second = team.get(onward.replace("&amp;", "&")).text

    assert ("Person 24" in first, "Person 25" in first) == (True, False)
    assert ("Person 25" in second, "Back to the start" in second) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_runs_the_same_queries_for_any_number(team, django_assert_num_queries, count):
    MemberFactory.create_batch(count, seniority_id="seniority:not-clear")

    with django_assert_num_queries(6):
        team.get(DESK)


def test_a_correction_is_confirmed_and_can_be_taken_back(team):
    member = MemberFactory(role_title="Trainee nurse")

    text = team.get(
        correct(team, member, seniority="seniority:mid-senior").headers["Location"]
    ).text
    assert f"{member.name}: seniority corrected" in text
    assert "Go back to the estimate" in correct(team, member).text

    correct(team, member, estimate="yes")
    assert Member.objects.get(pk=member.pk).seniority_id == "seniority:early"
    assert "Estimated by rule 140: People in training" in correct(team, member).text


def test_a_title_without_a_rule_says_so_before_it_is_corrected(team):
    text = correct(team, MemberFactory(role_title="Wrangler")).text

    assert "No published rule matches this title" in text


def test_a_correction_needs_a_choice(team):
    member = MemberFactory()

    assert "There is a problem" in correct(team, member, seniority="sky-high").text
    assert Member.objects.get(pk=member.pk).seniority_id is None


@pytest.mark.parametrize(
    ("corrected", "kept"), [(False, "seniority:upper-senior"), (True, "seniority:early")]
)
def test_a_title_put_right_in_the_administration_is_estimated_anew_unless_corrected(
    team, corrected, kept
):
    member = MemberFactory()
    if corrected:
        correct(team, member, seniority="seniority:early")
    rows = {
        f"{name}-{field}_FORMS": "0"
        for name in ("terms", "links")
        for field in ("TOTAL", "INITIAL")
    }

    team.post(
        reverse("admin:members_member_change", args=[member.pk]),
        {"name": "Siân", "role_title": "Director", "joined_on": "2020-01-15", **rows},
    )

    assert Member.objects.get(pk=member.pk).role_title == "Director"
    assert Member.objects.get(pk=member.pk).seniority_id == kept
