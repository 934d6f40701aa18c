"""The estimate of how long people stay active, beside that of lifelines."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from lifelines import KaplanMeierFitter

from commonweal.impact.survival import Lasted, kaplan_meier

PEOPLE = st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=60)


@pytest.mark.slow
@given(PEOPLE)
@settings(max_examples=40, deadline=None)
def test_the_curve_and_its_intervals_are_those_of_lifelines(people):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = KaplanMeierFitter().fit(
            [days for days, _ in people], [ended for _, ended in people]
        )
        bounds = fitted.confidence_interval_
    ours = kaplan_meier(Lasted(days, ended) for days, ended in people)
    for day in range(max(days for days, _ in people) + 1):
        found = ours.at(day)
        assert found.value == pytest.approx(fitted.predict(day), abs=1e-9)
        if 0 < found.value < 1:
            row = bounds[bounds.index <= day].iloc[-1]
            assert (found.low, found.high) == pytest.approx(tuple(row), abs=1e-9)


def test_people_counted_together_are_people_counted_one_by_one():
    together = kaplan_meier([Lasted(365, True, 3), Lasted(800, False, 2)])
    one_by_one = kaplan_meier([Lasted(365, True)] * 3 + [Lasted(800, False)] * 2)
    assert together == one_by_one
    assert together.at(365).value == pytest.approx(0.4)
    assert together.median() == 365


def test_beyond_what_was_seen_nothing_is_said():
    curve = kaplan_meier([Lasted(10, False), Lasted(5, True)])
    assert curve.at(11) is None
    assert curve.at(4).value == 1.0
    assert kaplan_meier([Lasted(10, False)]).median() is None
