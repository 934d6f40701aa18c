"""What the index is told: to each audience what it may see, and nothing of anybody else."""

import datetime

import pytest
from django.core.management import call_command

from commonweal.members.indexing import (
    entries,
    index_member,
    index_members,
    index_organisations,
)
from commonweal.members.models import Audience, Member
from commonweal.search.queries import search
from tests.factories import EVERYONE, MemberFactory, OrganisationFactory
from tests.members.somebody import FACETS, NOT_INDEXED, TODAY, WORDS, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def text_of(entry):
    return "\n".join([entry.title, entry.summary, entry.body, entry.image])


def found(text="", *, audience=Audience.EVERYONE, **narrowed):
    return [hit.title for hit in search(text, audience=audience, **narrowed).hits]


def test_everybody_has_an_entry_for_each_audience_that_may_see_their_name():
    assert [entry.audience for entry in entries(somebody(), on=TODAY)] == ["EVERYONE", "MEMBERS"]
    members_only = MemberFactory(visibility={"name": "MEMBERS"})
    assert [entry.audience for entry in entries(members_only, on=TODAY)] == ["MEMBERS"]
    assert entries(MemberFactory(visibility={"name": "NOBODY"}), on=TODAY) == []


def test_an_entry_holds_all_that_is_open():
    (entry, _) = entries(somebody(), on=TODAY)

    missing = {
        field
        for field, words in WORDS.items()
        if any(word.lower() not in text_of(entry).lower() for word in words)
    }
    assert missing == NOT_INDEXED
    assert sorted(entry.facets) == sorted(key for keys in FACETS.values() for key in keys)
    assert (entry.kind, entry.title, entry.sort) == (
        "person",
        "Somebody Somewhere",
        "somebody somewhere",
    )


@pytest.mark.parametrize("field", WORDS)
@pytest.mark.parametrize(
    ("chosen", "audiences"), [("MEMBERS", ["EVERYONE"]), ("NOBODY", ["EVERYONE", "MEMBERS"])]
)
def test_an_entry_never_holds_what_is_hidden_from_its_audience(field, chosen, audiences):
    told = {entry.audience: entry for entry in entries(somebody(**{field: chosen}), on=TODAY)}

    for audience in audiences:
        assert [w for w in WORDS[field] if w.lower() in text_of(told[audience]).lower()] == []
        assert set(told[audience].facets).isdisjoint(FACETS.get(field, []))
        others = {key for name, keys in FACETS.items() if name != field for key in keys}
        assert set(told[audience].facets) == others


def test_an_organisations_other_names_are_hidden_with_it():
    (entry, _) = entries(somebody(organisation="MEMBERS"), on=TODAY)

    assert "too" not in text_of(entry)


def test_what_is_hidden_is_not_found_by_word_or_facet():
    index_member(somebody(purpose="MEMBERS", nation="MEMBERS"))

    assert found("canarypurpose") == []
    assert found(facets=["nation:ireland"]) == []
    assert search("", audience=Audience.EVERYONE).facet_counts.get("nation:ireland", 0) == 0
    assert found("canarypurpose", audience=Audience.MEMBERS) == ["Somebody Somewhere"]
    assert found(audience=Audience.MEMBERS, facets=["nation:ireland"]) == ["Somebody Somewhere"]


def test_hiding_a_name_takes_the_person_out_of_the_index():
    member = MemberFactory(name="Once Shown", visibility=EVERYONE)
    index_member(member)
    assert found("Once") == ["Once Shown"]

    Member.objects.update(visibility={"name": "NOBODY"})
    index_member(member)

    assert found("Once") == []
    assert found("Once", audience=Audience.MEMBERS) == []


def test_those_who_left_are_not_found():
    member = MemberFactory(name="Once Here", visibility=EVERYONE)
    index_member(member)

    Member.objects.update(left_on=datetime.date(2021, 1, 1), left_reason="left:retired")
    index_member(member)

    assert found("Here", audience=Audience.MEMBERS) == []


def test_terms_are_found_in_every_language():
    index_member(MemberFactory(name="Any Body", visibility=EVERYONE, nation_id="nation:wales"))

    assert found("Cymru") == ["Any Body"]


def test_an_organisation_is_found_by_name_code_alias_and_parent():
    member = somebody()
    child = OrganisationFactory(name="Wing", parent=member.organisation, region="Northshire")
    index_organisations([member.organisation_id, child.pk])

    assert found("Canaryworks", kind="organisation") == ["Canaryworks", "Wing"]
    assert found(member.organisation.code) == ["Canaryworks"]
    assert found("too", kind="organisation") == ["Canaryworks"]
    assert found("Northshire") == ["Wing"]
    assert found(facets=["orgtype:ambulance"], kind="organisation") == ["Canaryworks"]


def test_a_renamed_organisation_renames_where_its_members_work():
    member = somebody()
    member.organisation.name = "Newname"
    member.organisation.save()

    index_organisations([member.organisation_id])

    assert found("Newname", kind="person") == ["Somebody Somewhere"]
    assert found("Newname", kind="person", audience=Audience.MEMBERS) == ["Somebody Somewhere"]


def test_everything_can_be_told_again(capsys):
    index_organisations([OrganisationFactory(name="Place of Work").pk])
    MemberFactory(name="Any Body", visibility=EVERYONE)

    call_command("reindex")

    assert sorted(found()) == ["Any Body", "Place of Work"]
    assert "up to date: 2 people and organisations" in capsys.readouterr().out


def test_nothing_to_tell_is_told_quietly(capsys):
    call_command("reindex")

    assert "up to date: 0 people" in capsys.readouterr().out


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_the_same_queries_for_one_as_for_many(django_assert_max_num_queries, count):
    people = MemberFactory.create_batch(count, visibility=EVERYONE)

    with django_assert_max_num_queries(20):
        index_members([member.pk for member in people])
