"""Organisations from files: matched by code, then id, then name, and taken once."""

import pytest

from commonweal.core.errors import Refused
from commonweal.core.tables.importing import Run
from commonweal.members.imports.organisations import OrganisationImporter
from commonweal.members.models import Organisation, OrganisationAlias
from commonweal.search.models import Document
from tests.factories import MemberFactory, OrganisationFactory
from tests.members.importing import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def give(tmp_path):
    def give(*rows, mapping=None, step=Run.take):
        return run(OrganisationImporter, tmp_path / "places.csv", rows, mapping, step)

    return give


def counts(tally):
    return (tally.added, tally.changed, tally.unchanged, tally.rejected)


LEEDS = {
    "name": "Leeds Teaching Hospitals NHS Trust",
    "code": "RR8",
    "type": "acute",
    "nation": "England",
    "sector": "sector:health",
    "region": "North East and Yorkshire",
    "closed_on": "",
    "aliases": "LTHT; Jimmy's",
}


def test_an_organisation_comes_in_with_all_it_has(give):
    tally, rejects = give(LEEDS)

    place = Organisation.objects.get()
    assert (counts(tally), rejects) == ((1, 0, 0, 0), [])
    assert (place.code, place.name, place.sort_name) == (
        "RR8",
        "Leeds Teaching Hospitals NHS Trust",
        "leeds teaching hospitals nhs trust",
    )
    assert (place.type_id, place.nation_id, place.sector_id) == (
        "orgtype:acute",
        "nation:england",
        "sector:health",
    )
    assert (place.region, place.closed_on) == ("North East and Yorkshire", None)
    assert sorted(place.aliases.values_list("name", "sort_name")) == [
        ("Jimmy's", "jimmy's"),
        ("LTHT", "ltht"),
    ]
    assert Document.objects.filter(kind="organisation", ref=str(place.pk)).exists()


def test_twice_changes_nothing_and_a_dry_run_counts_the_same_without_writing(give):
    first, _ = give(LEEDS, {"name": "Cardiff"}, step=Run.check)
    assert (counts(first), Organisation.objects.count()) == ((2, 0, 0, 0), 0)

    assert counts(give(LEEDS, {"name": "Cardiff"})[0]) == counts(first)
    assert counts(give(LEEDS, {"name": "Cardiff"})[0]) == (0, 0, 2, 0)
    assert Organisation.objects.count() == 2


def test_a_code_decides_and_a_new_name_keeps_the_old_as_another_name(give):
    OrganisationFactory(code="RR8", name="Leeds General", sort_name="leeds general")

    tally, _ = give({"code": "RR8", "name": "Leeds Teaching"})

    assert counts(tally) == (0, 1, 0, 0)
    assert Organisation.objects.get().name == "Leeds Teaching"
    assert OrganisationAlias.objects.get().name == "Leeds General"


def test_two_codes_are_two_organisations_though_their_name_is_the_same(give):
    tally, _ = give({"code": "S1", "name": "NHS Fife"}, {"code": "S2", "name": "NHS Fife"})

    assert counts(tally) == (2, 0, 0, 0)


def test_a_name_finds_an_organisation_without_a_code_and_gives_it_one(give):
    OrganisationFactory(code="", name="Tŷ Newydd", sort_name="ty newydd")

    tally, _ = give({"code": "W1", "name": "TY NEWYDD"})

    assert counts(tally) == (0, 1, 0, 0)
    assert Organisation.objects.values_list("code", "name").get() == ("W1", "Tŷ Newydd")


def test_another_name_finds_it_too_and_its_name_stays(give):
    place = OrganisationFactory(code="", name="Leeds Teaching")
    OrganisationAlias.objects.create(organisation=place, name="LTHT", sort_name="ltht")

    tally, _ = give({"name": "LTHT", "region": "North"})

    place.refresh_from_db()
    assert counts(tally) == (0, 1, 0, 0)
    assert (place.name, place.region) == ("Leeds Teaching", "North")


def test_ids_carry_the_name_of_their_source(give):
    mapping = {"source": "sf", "columns": {"external_id": "Id", "name": "Name"}}

    give({"Id": "001", "Name": "A"}, mapping=mapping)
    tally, _ = give({"Id": "001", "Name": "B"}, {"Id": "002", "Name": "B"}, mapping=mapping)

    assert counts(tally) == (1, 1, 0, 0)
    assert sorted(Organisation.objects.values_list("external_id", "name")) == [
        ("sf:001", "B"),
        ("sf:002", "B"),
    ]


def test_an_id_it_has_already_stays_when_another_source_names_it(give):
    OrganisationFactory(code="A1", external_id="first:1", name="A", sort_name="a")

    tally, _ = give({"code": "A1", "external_id": "other:9", "name": "A"})

    assert counts(tally) == (0, 0, 1, 0)
    assert Organisation.objects.get().external_id == "first:1"


def test_of_namesakes_the_open_one_is_meant_and_two_open_ones_are_refused(give):
    closed = OrganisationFactory(code="A", name="Mid", sort_name="mid", closed_on="2018-01-01")
    still_open = OrganisationFactory(code="B", name="Mid", sort_name="mid")

    give({"name": "Mid", "region": "North"})
    OrganisationFactory(code="C", name="Mid", sort_name="mid")
    tally, rejects = give({"name": "Mid", "region": "South"})

    closed.refresh_from_db()
    still_open.refresh_from_db()
    assert (closed.region, still_open.region) == ("", "North")
    assert counts(tally) == (0, 0, 0, 1)
    assert rejects == [(2, "name", "Several organisations have this name. Give its code.")]


def test_the_body_above_is_found_by_code_id_or_name_even_when_it_comes_later(give):
    rows = [
        {"name": "Ward", "code": "W", "parent": "T"},
        {"name": "Clinic", "code": "C", "parent": "North Trust"},
        {"name": "Lost", "code": "L", "parent": "Nowhere"},
        {"name": "North Trust", "code": "T", "parent": "T"},
    ]

    tally, _ = give(*rows)
    again, _ = give(*rows)

    above = dict(Organisation.objects.values_list("code", "parent__code"))
    assert above == {"W": "T", "C": "T", "L": None, "T": None}
    assert tally.notes == {"Bodies above that are not known here, left empty": 2}
    assert counts(again) == (0, 0, 4, 0)


def test_a_body_above_that_was_set_meanwhile_is_left(give, monkeypatch):
    real = OrganisationImporter.finish

    def finish(self):
        Organisation.objects.filter(code="W").update(parent=Organisation.objects.get(code="T"))
        return real(self)

    monkeypatch.setattr(OrganisationImporter, "finish", finish)
    give({"name": "Ward", "code": "W", "parent": "T"}, {"name": "Trust", "code": "T"})

    assert Organisation.objects.get(code="W").parent.code == "T"


def test_a_new_body_above_is_a_change(give):
    child = OrganisationFactory(code="W", name="Ward", sort_name="ward")
    parent = OrganisationFactory(code="T", external_id="t:1")

    tally, _ = give({"name": "Ward", "code": "W", "parent": "t:1"})

    child.refresh_from_db()
    assert (counts(tally), child.parent) == ((0, 1, 0, 0), parent)


def test_another_name_somebody_else_has_is_left_out_and_said(give):
    other = OrganisationFactory(code="X")
    OrganisationAlias.objects.create(organisation=other, name="LTHT", sort_name="ltht")

    tally, _ = give({"name": "Leeds", "code": "L", "aliases": "LTHT"})

    assert tally.notes == {"Other names left out, because another organisation has them": 1}
    assert OrganisationAlias.objects.get().organisation == other


def test_rows_that_cannot_be_taken_are_named_and_the_rest_goes_on(give):
    tally, rejects = give(
        {"name": "A", "type": "castle"},
        {"name": "", "type": "acute"},
        {"name": "B", "closed_on": "31/02/2020"},
        {"name": "C", "type": "Ysbyty"},
        {"name": "c"},
    )

    assert (counts(tally), tally.rows) == ((1, 0, 0, 4), 5)
    assert [reject[:2] for reject in rejects] == [
        (2, "type"),
        (3, "name"),
        (4, "closed_on"),
        (6, "name"),
    ]
    assert rejects[3][2] == "This is on line 5 already."
    assert rejects[0][2].startswith("“castle” is not in the list. The list has: Acute care")
    assert Organisation.objects.get().type_id == "orgtype:hospital"


def test_members_are_found_by_the_new_name_of_where_they_work(give):
    place = OrganisationFactory(code="L", name="Old", sort_name="old")
    member = MemberFactory(organisation=place)

    give({"code": "L", "name": "Brand New"})

    found = Document.objects.get(kind="person", ref=member.ref, audience="MEMBERS")
    assert "Brand New" in found.summary


def test_a_mapping_that_fills_what_there_is_not_is_refused(give):
    with pytest.raises(Refused, match="The mapping fills what organisations do not have: colour"):
        give({"Name": "A"}, mapping={"columns": {"name": "Name", "colour": "Name"}})


def test_a_file_that_cannot_give_a_name_is_refused(give):
    with pytest.raises(Refused, match=r"Nothing in the file gives name\. Line 1 has: code\."):
        give({"code": "A"}, mapping={"columns": {"code": "code"}})
    with pytest.raises(Refused, match="The file has no column “name”, needed for name"):
        give({"code": "A"})
