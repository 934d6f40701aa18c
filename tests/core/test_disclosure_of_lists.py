"""No category of fewer than ten people stands alone, or can be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.core.disclosure import Shown, shown


@pytest.mark.parametrize(
    ("people", "alone", "together"),
    [
        ({"a": 40, "b": 10}, ("a", "b"), ()),
        ({"a": 40, "b": 0}, ("a",), ()),
        ({"a": 40, "b": 8, "c": 5}, ("a",), ("b", "c")),
        ({"a": 40, "b": 20, "c": 9}, ("a",), ("b", "c")),
        ({"a": 40, "b": 20, "c": 3, "d": 3}, ("a",), ("b", "c", "d")),
        ({"a": 40, "b": 3}, (), ("a", "b")),
        ({"a": 6, "b": 5}, (), ("a", "b")),
        ({"a": 6, "b": 3}, (), ()),
        ({}, (), ()),
    ],
)
def test_small_categories_are_joined_until_none_can_be_told(people, alone, together):
    assert shown(people) == Shown(alone, together)


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 60), max_size=8))
def test_nothing_shown_is_ever_a_handful(people):
    decided = shown(people)
    joined = sum(people[key] for key in decided.together)

    assert all(people[key] >= 10 for key in decided.alone)
    assert not decided.together or (joined >= 10 and len(decided.together) > 1)
    assert set(decided.alone + decided.together) in (set(), {key for key in people if people[key]})
