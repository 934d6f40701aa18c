"""What the demo's people must be like, without putting them into the database."""

import hashlib
from collections import Counter
from functools import cache

import pytest

from commonweal.core.text import fold
from commonweal.home.demo import organisations, plan, words
from commonweal.home.demo.build import estimator
from commonweal.home.demo.history import AS_OF, UNIT
from commonweal.home.demo.people import Inventor
from commonweal.members.models import Audience, Term

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def invented(size, seed):
    workplaces = organisations.Workplaces(organisations.load(), seed)
    inventor = Inventor(size, seed, workplaces, estimator())
    return [inventor.invent(place) for place in plan.make(size, seed, until=AS_OF)]


def digest(people):
    told = hashlib.sha256()
    for person in people:
        one = person.member
        told.update(
            f"{one.ref} {one.name} {one.joined_on} {one.left_on} {one.role_title} {one.place} "
            f"{one.organisation} {one.purpose} {one.offer_note} {one.ask_note} {one.visibility} "
            f"{person.terms}\n".encode()
        )
    return told.hexdigest()


def share(people, holds):
    """In whole per cent of current members, as the published shares are."""
    current = [person.member for person in people if person.member.left_on is None]
    return round(100 * sum(map(holds, current)) / len(current))


@pytest.fixture
def five_thousand(db):
    return invented_once()


@cache
def invented_once():
    return invented(UNIT, 1)


def test_shares_come_out_as_published(five_thousand):
    clinical = set(Term.objects.filter(broader="background:clinical").values_list("key", flat=True))
    assert {
        "clinical role": share(five_thousand, lambda one: one.clinical),
        "clinical background": share(five_thousand, lambda one: one.background_id in clinical),
        "upper senior": share(
            five_thousand, lambda one: one.seniority_id == "seniority:upper-senior"
        ),
        "mid senior": share(five_thousand, lambda one: one.seniority_id == "seniority:mid-senior"),
        "both health and social care": share(
            five_thousand, lambda one: one.sector_id == "sector:both"
        ),
    } == {
        "clinical role": 29,
        "clinical background": 45,
        "upper senior": 25,
        "mid senior": 25,
        "both health and social care": 30,
    }
    assert share(five_thousand, lambda one: one.role_type_id == "roletype:patient-leader") in {2, 3}
    assert 30 <= share(five_thousand, is_open_to_everyone) <= 37


def is_open_to_everyone(member):
    return member.visibility.get("name") == Audience.EVERYONE


def test_a_handful_of_titles_are_left_for_the_team_to_look_at(five_thousand):
    unclear = [one for one in five_thousand if one.member.seniority_id == "seniority:not-clear"]
    assert 10 < len(unclear) < 40
    assert {one.member.seniority_rule for one in unclear} == {None}


def test_names_are_many_and_written_as_their_owners_write_them(five_thousand):
    names = Counter(person.member.name for person in five_thousand)
    assert len(names) > 0.9 * len(five_thousand)
    assert names.keys().isdisjoint(words.TAKEN)
    assert all(person.member.sort_name == fold(person.member.name) for person in five_thousand)
    letters = set("".join(names))
    assert set("áâéíóçłż’") <= letters


def test_every_page_address_is_used_once(five_thousand):
    assert len({person.member.ref for person in five_thousand}) == len(five_thousand)


def test_sentences_are_whole_and_varied(five_thousand):
    said = [
        text
        for person in five_thousand
        for text in (person.member.purpose, person.member.offer_note, person.member.ask_note)
        if text
    ]
    assert [text for text in said if "{" in text or not text[0].isupper()] == []
    assert {text[-1] for text in said} == {".", "?"}
    assert len(set(said)) > 0.35 * len(said)
    empty = sum(not person.member.purpose for person in five_thousand) / len(five_thousand)
    assert 0.1 < empty < 0.25


def test_everybody_works_at_an_organisation_of_their_nation_or_lives_elsewhere(five_thousand):
    wrong = [
        person.member.name
        for person in five_thousand
        if person.member.organisation is None and person.member.nation_id != "nation:other"
    ]
    strangers = [
        person.member.name
        for person in five_thousand
        if person.member.organisation is not None
        and person.member.organisation.nation_id not in {None, person.member.nation_id}
    ]
    assert (wrong, strangers) == ([], [])


def test_the_same_seed_invents_the_same_people():
    once = digest(invented(300, 1))
    assert digest(invented(300, 1)) == once
    assert digest(invented(300, 2)) != once


def test_every_title_has_the_seniority_its_role_is_counted_for():
    estimate = estimator()
    wanted = {}
    for row in plan.shipped.rows("roles.csv"):
        for title in row["titles"].split(";"):
            for orgtype in ("acute", "mental-health", "community", "other"):
                for text in spelled_out(title, orgtype):
                    rule = estimate(text)
                    found = rule.seniority_id if rule else "seniority:not-clear"
                    wanted[text] = (f"seniority:{row['seniority']}", found)
    assert {title: both for title, both in wanted.items() if both[0] != both[1]} == {}


@cache
def spelled_out(title, orgtype):
    return {
        title.format(service=service, specialty=specialty)
        for service in words.variants("service", orgtype)
        for specialty in words.variants("specialty", orgtype)
    }
