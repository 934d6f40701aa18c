"""The administration is the team's, and nothing it changes goes unnoticed."""

import pytest
from django.urls import reverse

from commonweal.core.admin import site
from commonweal.core.models import AuditEntry
from commonweal.members.models import Organisation, Term
from commonweal.search import queries as search
from tests.factories import (
    MemberFactory,
    OrganisationFactory,
    ParticipationFactory,
    RoleGrantFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def audited():
    return [(row.action, row.target, row.detail) for row in AuditEntry.objects.order_by("pk")]


def address(obj, page="change"):
    args = [obj.pk] if page != "changelist" else []
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("role", ["guest", "member", "partner", "evaluator", "steward"])
def test_the_administration_refuses_everybody_but_the_team(client_as, role):
    assert client_as(role).get("/admin/", follow=True).status_code == 403


def test_a_visitor_signs_in_where_everybody_does(visitor):
    response = visitor.get("/admin/core/user/", follow=True)

    assert response.redirect_chain[-1][0] == "/account/login/?next=/admin/core/user/"
    assert "Email me a code" in response.text
    assert visitor.get("/admin/login/").url == "/account/login/?next=/admin/"


def test_the_team_needs_no_second_door(team):
    assert team.get("/admin/login/").url == "/admin/"


def test_a_superuser_uses_the_administration(client_of, settings):
    settings.STAFF_SECOND_FACTOR = False
    client = client_of(UserFactory(is_superuser=True))

    assert client.get("/admin/").status_code == 200


def test_leaving_the_administration_signs_out(team):
    assert team.post("/admin/logout/").url == "/"
    assert team.get("/account/").status_code == 302


def test_passwords_change_where_everybody_changes_them(team):
    assert team.get("/admin/password_change/").url == "/account/password/change/"


@pytest.mark.slow
def test_every_table_can_be_listed_and_opened(team):
    rows = [
        ParticipationFactory(),
        OrganisationFactory(),
        Term.objects.first(),
        team.user,
        RoleGrantFactory(),
        MemberFactory(),
    ]

    pages = [address(row, page) for row in rows for page in ("changelist", "change")]

    assert {page: team.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert [page for page in pages if "delete_selected" in team.get(page).text] == []


def test_a_changed_account_is_in_the_audit_log_with_the_fields(team):
    person = UserFactory(name="Old name")

    team.post(address(person), {"name": "New name", "is_active": "on"})

    person.refresh_from_db()
    assert person.name == "New name"
    assert audited() == [("admin.change", f"core.User:{person.pk}", {"fields": ["Name"]})]


def test_saving_without_a_change_leaves_no_trace(team):
    person = UserFactory(name="Old name")

    team.post(address(person), {"name": "Old name", "is_active": "on"})

    assert audited() == []


@pytest.mark.parametrize(
    "path",
    [
        "core/user/?password__startswith=p",
        "members/member/?user__password__startswith=p",
        "core/rolegrant/?user__password__startswith=p",
    ],
)
def test_nobody_guesses_a_stored_password_by_filtering(team, path):
    assert team.get(f"/admin/{path}").status_code == 400


def test_nobody_closes_their_own_account(team):
    team.post(address(team.user), {"name": "Still here"})

    team.user.refresh_from_db()
    assert (team.user.name, team.user.is_active) == ("Still here", True)


@pytest.mark.parametrize("act", ["add", "delete"])
def test_people_are_neither_added_nor_removed_here(team, act):
    person = MemberFactory(user=UserFactory())
    args = [] if act == "add" else [person.pk]

    assert team.post(reverse(f"admin:members_member_{act}", args=args)).status_code == 403
    assert (
        team.post(
            reverse(f"admin:core_user_{act}", args=[] if act == "add" else [person.user.pk])
        ).status_code
        == 403
    )


@pytest.mark.parametrize("factory", [ParticipationFactory, RoleGrantFactory])
def test_what_the_code_writes_is_only_read(team, factory):
    row = factory()

    assert team.post(address(row), {}).status_code == 403
    assert team.post(address(row, "delete"), {"post": "yes"}).status_code == 403


NO_ALIASES = {"aliases-TOTAL_FORMS": "0", "aliases-INITIAL_FORMS": "0"}


def test_a_new_organisation_is_found_and_audited(team):
    team.post(reverse("admin:members_organisation_add"), {"name": "Ysbyty Gŵyr", **NO_ALIASES})

    organisation = Organisation.objects.get()
    assert organisation.sort_name == "ysbyty gwyr"
    assert [hit.ref for hit in search.search("gwyr", audience="EVERYONE").hits] == [
        str(organisation.pk)
    ]
    assert audited() == [("admin.add", f"members.Organisation:{organisation.pk}", {})]


def alias(name):
    return {
        "aliases-TOTAL_FORMS": "1",
        "aliases-INITIAL_FORMS": "0",
        "aliases-0-name": name,
    }


def test_another_name_of_an_organisation_is_kept_once(team):
    one, other = OrganisationFactory(), OrganisationFactory()

    team.post(address(one), {"name": one.name, "code": one.code, **alias("Old Infirmary")})
    again = team.post(
        address(other), {"name": other.name, "code": other.code, **alias("old infirmary")}
    )

    assert [a.sort_name for a in one.aliases.all()] == ["old infirmary"]
    assert "goes by this name already" in again.text
    assert audited() == [
        (
            "admin.change",
            f"members.Organisation:{one.pk}",
            {"fields": ["organisation alias: Old Infirmary"]},
        )
    ]


def test_a_corrected_member_keeps_their_choices_and_is_found_by_the_new_name(team):
    member = MemberFactory(name="Old", visibility={"name": "EVERYONE"})
    rows = {"terms-TOTAL_FORMS": "0", "terms-INITIAL_FORMS": "0"}
    rows |= {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}

    team.post(address(member), {"name": "Siân", "joined_on": "2020-01-15", **rows})

    member.refresh_from_db()
    assert (member.name, member.sort_name, member.visibility) == (
        "Siân",
        "sian",
        {"name": "EVERYONE"},
    )
    assert [hit.ref for hit in search.search("sian", audience="EVERYONE").hits] == [member.ref]
    assert [row[0] for row in audited()] == ["admin.change"]


def test_the_key_of_a_word_stays(team):
    term = Term.objects.first()

    team.post(address(term), {"key": "nation:atlantis", "label": "New label", "order": "1"})

    term.refresh_from_db()
    assert term.label == "New label"
    assert not Term.objects.filter(key="nation:atlantis").exists()


def test_a_removed_row_is_in_the_audit_log(rf, team):
    model_admin = site._registry[Organisation]
    request = rf.post("/")
    request.user = team.user
    organisation = OrganisationFactory(name="Gone")

    model_admin.log_deletions(request, Organisation.objects.all())

    assert audited() == [
        ("admin.delete", f"members.Organisation:{organisation.pk}", {"name": "Gone"})
    ]
