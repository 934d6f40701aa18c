import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.management import CommandError, call_command

from commonweal.core import rules, services
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, RoleGrant, User
from tests.factories import RoleGrantFactory, UserFactory

pytestmark = pytest.mark.django_db


def audit_rows():
    rows = AuditEntry.objects.order_by("pk")
    return [(row.action, row.actor, row.target, row.detail) for row in rows]


def test_granting_a_role_notes_who_did_it():
    person, team = services.account_for("new@example.org"), RoleGrantFactory(role="TEAM").user

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


@pytest.mark.parametrize(
    ("role", "scope", "message"),
    [
        ("TEAM", "nation:wales", "This role cannot be limited"),
        ("EVALUATOR", "nation:wales", "This role cannot be limited"),
        ("STEWARD", "anything", "This role cannot be limited"),
        ("PARTNER", "wales", "written like “nation:wales”"),
        ("PARTNER", "nation:", "written like “nation:wales”"),
    ],
)
def test_a_role_is_limited_only_to_what_it_can_be_limited_to(role, scope, message):
    with pytest.raises(Refused, match=message):
        services.grant_role(UserFactory(), role, by=None, scope=scope)

    assert not RoleGrant.objects.exists()


@pytest.mark.parametrize(
    ("role", "scope"), [("PARTNER", ""), ("PARTNER", "nation:wales"), ("CONVENOR", "Group 4")]
)
def test_a_role_that_can_be_limited_is(role, scope):
    grant = services.grant_role(UserFactory(), role, by=None, scope=scope)

    assert (grant.role, grant.scope) == (role, scope)


@pytest.mark.parametrize("limited", ["TEAM", "EVALUATOR", "STEWARD"])
def test_a_limited_role_of_old_runs_nothing_everywhere(limited):
    user = RoleGrantFactory(role=limited, scope="nation:wales").user

    assert [rule(user) for rule in (rules.is_team, rules.is_evaluator, rules.is_steward)] == [
        False,
        False,
        False,
    ]


def with_password(user):
    user.set_password("three random words")
    user.save()


def with_single_sign_on(user):
    SocialAccount.objects.create(user=user, provider="sso", uid="66")


@pytest.mark.parametrize("way_in", [with_password, with_single_sign_on])
def test_the_desk_gives_no_role_to_an_address_nobody_confirmed(way_in):
    team, person = RoleGrantFactory(role="TEAM").user, services.account_for("a@example.org")
    way_in(person)

    with pytest.raises(Refused, match="have not confirmed this address yet"):
        services.grant_role(person, "PARTNER", by=team)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    grant = services.grant_role(person, "PARTNER", by=team)

    assert list(person.role_grants.all()) == [grant]


def test_the_operator_may_give_a_role_to_an_address_nobody_confirmed():
    person = services.account_for("a@example.org")
    with_password(person)

    call_command("grant", person.email, "partner")

    assert [grant.role for grant in person.role_grants.all()] == ["PARTNER"]


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
