"""The desk's page of roles: found, given and ended by the team alone."""

import pytest

from commonweal.core import scopes, services
from commonweal.core.models import RoleGrant
from tests.factories import RoleGrantFactory, UserFactory
from tests.factories.joining import WaveFactory

pytestmark = pytest.mark.django_db
ROLES = "/desk/roles/"


def held(user):
    return [(g.role, g.scope) for g in user.role_grants.filter(ended_at=None).order_by("pk")]


def test_the_team_gives_a_role_by_address(team):
    person = services.account_for("new@example.org", name="New Person")

    page = team.post(
        ROLES, {"email": "New@Example.org", "role": "PARTNER", "scope": "nation:wales"}, follow=True
    ).text

    assert held(person) == [("PARTNER", "nation:wales")]
    assert "New Person has the role." in page
    assert "only for Wales" in page


def test_a_role_for_one_wave_is_shown_by_its_name_and_one_for_nothing_known_as_it_is(
    team, django_assert_num_queries
):
    wave = WaveFactory(name="Winter 2027, Wales")
    RoleGrantFactory(role="ASSESSOR", scope=wave.scope)
    RoleGrantFactory(role="ASSESSOR", scope="wave:gone")

    page = team.get(ROLES).text

    assert "only for Winter 2027, Wales" in page
    assert "only for wave:gone" in page
    with django_assert_num_queries(2):
        words = scopes.in_words([wave.scope, "wave:gone", "nation:wales", "nation:ireland", ""])
    assert words["nation:ireland"] == "Ireland"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"email": "", "role": "TEAM"}, "Enter an e-mail address"),
        ({"email": "a@example.org", "role": ""}, "Choose a role"),
        ({"email": "a@example.org", "role": "KING"}, "Select a valid choice"),
        ({"email": "nobody@example.org", "role": "TEAM"}, "Nobody has an account"),
        ({"email": "closed@example.org", "role": "TEAM"}, "Nobody has an account"),
        ({"email": "a@example.org", "role": "STEWARD"}, "has the role steward already"),
        ({"email": "unconfirmed@example.org", "role": "TEAM"}, "have not confirmed this address"),
        ({"email": "a@example.org", "role": "TEAM", "scope": "x"}, "This role cannot be limited"),
    ],
)
def test_the_page_says_why_a_role_is_not_given(team, given, message):
    RoleGrantFactory(user=services.account_for("a@example.org"), role="STEWARD")
    UserFactory(email="unconfirmed@example.org")
    UserFactory(email="closed@example.org", is_active=False)

    page = team.post(ROLES, given).text

    assert message in page
    assert RoleGrant.objects.count() == 2


def test_the_team_ends_a_role(team):
    grant = RoleGrantFactory(role="EVALUATOR", user=UserFactory(name="Old Hand"))

    page = team.post(f"{ROLES}{grant.pk}/end/", follow=True).text

    assert held(grant.user) == []
    assert "Old Hand no longer has the role." in page


def test_the_page_says_why_a_role_does_not_end(team):
    own = team.user.role_grants.get()

    page = team.post(f"{ROLES}{own.pk}/end/", follow=True).text

    assert "You cannot end your own team role" in page
    assert held(team.user) == [("TEAM", "")]


def test_a_role_that_ended_cannot_be_found(team):
    grant = RoleGrantFactory(role="EVALUATOR")
    team.post(f"{ROLES}{grant.pk}/end/")

    assert team.post(f"{ROLES}{grant.pk}/end/").status_code == 404


@pytest.mark.parametrize("role", ["guest", "member", "partner", "evaluator", "steward"])
def test_nobody_else_gives_or_ends_roles(client_as, role):
    client, grant = client_as(role), RoleGrantFactory(role="PARTNER")

    answers = [
        client.get(ROLES),
        client.post(ROLES, {"email": client.user.email, "role": "TEAM"}),
        client.post(f"{ROLES}{grant.pk}/end/"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert "TEAM" not in dict(held(client.user))
    assert held(grant.user) == [("PARTNER", "")]


def test_roles_are_found_by_name_and_by_address(team):
    RoleGrantFactory(role="PARTNER", user=UserFactory(name="Ann", email="a@wales.example"))
    RoleGrantFactory(role="PARTNER", user=UserFactory(name="Bob", email="b@example.org"))

    by_name, by_address, none = (
        team.get(ROLES, {"q": text}).text for text in ("ann", "WALES.example", "zz")
    )

    assert ("a@wales.example" in by_name, "b@example.org" in by_name) == (True, False)
    assert ("a@wales.example" in by_address, "b@example.org" in by_address) == (True, False)
    assert "Nobody with a role matches that" in none


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_runs_the_same_queries_for_any_number_of_roles(
    team, count, django_assert_num_queries
):
    RoleGrantFactory.create_batch(count, role="PARTNER", granted_by=team.user)

    with django_assert_num_queries(7):
        page = team.get(ROLES).text

    assert page.count(">Partner<") == count


@pytest.mark.slow
def test_many_roles_come_in_pages(team):
    RoleGrantFactory.create_batch(51, role="PARTNER")

    first, second = (team.get(ROLES, {"page": number}).text for number in (1, 2))

    assert ('rel="next"' in first, 'rel="prev"' in first) == (True, False)
    assert ('rel="next"' in second, 'rel="prev"' in second) == (False, True)
