"""Nobody can be told from what is published: not by subtraction, not by comparing two issues."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from commonweal.core.disclosure import (
    ALL,
    MINIMUM,
    NOISE,
    Issue,
    live,
    published,
    record_key,
    renewed,
    shown,
)

SIZES = st.tuples(st.integers(1, 4), st.integers(1, 4))
COUNTS = st.one_of(st.integers(0, 14), st.integers(0, 400))


@st.composite
def tables(draw):
    rows, columns = draw(SIZES)
    return {key: draw(COUNTS) for key in product("abcd"[:rows], "wxyz"[:columns])}


def test_small_categories_of_a_list_are_joined():
    found = shown({"a": 50, "b": 30, "c": 4, "d": 2})
    assert found.alone == ("a",)
    assert found.together == ("b", "c", "d")


def test_a_count_below_ten_is_hidden_and_the_rest_is_rounded_to_five():
    assert published({("a",): 102, ("b",): 33, ("c",): 9, ("d",): 8}) == {
        ("a",): 100, ("b",): 35, ("c",): None, ("d",): None, (ALL,): 150,
    }  # fmt: skip


def test_nobody_is_hidden_like_a_few_so_that_a_first_arrival_does_not_show():
    nobody = published({("a",): 0, ("b",): 5, ("c",): 80})
    assert nobody == published({("a",): 1, ("b",): 5, ("c",): 80})
    assert nobody[("a",)] is None


def test_one_hidden_part_takes_the_next_smallest_with_it():
    found = published({("a",): 102, ("b",): 33, ("c",): 9})
    assert found[("b",)] is None
    assert found[("a",)] == 100


def test_hidden_parts_that_are_few_together_take_another_with_them():
    found = published({("a",): 102, ("b",): 33, ("c",): 3, ("d",): 2})
    assert [key for key, count in found.items() if count is None] == [("b",), ("c",), ("d",)]


def test_a_table_without_rows_is_empty():
    assert published({}) == {}


@given(tables())
@settings(max_examples=60, deadline=None)
def test_no_sum_leaves_one_part_hidden_alone(cells):
    found = published(cells)
    rows, columns = ({key[place] for key in cells} for place in (0, 1))
    lines = [[(row, column) for column in columns] for row in {*rows, ALL}]
    lines += [[(row, column) for row in rows] for column in {*columns, ALL}]
    totals = [(row, ALL) for row in {*rows, ALL}] + [(ALL, column) for column in {*columns, ALL}]
    for parts, total in zip(lines, totals, strict=True):
        hidden = [key for key in [*parts, total] if found[key] is None]
        assert len(hidden) != 1


def bounds(cells, found, key, *, slack):
    """What somebody who solves all published sums can tell of one hidden count."""
    keys = list(cells)
    limits, least = [], []
    for total, value in found.items():
        if value is not None:
            parts = [
                float(all(t in (ALL, k) for t, k in zip(total, one, strict=True))) for one in keys
            ]
            limits += [parts, [-one for one in parts]]
            least += [value + slack, slack - value]
    aim = [float(one == key) for one in keys]
    if not limits:
        return 0, float("inf")
    low = linprog(aim, A_ub=limits, b_ub=least, bounds=(0, None))
    high = linprog([-one for one in aim], A_ub=limits, b_ub=least, bounds=(0, None))
    return low.fun, float("inf") if high.status == 3 else -high.fun


@pytest.mark.slow
@given(tables())
@settings(max_examples=60, deadline=None)
def test_whoever_solves_all_sums_together_is_left_with_four_people_of_doubt(cells):
    found = published(cells)
    for key in (key for key in cells if found[key] is None):
        low, high = bounds(cells, found, key, slack=2)
        assert low - 1e-6 <= cells[key] <= high + 1e-6
        assert high - low >= 4 - 1e-6


CELLS = {("a", "x"): 120, ("a", "y"): 47, ("b", "x"): 31, ("b", "y"): 12}


@pytest.mark.parametrize("joins", list(CELLS))
def test_publish_add_one_person_publish_and_nothing_is_learnt(joins):
    first = renewed([], CELLS)
    second = renewed([first], CELLS | {joins: CELLS[joins] + 1})
    assert second.shown == first.shown
    assert second is first


def test_without_that_rule_one_person_would_have_been_seen():
    one_more = CELLS | {("b", "y"): 13}
    assert published(CELLS) != published(one_more)


def test_a_new_issue_follows_once_ten_people_have_changed():
    first = renewed([], CELLS)
    for n in range(1, 10):
        assert renewed([first], CELLS | {("b", "y"): 12 + n}) is first
    later = renewed([first], CELLS | {("b", "y"): 22})
    assert later.shown[("b", "y")] == 20
    assert isinstance(later, Issue)


def test_changes_add_up_over_issues_that_did_not_change():
    first = renewed([], CELLS)
    again = renewed([first], CELLS | {("a", "y"): 52})
    later = renewed([first, again], CELLS | {("a", "y"): 52, ("b", "x"): 36})
    assert later is not first


def test_an_issue_is_compared_with_every_one_before_it():
    first = renewed([], CELLS)
    second = renewed([first], CELLS | {("b", "y"): 30})
    assert renewed([first, second], CELLS | {("b", "y"): 13}) is first


SECRET = b"a secret of thirty-two bytes...."
KEYS = [record_key(SECRET, f"member:{n}") for n in range(2000)]


def test_the_same_people_always_give_the_same_live_number():
    assert live(100, KEYS[:100]) == live(100, reversed(KEYS[:100]))


def test_a_live_number_below_ten_is_not_shown():
    assert {live(count, KEYS[:count]) for count in range(MINIMUM)} == {None}


def test_live_numbers_are_near_the_truth_and_lean_to_neither_side():
    moved = [live(50, KEYS[n : n + 50]) - 50 for n in range(1900)]
    assert {abs(one) for one in moved} == {0, 1, 2, 3}
    assert abs(sum(moved) / len(moved)) < 0.15


def test_one_more_person_can_raise_lower_or_keep_a_live_number():
    steps = {live(51, KEYS[n : n + 51]) - live(50, KEYS[n : n + 50]) for n in range(500)}
    assert {-1, 0, 1, 2} <= steps


def test_the_shares_of_the_noise_are_whole_and_even():
    assert sum(NOISE.values()) == 256
    assert sum(step * share for step, share in NOISE.items()) == 0
