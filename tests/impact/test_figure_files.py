"""The table of a figure as a file that people open in a spreadsheet."""

from commonweal.impact.figures.making import csv_of
from commonweal.impact.figures.registry import Column, Content


def test_no_word_in_a_table_is_run_as_a_formula_and_numbers_stay_numbers():
    rows = (("=1+1", -3), ("\tx", 0.5), ("\r=x", None), ("Plain", 2))
    content = Content((Column("a", "A", "text"), Column("b", "B")), rows, "", 0, None)

    assert csv_of(content) == "A,B\r\n'=1+1,-3\r\n'\tx,0.5\r\n\"'\r=x\",\r\nPlain,2\r\n"
