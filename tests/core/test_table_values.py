"""What a cell may hold, and what leaves us in one."""

import csv
import datetime

import pytest

from commonweal.core.tables.values import BadCell, Field, Kind, Reader
from commonweal.core.tables.writing import lines, safe, unsafe

TODAY = datetime.date(2024, 2, 29)
READER = Reader(TODAY)


def read(kind, text, reader=READER):
    return reader.value(Field("f", "Anything", kind, length=20), text)


@pytest.mark.parametrize(
    "text",
    ["2019-03-05", "05/03/2019", "5/3/2019", "2019-03-05T10:22:33.000Z", "2019-03-05 10:22:33"],
)
def test_days_are_read_as_they_are_usually_written(text):
    assert read(Kind.DATE, text) == datetime.date(2019, 3, 5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2019", "“31/02/2019” is not a date."),
        ("2019-13-05", "“2019-13-05” is not a date."),
        ("soon", "“soon” is not a date."),
        ("2019-03-05X10", "“2019-03-05X10” is not a date."),
        ("0207-03-05", "0207-03-05 is too long ago."),
        ("2024-03-01", "2024-03-01 is in the future."),
    ],
)
def test_days_that_cannot_be_are_refused(text, reason):
    with pytest.raises(BadCell) as fault:
        read(Kind.DATE, text)

    assert fault.value.reason == reason


def test_a_mapping_may_say_how_days_are_written():
    american = Reader(TODAY, ("%m/%d/%Y", "%Y%m%d"))

    assert read(Kind.DATE, "03/05/2019", american) == datetime.date(2019, 3, 5)
    assert read(Kind.DATE, "20190305", american) == datetime.date(2019, 3, 5)
    with pytest.raises(BadCell):
        read(Kind.DATE, "2019-03-05", american)


def test_yes_and_no_are_read_in_the_usual_words():
    assert [read(Kind.YES_NO, text) for text in ("Yes", "TRUE", "1", "no", "F")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(BadCell, match="“perhaps” is neither yes nor no"):
        read(Kind.YES_NO, "perhaps")


def test_addresses_are_lowered_and_must_look_like_one():
    assert read(Kind.EMAIL, "Ann@Example.org") == "ann@example.org"
    for text in ("ann", "ann@example", "a b@example.org", "a" * 20 + "@example.org"):
        with pytest.raises(BadCell, match="is not an e-mail address"):
            read(Kind.EMAIL, text)


def test_lists_stand_between_semicolons():
    assert read(Kind.WORDS, "flow; safety;;") == ["flow", "safety"]


def test_texts_have_a_longest_length():
    assert read(Kind.TEXT, "x" * 20) == "x" * 20
    with pytest.raises(BadCell, match="It is longer than 20 characters"):
        read(Kind.TEXT, "x" * 21)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\r=1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_written_as_text_and_read_back_whole(text):
    assert safe(text) == f"'{text}"
    assert unsafe(safe(text)) == text


@pytest.mark.parametrize("text", ["Ann", "'tis", "", "a=b", "o'clock"])
def test_other_texts_are_written_as_they_are(text):
    assert safe(text) == text
    assert unsafe(text) == text


def test_lines_are_csv_with_a_header():
    made = "".join(lines(["name", "why"], [["Ann", 'a "b", c'], ["=1", "x\ny"]]))

    assert list(csv.reader(made.splitlines(keepends=True))) == [
        ["name", "why"],
        ["Ann", 'a "b", c'],
        ["'=1", "x\ny"],
    ]
