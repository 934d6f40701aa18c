import pytest

from commonweal.core.text import fold, initials, shade


def test_names_are_compared_without_accents_and_capitals():
    assert fold("  Gŵyr   Ní Bhriain ") == "gwyr ni bhriain"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Siân ap Rhys", "SR"), ("Cher", "C"), ("órla", "Ó"), ("(Dr) Amy Lee", "AL"), ("", "?")],
)
def test_initials_come_from_the_first_and_last_word(name, expected):
    assert initials(name) == expected


def test_a_name_keeps_its_colour():
    assert shade("Siân ap Rhys") == shade("Siân ap Rhys")
    assert {shade(str(number)) for number in range(50)} == {0, 1, 2, 3, 4, 5}
