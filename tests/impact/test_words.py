import pytest

from commonweal.impact.figures.words import listed, one_or_more, percent


@pytest.mark.parametrize(
    ("part", "of", "said"),
    [
        (0, 0, "0%"),
        (0, 5, "0%"),
        (1, 500, "less than 1%"),
        (83, 100, "83%"),
        (4_999, 5_000, "more than 99%"),
        (5, 5, "100%"),
    ],
)
def test_a_share_never_rounds_something_to_nothing_or_to_all(part, of, said):
    assert percent(part, of) == said


def test_lists_read_as_a_sentence_does():
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]


def test_one_is_said_as_one():
    assert [one_or_more(n, "row", "rows") for n in (1, 1200)] == ["1 row", "1,200 rows"]
