"""People from files: one account and one member each, and what they said themselves stays."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.core.tables import importing
from commonweal.core.tables.importing import Run
from commonweal.members import services
from commonweal.members.imports import people
from commonweal.members.imports.people import PeopleImporter
from commonweal.members.models import Member, MemberTerm, Organisation
from commonweal.search.models import Document
from tests.factories import MemberFactory, OrganisationFactory, UserFactory
from tests.members.importing import run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
JOINED = datetime.date(2020, 1, 15)


@pytest.fixture
def give(tmp_path):
    def give(*rows, mapping=None, step=Run.take):
        return run(PeopleImporter, tmp_path / "people.csv", rows, mapping, step)

    return give


def counts(tally):
    return (tally.added, tally.changed, tally.unchanged, tally.rejected)


def ann(**more):
    return {"email": "ann@example.org", "name": "Ann Lee", "joined_on": "2020-01-15", **more}


def test_a_person_comes_in_with_all_they_have(give):
    place = OrganisationFactory(code="RR8")
    row = ann(
        external_id="sf:1",
        pronouns="she/her",
        role_title="Director of Nursing",
        background="Nurse",
        clinical="no",
        role_type="executive",
        sector="health",
        nation="Cymru",
        organisation_code="RR8",
        place="Bangor",
        purpose="To learn",
        interests="flow; Patient safety",
        skills="coaching",
        offers="coaching",
        asks="measurement",
    )

    tally, rejects = give(row)

    member = Member.objects.select_related("user").get()
    assert (counts(tally), rejects) == ((1, 0, 0, 0), [])
    assert (member.name, member.sort_name, member.joined_on) == ("Ann Lee", "ann lee", JOINED)
    assert (member.external_id, member.pronouns, member.clinical) == ("sf:1", "she/her", False)
    assert (member.background_id, member.role_type_id) == ("background:nurse", "roletype:executive")
    assert (member.sector_id, member.nation_id) == ("sector:health", "nation:wales")
    assert (member.organisation, member.place, member.purpose) == (place, "Bangor", "To learn")
    assert member.seniority_id == "seniority:upper-senior"
    assert member.seniority_rule.because == "Directors"
    assert sorted(member.terms.values_list("kind", "term_id")) == [
        ("ASK", "skill:measurement"),
        ("INTEREST", "interest:flow"),
        ("INTEREST", "interest:patient-safety"),
        ("OFFER", "skill:coaching"),
        ("SKILL", "skill:coaching"),
    ]
    assert Document.objects.filter(kind="person", ref=member.ref).exists()


def test_they_can_sign_in_by_a_code_to_an_address_not_yet_proved(give):
    give(ann(email="Ann@Example.ORG"))

    user = User.objects.get()
    address = EmailAddress.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == (
        "ann@example.org",
        "Ann Lee",
        False,
    )
    assert (address.user, address.email, address.primary, address.verified) == (
        user,
        "ann@example.org",
        True,
        False,
    )


def test_twice_changes_nothing_and_a_dry_run_counts_the_same_without_writing(give):
    rows = [ann(interests="flow"), {"external_id": "9", "name": "Bob", "joined_on": "2021-02-03"}]

    tried, _ = give(*rows, step=Run.check)
    assert (counts(tried), Member.objects.count(), User.objects.count()) == ((2, 0, 0, 0), 0, 0)
    first, _ = give(*rows)
    again, _ = give(*rows)

    assert (counts(first), counts(again)) == (counts(tried), (0, 0, 2, 0))
    assert (Member.objects.count(), User.objects.count()) == (2, 1)


def test_an_id_decides_before_an_address_and_an_address_finds_who_has_no_id(give):
    by_id = MemberFactory(external_id="sf:1", name="Old name")
    by_address = MemberFactory(user__email="bob@example.org")
    mapping = {
        "source": "sf",
        "columns": {"external_id": "Id", "email": "Email", "name": "Name", "joined_on": "On"},
    }

    tally, _ = give(
        {"Id": "1", "Name": "New name", "On": "2020-01-15"},
        {"Id": "2", "Email": "bob@example.org", "Name": "Bob", "On": "2020-01-15"},
        mapping=mapping,
    )

    by_id.refresh_from_db()
    by_address.refresh_from_db()
    assert counts(tally) == (0, 2, 0, 0)
    assert (by_id.name, by_address.name, by_address.external_id) == ("New name", "Bob", "sf:2")


def test_an_account_that_is_no_member_becomes_one(give):
    user = UserFactory(email="ann@example.org")

    give(ann())

    assert Member.objects.get().user == user
    assert User.objects.count() == 1


def test_a_row_that_points_at_two_people_is_refused(give):
    MemberFactory(external_id="1")
    MemberFactory(user__email="ann@example.org")

    tally, rejects = give(ann(external_id="1"))

    assert counts(tally) == (0, 0, 0, 1)
    assert rejects == [(2, "email", "Somebody else here has this e-mail address.")]


def test_an_address_that_differs_is_left_to_the_person(give):
    member = MemberFactory(external_id="1", user__email="mine@example.org")

    tally, _ = give(ann(external_id="1"))

    member.refresh_from_db()
    assert member.user.email == "mine@example.org"
    assert tally.notes == {"E-mail addresses that differ, left: people change their own": 1}


def test_an_empty_cell_says_nothing(give):
    member = MemberFactory(external_id="1", name="Ann", place="Bangor", joined_on=JOINED)

    tally, _ = give({"external_id": "1", "name": "Ann", "place": "", "joined_on": "2020-01-15"})

    member.refresh_from_db()
    assert (member.place, counts(tally)) == ("Bangor", (0, 0, 1, 0))


def test_what_a_person_changed_stays_and_the_rest_is_brought_up_to_date(give):
    give(ann(place="Bangor", nation="wales", interests="flow", role_title="Nurse", sector="health"))
    member = Member.objects.get()
    by = member.user
    services.update_about(
        member, by=by, name="Ann Lee", pronouns="", place="Leeds", nation="nation:england"
    )
    services.update_work(
        member,
        by=by,
        role_title="Matron",
        sector="sector:health",
        background="",
        clinical=None,
        role_type="",
    )
    services.set_organisation(member, by=by, organisation=OrganisationFactory(code="A").pk)
    nothing = dict.fromkeys(("interests", "skills", "offers", "asks"), ())
    words = dict.fromkeys(("purpose", "offer_note", "ask_note"), "")
    services.update_exchange(member, by=by, **nothing, **words)

    tally, _ = give(
        ann(
            name="Ann Leigh",
            place="Bangor",
            nation="wales",
            interests="flow",
            role_title="Nurse",
            sector="social-care",
            organisation="Nowhere",
            skills="coaching",
        )
    )

    member.refresh_from_db()
    assert (counts(tally), member.name, member.sort_name) == (
        (0, 1, 0, 0),
        "Ann Leigh",
        "ann leigh",
    )
    assert (member.place, member.nation_id, member.role_title) == (
        "Leeds",
        "nation:england",
        "Matron",
    )
    assert (member.sector_id, member.organisation.code) == ("sector:social-care", "A")
    assert member.seniority_id == "seniority:mid-senior"
    assert [term.term_id for term in member.terms.all()] == ["skill:coaching"]


def test_a_membership_somebody_ended_is_not_told_otherwise(give, team):
    give(ann())
    member = Member.objects.get()
    services.end_membership(
        member, by=team.user, on=datetime.date(2022, 1, 1), reason="left:retired"
    )

    tally, _ = give(ann(left_on="2021-01-01", left_reason="resigned"))

    member.refresh_from_db()
    assert (counts(tally), member.left_on) == ((0, 0, 1, 0), datetime.date(2022, 1, 1))


def test_seniority_is_estimated_given_or_corrected_in_rising_order(give, team):
    titles = {"1": "Chief executive", "2": "Wizard", "3": "", "4": "Wizard"}
    rows = [
        {
            "external_id": key,
            "name": key,
            "joined_on": "2020-01-01",
            "role_title": title,
            "seniority": "early" if key == "4" else "",
        }
        for key, title in titles.items()
    ]
    give(*rows)
    services.correct_seniority(
        Member.objects.get(external_id="1"), "seniority:mid-level", by=team.user
    )

    again, _ = give(*rows)

    found = dict(Member.objects.values_list("external_id", "seniority_id"))
    assert found == {
        "1": "seniority:mid-level",
        "2": "seniority:not-clear",
        "3": None,
        "4": "seniority:early",
    }
    assert counts(again) == (0, 0, 4, 0)


def test_a_seniority_a_file_gave_is_not_estimated_over_by_one_that_does_not(give):
    give(ann(role_title="Chief executive", seniority="early"))

    tally, _ = give(ann(role_title="Chief executive"))

    assert counts(tally) == (0, 0, 1, 0)
    assert Member.objects.get().seniority_id == "seniority:early"


def test_leaving_has_a_day_and_a_reason_that_can_be_true(give):
    tally, rejects = give(
        ann(left_on="2021-01-01", left_reason="Retired"),
        {"email": "b@example.org", "name": "B", "joined_on": "2020-01-15", "left_on": "2021-01-01"},
        {
            "email": "c@example.org",
            "name": "C",
            "joined_on": "2020-01-15",
            "left_reason": "resigned",
        },
        {"email": "d@example.org", "name": "D", "joined_on": "2020-01-15", "left_on": "2019-01-01"},
    )

    assert counts(tally) == (1, 0, 0, 3)
    assert rejects == [
        (3, "left_reason", "They left, so it must say why."),
        (4, "left_on", "There is a reason for leaving, so it must say when."),
        (5, "left_on", "They left on 2019-01-01, before joining on 2020-01-15."),
    ]
    assert Member.objects.get().left_reason_id == "left:retired"
    assert not Document.objects.filter(kind="person").exists()


def test_the_same_person_twice_in_a_file_is_taken_once(give):
    bob = {"external_id": "3", "name": "Bob", "joined_on": "soon"}
    rows = [ann(external_id="1"), ann(external_id="2"), ann(email="", external_id="1"), bob]

    tally, rejects = give(*rows)

    assert counts(tally) == (1, 0, 0, 3)
    assert rejects == [
        (3, "email", "This is on line 2 already."),
        (4, "external_id", "This is on line 2 already."),
        (5, "joined_on", "“soon” is not a date."),
    ]


def test_refused_rows_come_in_the_order_of_their_lines(give):
    late = ann(left_on="2019-01-01", left_reason="resigned")
    bob = {"email": "bob@example.org", "name": "Bob", "joined_on": "soon"}

    _, rejects = give(late, bob, {**late, "email": "c@example.org"})

    assert [line for line, _, _ in rejects] == [2, 3, 4]


def test_a_mapping_may_pass_over_repeats(give):
    mapping = {
        "repeats": "skip",
        "columns": {"external_id": "id", "joined_on": "on"},
        "templates": {"name": "Person {id}"},
        "skip": [{"column": "id", "values": ["0"]}],
    }

    tally, rejects = give(
        {"id": "1", "on": "2020-01-15"},
        {"id": "1", "on": "2021-01-15"},
        {"id": "0", "on": ""},
        mapping=mapping,
    )

    assert (tally.added, tally.repeated, tally.passed_over, rejects) == (1, 1, 1, [])


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (ann(joined_on="31/02/2020"), "joined_on", "“31/02/2020” is not a date."),
        (ann(joined_on="0207-01-01"), "joined_on", "0207-01-01 is too long ago."),
        (ann(joined_on="2024-06-02"), "joined_on", "2024-06-02 is in the future."),
        (ann(joined_on=""), "joined_on", "It is empty, and cannot be."),
        (ann(email="ann"), "email", "“ann” is not an e-mail address."),
        (ann(email=""), "email", "It is empty, and cannot be."),
        (ann(name=""), "name", "It is empty, and cannot be."),
        (ann(clinical="perhaps"), "clinical", "“perhaps” is neither yes nor no."),
        (ann(organisation_code="X9"), "organisation_code", "There is no organisation “X9” here."),
        (ann(place="x" * 121), "place", "It is longer than 120 characters."),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_rest_goes_on(give, row, column, reason):
    bob = {"email": "bob@example.org", "name": "Bob", "joined_on": "2020-01-15"}

    tally, rejects = give(row, bob)

    assert (counts(tally), rejects) == ((1, 0, 0, 1), [(2, column, reason)])
    assert Member.objects.get().name == "Bob"


def test_a_term_that_is_not_in_its_list_is_refused_with_the_list(give):
    _, rejects = give(ann(nation="Narnia"))

    assert rejects == [
        (
            2,
            "nation",
            "“Narnia” is not in the list. The list has: England, Scotland, Wales, "
            "Northern Ireland, Ireland, Elsewhere.",
        )
    ]


def test_formulas_are_kept_as_the_text_they_are(give):
    give(ann(name="=cmd|' /C calc'!A0", place="'=1+1"))

    member = Member.objects.get()
    assert (member.name, member.place) == ("=cmd|' /C calc'!A0", "=1+1")


def test_first_and_last_name_make_a_name(give):
    give({"external_id": "1", "first_name": "Ann", "last_name": "Lee", "joined_on": "2020-01-15"})

    assert Member.objects.get().name == "Ann Lee"


@pytest.mark.parametrize(("rule", "found"), [("add", "Hope Hospice"), ("leave", None)])
def test_a_mapping_says_what_becomes_of_unknown_organisations(give, rule, found):
    mapping = {
        "columns": {"external_id": "i", "name": "n", "joined_on": "d", "organisation": "o"},
        "options": {"unknown_organisation": rule},
    }
    rows = [
        {"i": "1", "n": "A", "d": "2020-01-15", "o": "Hope Hospice"},
        {"i": "2", "n": "B", "d": "2020-01-15", "o": "HOPE hospice"},
    ]

    tally, _ = give(*rows, mapping=mapping)
    again, _ = give(*rows, mapping=mapping)

    places = Member.objects.values_list("organisation__name", flat=True)
    assert list(places) == [found, found]
    assert Organisation.objects.count() == (1 if found else 0)
    assert (list(tally.notes.values()), counts(again)) == ([2], (0, 0, 2, 0))


def test_an_unknown_rule_for_organisations_is_refused(give):
    mapping = {"options": {"unknown_organisation": "guess"}}

    with pytest.raises(Refused, match="unknown_organisation must be one of: refuse, add, leave"):
        give(ann(), mapping=mapping)


def test_organisations_are_found_by_id_of_the_same_source_and_by_name(give):
    OrganisationFactory(external_id="sf:001", name="A", sort_name="a")
    OrganisationFactory(name="Tŷ Hapus", sort_name="ty hapus")
    mapping = {
        "source": "sf",
        "columns": {
            "external_id": "Id",
            "name": "N",
            "joined_on": "D",
            "organisation_id": "AccountId",
            "organisation": "Account.Name",
        },
    }

    give(
        {"Id": "1", "N": "x", "D": "2020-01-15", "AccountId": "001", "Account.Name": "Nothing"},
        {"Id": "2", "N": "y", "D": "2020-01-15", "AccountId": "", "Account.Name": "ty hapus"},
        mapping=mapping,
    )

    assert list(Member.objects.order_by("pk").values_list("organisation__name", flat=True)) == [
        "A",
        "Tŷ Hapus",
    ]


def test_a_stopped_import_keeps_whole_batches_and_goes_on_when_started_again(give, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [
        {"external_id": str(n), "name": f"P{n}", "joined_on": "2020-01-15", "skills": "coaching"}
        for n in range(5)
    ]
    real, batches = people._write, []

    def stops_in_the_second(changes):
        batches.append(changes)
        real(changes)
        if len(batches) == 2:
            raise IntegrityError("the disk is full")

    monkeypatch.setattr(people, "_write", stops_in_the_second)
    with pytest.raises(Refused, match="stopped the import at lines 4 to 5: the disk is full"):
        give(*rows)
    assert (Member.objects.count(), MemberTerm.objects.count()) == (2, 2)

    tally, _ = give(*rows)

    assert counts(tally) == (3, 0, 2, 0)
    assert (Member.objects.count(), MemberTerm.objects.count()) == (5, 5)


def test_a_batch_costs_the_same_queries_however_many_rows_it_has(give):
    def queries_for(numbers):
        rows = [
            ann(external_id=str(number), email=f"person{number}@example.net") for number in numbers
        ]
        with CaptureQueriesContext(connection) as captured:
            give(*rows)
        return len(captured)

    queries_for([0])

    assert queries_for([1]) == queries_for([2, 3, 4])
