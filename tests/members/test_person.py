"""The page of a person: what is on it for whom."""

import datetime

import pytest
from django.urls import reverse

from commonweal.members import services
from commonweal.members.indexing import index_member
from commonweal.members.models import Audience, MemberTerm, SeniorityRule
from commonweal.members.queries import viewer_audience
from tests.factories import EVERYONE, MemberFactory
from tests.members.somebody import WORDS, jpeg, somebody

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.date(2021, 1, 1)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def page(client, member):
    return client.get(reverse("members:person", args=[member.ref]))


def photo(client, member):
    return client.get(reverse("members:photo", args=[member.ref]))


@pytest.mark.parametrize(
    ("role", "audience"),
    [
        ("member", Audience.MEMBERS),
        ("convenor", Audience.MEMBERS),
        ("team", Audience.MEMBERS),
        ("steward", Audience.MEMBERS),
        ("evaluator", Audience.MEMBERS),
        ("partner", Audience.EVERYONE),
        ("guest", Audience.EVERYONE),
    ],
)
def test_readers_stand_where_their_role_puts_them(client_as, role, audience):
    assert viewer_audience(client_as(role).user) == audience


def test_former_members_read_as_everyone_does():
    assert viewer_audience(
        MemberFactory(left_on=YESTERDAY, left_reason_id="left:retired").user
    ) == (Audience.EVERYONE)


def test_a_visitor_reads_all_that_is_open_to_everyone(visitor):
    text = page(visitor, somebody()).text

    assert [word for words in WORDS.values() for word in words if word not in text] == []


@pytest.mark.parametrize("field", WORDS)
@pytest.mark.parametrize(("role", "chosen"), [("visitor", "MEMBERS"), ("member", "NOBODY")])
def test_what_is_hidden_is_not_on_the_page_and_the_rest_is(client_as, field, role, chosen):
    text = page(client_as(role), somebody(**{field: chosen})).text

    shown = {name for name, words in WORDS.items() if any(word in text for word in words)}
    assert shown == WORDS.keys() - {field}


@pytest.mark.parametrize(
    ("role", "chosen", "status"),
    [
        ("visitor", "MEMBERS", 404),
        ("guest", "MEMBERS", 404),
        ("partner", "MEMBERS", 404),
        ("member", "MEMBERS", 200),
        ("member", "NOBODY", 404),
        ("evaluator", "NOBODY", 404),
        ("team", "NOBODY", 200),
        ("steward", "NOBODY", 200),
    ],
)
def test_who_may_not_see_the_name_sees_nobody(client_as, role, chosen, status):
    member = somebody(name=chosen)

    assert page(client_as(role), member).status_code == status
    assert photo(client_as(role), member).status_code == status


def test_there_is_no_page_of_nobody(visitor):
    assert visitor.get(reverse("members:person", args=["0000000000"])).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("visitor", 404), ("member", 404), ("team", 200)])
def test_those_who_left_are_seen_by_the_team_alone(client_as, role, status):
    member = somebody()
    member.left_on, member.left_reason_id = YESTERDAY, "left:retired"
    member.save()

    response = page(client_as(role), member)

    assert response.status_code == status
    assert photo(client_as(role), member).status_code == status
    assert ("left the community on 1 January 2021" in response.text) is (role == "team")


def test_those_who_have_not_begun_are_not_seen_yet(member):
    assert page(member, MemberFactory(joined_on=datetime.date(2090, 1, 1))).status_code == 404


def test_the_team_reads_what_is_hidden_and_is_told_so(team):
    text = page(team, somebody(place="NOBODY", name="MEMBERS")).text

    assert "canaryplace" in text
    assert "Nobody else sees: Place." in text


def test_members_are_led_from_their_page_to_their_own(member):
    assert page(member, member.user.member).headers["Location"] == reverse("members:me")


def test_former_members_still_read_what_they_said(client_of):
    member = somebody(place="NOBODY")
    member.left_on, member.left_reason_id = YESTERDAY, "left:retired"
    member.save()

    assert "canaryplace" in page(client_of(member.user), member).text


def test_a_photo_is_served_as_the_jpeg_it_is(visitor):
    member = somebody()

    response = photo(visitor, member)

    assert response.content == jpeg()
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, max-age=600"


@pytest.mark.parametrize(
    ("role", "chosen", "status"),
    [
        ("visitor", "MEMBERS", 404),
        ("member", "MEMBERS", 200),
        ("member", "NOBODY", 404),
        ("team", "NOBODY", 200),
    ],
)
def test_a_photo_is_seen_by_those_its_member_chose(client_as, role, chosen, status):
    assert photo(client_as(role), somebody(photo=chosen)).status_code == status


def test_a_hidden_photo_is_seen_by_its_owner(client_of):
    member = somebody(photo="NOBODY")

    assert photo(client_of(member.user), member).status_code == 200


def test_there_is_no_photo_where_none_was_given(visitor):
    assert photo(visitor, MemberFactory(visibility=EVERYONE)).status_code == 404


def test_a_photo_whose_file_was_lost_is_no_error(visitor):
    member = somebody()
    member.photo.storage.delete(member.photo.name)

    assert photo(visitor, member).status_code == 404


def test_people_with_a_shared_interest_are_offered_and_nobody_hidden(visitor):
    shown, hidden = (
        MemberFactory(name="Shown Person", visibility=EVERYONE),
        MemberFactory(name="Hidden Person", visibility=EVERYONE | {"interests": "MEMBERS"}),
    )
    for other in (shown, hidden):
        MemberTerm.objects.create(member=other, kind="INTEREST", term_id="interest:maternity")
        index_member(other)
    member = somebody()
    index_member(member)

    text = page(visitor, member).text

    assert "People with something in common" in text
    assert "Shown Person" in text
    assert "Hidden Person" not in text


def test_without_interests_people_of_the_same_kind_of_role_are_offered(visitor):
    other = MemberFactory(name="Shown Person", visibility=EVERYONE, role_type_id="roletype:digital")
    index_member(other)

    assert "Shown Person" in page(visitor, somebody(interests="NOBODY")).text


def test_somebody_who_says_nothing_has_a_page_too(visitor):
    text = page(visitor, MemberFactory(name="Quiet Person", visibility=EVERYONE)).text

    assert "Quiet Person" in text
    assert "something in common" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_runs_the_same_queries_however_much_was_said(
    visitor, django_assert_num_queries, count
):
    member = somebody()
    for term in ["interest:flow", "interest:children", "interest:medicines"][:count]:
        MemberTerm.objects.create(member=member, kind="INTEREST", term_id=term)
    index_member(member)

    with django_assert_num_queries(8):
        page(visitor, member)


def test_words_of_members_are_escaped(visitor):
    member = MemberFactory(name="<script>alert(1)</script>", visibility=EVERYONE)

    assert "<script>alert(1)" not in page(visitor, member).text


def test_a_seniority_by_the_rules_leads_to_them(visitor):
    member = somebody()
    member.seniority_rule = SeniorityRule.objects.filter(seniority="seniority:early").first()
    member.save()

    text = page(visitor, member).text

    assert f'<a href="{reverse("members:seniority")}">estimated from the role title</a>' in text
    assert "set by the team" not in text


def test_a_seniority_put_right_says_by_whom(visitor, team):
    member = somebody()
    services.correct_seniority(member, "seniority:mid-level", by=team.user)

    text = page(visitor, member).text

    assert "Seniority, set by the team" in text
    assert "estimated from the role title" not in text
