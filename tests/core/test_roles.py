import pytest
from django.core.management import CommandError, call_command

from commonweal.core import services
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, RoleGrant, User
from tests.factories import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db


def audit_rows():
    rows = AuditEntry.objects.order_by("pk")
    return [(row.action, row.actor, row.target, row.detail) for row in rows]


def test_granting_a_role_notes_who_did_it():
    person, team = UserFactory(), RoleGrantFactory(role="TEAM").user

    grant = services.grant_role(person, "PARTNER", by=team, scope="nation:wales")

    assert (grant.user, grant.role, grant.scope, grant.granted_by) == (
        person,
        "PARTNER",
        "nation:wales",
        team,
    )
    assert audit_rows() == [
        (
            "core.grant_role",
            team,
            f"core.User:{person.pk}",
            {"role": "PARTNER", "scope": "nation:wales"},
        )
    ]


@pytest.mark.parametrize(
    ("active", "role", "message"),
    [
        (True, "KING", "There is no role called “KING”"),
        (False, "TEAM", "is closed"),
        (True, "STEWARD", "has the role steward already"),
    ],
)
def test_a_role_that_cannot_be_given_is_refused(active, role, message):
    person = UserFactory(is_active=active)
    RoleGrantFactory(user=person, role="STEWARD")

    with pytest.raises(Refused, match=message):
        services.grant_role(person, role, by=None)

    assert [grant.role for grant in RoleGrant.objects.all()] == ["STEWARD"]
    assert audit_rows() == []


def test_a_role_that_ended_can_be_given_again():
    grant = RoleGrantFactory(role="CONVENOR")
    services.end_role(grant, by=None)

    again = services.grant_role(grant.user, "CONVENOR", by=None)

    assert (again.pk == grant.pk, again.ended_at) == (False, None)


def test_ending_a_role_notes_who_did_it():
    grant, team = RoleGrantFactory(role="EVALUATOR"), RoleGrantFactory(role="TEAM").user

    services.end_role(grant, by=team)

    assert not grant.user.role_grants.filter(ended_at=None).exists()
    assert audit_rows() == [
        (
            "core.end_role",
            team,
            f"core.User:{grant.user.pk}",
            {"role": "EVALUATOR", "scope": ""},
        )
    ]


def test_a_role_ends_once():
    grant = RoleGrantFactory(role="EVALUATOR")
    services.end_role(grant, by=None)

    with pytest.raises(Refused, match="ended already"):
        services.end_role(grant, by=None)


def test_nobody_ends_their_own_team_role():
    RoleGrantFactory(role="TEAM")
    own = RoleGrantFactory(role="TEAM")

    with pytest.raises(Refused, match="your own team role"):
        services.end_role(own, by=own.user)


def test_the_last_person_in_the_team_stays():
    last = RoleGrantFactory(role="TEAM")
    RoleGrantFactory(role="TEAM", user=UserFactory(is_active=False))

    with pytest.raises(Refused, match="last person in the team"):
        services.end_role(last, by=None)


def test_the_team_can_let_one_of_its_own_go():
    leaver, stayer = RoleGrantFactory(role="TEAM"), RoleGrantFactory(role="TEAM")

    services.end_role(leaver, by=stayer.user)

    assert list(RoleGrant.objects.filter(ended_at=None)) == [stayer]


def test_the_operator_makes_the_first_team_member(capsys):
    call_command("grant", "First@Example.org", "team", name="First Person")

    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == (
        "first@example.org",
        "First Person",
        False,
    )
    assert [grant.role for grant in user.role_grants.all()] == ["TEAM"]
    assert capsys.readouterr().out == "first@example.org now has the role team.\n"


@pytest.mark.parametrize(
    ("email", "role", "message"),
    [
        ("nobody", "TEAM", "“nobody” is not an e-mail address"),
        ("a@example.org", "KING", "There is no role called “KING”"),
    ],
)
def test_the_operator_is_told_what_is_wrong(email, role, message):
    with pytest.raises(CommandError, match=message):
        call_command("grant", email, role)

    assert not User.objects.exists()
