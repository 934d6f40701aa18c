"""An entry for one audience is for that audience alone, whichever way it is asked for."""

import pytest

from commonweal.search import queries, services, spelling, tallies
from commonweal.search.models import Audience, Document, Spelling
from tests.search.conftest import entry

pytestmark = pytest.mark.django_db
EVERYONE, MEMBERS = Audience.EVERYONE, Audience.MEMBERS


@pytest.fixture
def shy(keep):
    """Somebody who shows everyone “A nurse” and members a name, a word and a facet."""
    keep(
        entry("A nurse", ref="1", facets=("sector:health",)),
        entry(
            "Zebedee Quill", ref="1", audience=MEMBERS, body="Zymurgy",
            facets=("nation:wales", "sector:health"),
        ),
    )  # fmt: skip


QUESTIONS = [
    {"text": "zebedee"},
    {"text": "zeb"},
    {"text": "zebedde quill"},
    {"text": "zymurgy"},
    {"text": "zym"},
    {"text": "", "facets": ["nation:wales"]},
    {"text": "nurse", "facets": ["nation:wales"]},
]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_what_is_for_members_is_not_found_by_everyone(shy, question):
    page = queries.search(audience=EVERYONE, **question)
    assert (page.hits, page.total, page.corrected, dict(page.facet_counts)) == ((), 0, "", {})


@pytest.mark.parametrize("question", QUESTIONS[:-1], ids=str)
def test_what_is_for_members_is_found_by_members(shy, question):
    page = queries.search(audience=MEMBERS, **question)
    assert [hit.title for hit in page.hits] == ["Zebedee Quill"]


def test_what_is_only_for_everyone_is_not_mixed_into_what_members_see(shy):
    assert queries.search("nurse", audience=MEMBERS).hits == ()


def test_counts_are_of_what_the_reader_may_see(shy):
    page = queries.search("", audience=EVERYONE)
    assert dict(page.facet_counts) == {"": 1, "sector:health": 1}


def test_order_is_by_what_the_reader_may_see(shy, keep, find):
    keep(entry("Bea"))
    assert find(audience=EVERYONE) == ["A nurse", "Bea"]


def test_the_same_hit_says_no_more_than_its_own_entry(shy):
    (hit,) = queries.search("nurse", audience=EVERYONE).hits
    assert (hit.title, hit.facets, hit.snippet) == ("A nurse", ("sector:health",), ())


def test_an_unknown_audience_finds_nothing_at_all(shy):
    with pytest.raises(ValueError, match="NOBODY"):
        queries.search("zebedee", audience="NOBODY")


def test_whoever_is_removed_is_gone_from_everything(shy):
    services.remove("person", "1")
    assert (Document.objects.count(), Spelling.objects.count()) == (0, 0)
    assert [tallies.counts(each, "") for each in Audience] == [{}, {}]
    assert queries.search("zebedee", audience=MEMBERS).total == 0


def test_a_word_no_longer_shown_is_no_longer_known(keep):
    keep(entry("Zebedee Ash", ref="1"), entry("Bea Ash", ref="2"))
    keep(entry("Z Ash", ref="1"))
    assert spelling.near(EVERYONE, ["zebedde"]) == {"zebedde": []}
    assert spelling.endings(EVERYONE, "ash") == ["ash"]
