"""Intervals against numbers worked out elsewhere."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats.contingency import relative_risk

from commonweal.impact.intervals import Estimate, ratio_to, relative_likelihood, share


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_has_the_interval_of_wilson(counts):
    part, of = counts
    ours, oracle = share(part, of), binomtest(part, of).proportion_ci(method="wilson")
    assert ours.low == pytest.approx(oracle.low, abs=1e-9)
    assert ours.high == pytest.approx(oracle.high, abs=1e-9)


@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 60), st.integers(0, 60))
def test_a_relative_likelihood_has_the_interval_of_katz(part, other, rest, other_rest):
    ours = relative_likelihood(part, part + rest, other, other + other_rest)
    oracle = relative_risk(part, part + rest, other, other + other_rest)
    interval = oracle.confidence_interval(0.95)
    assert ours.value == pytest.approx(oracle.relative_risk)
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))


def test_the_published_example_of_a_relative_likelihood():
    assert relative_likelihood(4699, 10000, 1465, 10000).text().startswith("3.21 (")


def test_what_happened_to_nobody_has_no_interval():
    assert relative_likelihood(0, 20, 10, 20) == Estimate(0.0, None, None)
    assert relative_likelihood(5, 20, 0, 20) is None
    assert share(0, 0) is None
    assert ratio_to(0, 20, 0.5).text() == "0.00"
    assert ratio_to(3, 20, 0) is None


def test_a_ratio_to_a_known_share():
    found = ratio_to(30, 100, 0.2)
    assert found.value == pytest.approx(1.5)
    assert math.log(found.high / found.value) == pytest.approx(1.959964 * math.sqrt(0.7 / 30))
