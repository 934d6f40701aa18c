"""A slip in a name is forgiven; what was typed comes first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from commonweal.search import queries, words
from commonweal.search.models import Audience
from tests.search.conftest import entry

LETTERS = some.text("abcde", min_size=words.ONE_SLIP_FROM, max_size=12)


def corrected(text):
    page = queries.search(text, audience=Audience.EVERYONE)
    return [hit.title for hit in page.hits], page.corrected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "corrected_text"),
    [
        ("Margret", "margaret"),  # a letter lost
        ("Margarret", "margaret"),  # a letter too many
        ("Nargaret", "margaret"),  # another letter
        ("Magraret", "margaret"),  # two swapped
        ("Margerat", "margaret"),  # two slips in a long name
        ("Niahm", "niamh"),
        ("niahm o'brein", "niamh obrien"),
    ],
)
def test_slips_are_forgiven(keep, text, corrected_text):
    names = {"margaret": "Margaret Ash", "niamh": "Niamh O’Brien"}
    keep(*(entry(name) for name in names.values()))
    assert corrected(text) == ([names[corrected_text.split()[0]]], corrected_text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Ine", "Mxxgarxt", "1234", "Agnt"])
def test_short_words_numbers_and_other_names_are_not_slips(keep, text):
    keep(entry("Ane Margaret Agneta"), entry("Ward 1235"))
    assert corrected(text) == ([], "")


@pytest.mark.django_db
def test_what_matches_as_typed_is_not_corrected(keep):
    keep(entry("Jon Ash"), entry("John Ash"), entry("Joan Ash"))
    assert corrected("john") == (["John Ash"], "")


@pytest.mark.django_db
def test_the_other_words_still_count(keep):
    keep(entry("Margaret Ash", body="Huddles"), entry("Margaret Moor", body="Sepsis"))
    assert corrected("margret huddles") == (["Margaret Ash"], "margaret huddles")


@pytest.mark.django_db
def test_several_names_may_be_meant_and_the_nearest_is_named(keep):
    keep(entry("Marian Ash"), entry("Miriam Ash"), entry("Mariam Ash"))
    assert corrected("mariem") == (["Mariam Ash"], "mariam")


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(LETTERS, some.data())
def test_any_word_shares_a_variant_with_its_slips(word, data):
    slipped = list(word)
    for _ in range(words.slips_allowed(word)):
        at = data.draw(some.integers(0, len(slipped) - 1))
        slip = data.draw(some.sampled_from(["lose", "add", "change"]))
        if slip == "lose" and len(slipped) > words.ONE_SLIP_FROM:
            del slipped[at]
        elif slip == "add":
            slipped.insert(at, "x")
        else:
            slipped[at] = "y"
    typed = "".join(slipped)
    assert words.distance(typed, word) <= words.slips_allowed(word)
    if words.slips_allowed(typed) == words.slips_allowed(word):
        assert words.variants(typed) & words.variants(word)
        assert words.nearest(typed, [word], 1) == [word]


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(some.text(max_size=40), some.text(max_size=40))
def test_distance_is_the_same_both_ways(left, right):
    assert words.distance(left, right) == words.distance(right, left)
    assert (words.distance(left, right) == 0) == (left == right)


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(some.text())
def test_any_text_becomes_words_the_index_can_keep(text):
    for word in (*words.query_words(text), *words.index_words(text)):
        assert word
        assert word.isalnum()
        assert len(word) <= words.LONGEST_WORD
    assert len(words.query_words(text)) <= words.MOST_QUERY_WORDS


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(some.text(max_size=200))
def test_a_text_is_found_by_its_own_words(text):
    assert set(words.query_words(text)) <= set(words.index_words(text))
