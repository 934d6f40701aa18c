"""Why something was found, in its own words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from commonweal.search.snippets import BEFORE, LENGTH, snippet


def shown(text, *wanted):
    return "".join(f"[{p.text}]" if p.marked else p.text for p in snippet(text, wanted))


@pytest.mark.parametrize(
    ("text", "wanted", "answer"),
    [
        ("Flow in hospitals", ["flow"], "[Flow] in hospitals"),
        ("I like flow. Flow!", ["flow"], "I like [flow]. [Flow]!"),
        ("Cardiff\nGŵyr and flow", ["gwyr"], "[Gŵyr] and flow"),
        ("Ask O’Brien", ["obrien"], "Ask [O’Brien]"),
        ("Hospital-based work", ["based"], "[Hospital-based] work"),
        ("Flow", ["sepsis"], ""),
        ("", ["flow"], ""),
        ("Flow", [], ""),
    ],
)
def test_wanted_words_are_marked(text, wanted, answer):
    assert shown(text, *wanted) == answer


def test_a_long_line_is_cut_around_the_first_wanted_word():
    line = "before " * 50 + "flow " + "after " * 100 + "flow"
    answer = shown(line, "flow")
    assert answer.startswith("… before")
    assert answer.endswith("after …")
    assert answer.count("[flow]") == 1
    assert len(answer) < LENGTH + BEFORE + 20


def test_a_line_without_a_gap_is_shown_whole():
    assert shown("flow" + "-x" * 200, "flow") == f"[flow{'-x' * 200}]"
    assert shown(f"{'·' * 300}flow", "flow") == f"{'·' * 300}[flow]"


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(some.text(max_size=400), some.text(max_size=8))
def test_no_text_is_an_error_and_nothing_is_made_up(text, word):
    pieces = [piece.text for piece in snippet(f"flow {text} {word}", ["flow", word])]
    assert all(piece.strip("… ") in f"flow {text} {word}" for piece in pieces)
