"""Files that come from outside: what can be read, and what is said of what cannot."""

import codecs

import pytest

from commonweal.core.errors import Refused
from commonweal.core.tables.source import open_source

PLAIN = b"name,town\nAnn,Leeds\nBob,Bangor\n"


@pytest.fixture
def given(tmp_path):
    def write(content):
        path = tmp_path / "people.csv"
        path.write_bytes(content)
        return path

    return write


def cells(source):
    return [row.cells for row in source.rows()]


@pytest.mark.parametrize(
    "content",
    [
        "name,town\nSiân,Bangor\n".encode(),
        codecs.BOM_UTF8 + "name,town\nSiân,Bangor\n".encode(),
        "name;town\r\nSiân;Bangor\r\n".encode(),
        "name\ttown\nSiân\tBangor\n".encode("utf-16"),
        "name,town\n\n\nSiân,Bangor".encode(),
        '"name","town"\n"Siân","Bangor"\n'.encode(),
    ],
)
def test_the_usual_ways_of_writing_csv_all_read_the_same(given, content):
    source = open_source(given(content))

    assert cells(source) == [{"name": "Siân", "town": "Bangor"}]
    assert (source.records, source.notes) == (1, ())


def test_windows_1252_is_read_and_said_with_its_line(given):
    source = open_source(given(b"name,town\nAnn,Leeds\nSi\xe2n,Bangor\n"))

    assert cells(source)[1] == {"name": "Siân", "town": "Bangor"}
    assert source.notes == (
        "The file is not UTF-8 (see line 3), so it was read as Windows-1252, "
        "the way Excel saves it. Check that accents look right.",
    )


def test_a_file_that_ends_inside_a_letter_is_read_as_windows_1252(given):
    assert cells(open_source(given(b"name\nAnn\xc3"))) == [{"name": "Ann\xc3"}]


def test_a_broken_file_of_utf_16_is_refused(given):
    path = given("name,town\nAnn,Leeds\n".encode("utf-16")[:-1])

    with pytest.raises(Refused, match=r"The text breaks off after line 1: the file is not whole\."):
        open_source(path)


def test_line_breaks_inside_a_cell_belong_to_it_and_lines_are_still_counted(given):
    source = open_source(given(b'name,why\nAnn,"one\ntwo"\nBob,"x"\n'))

    assert [(row.line, row.cells["why"]) for row in source.rows()] == [(2, "one\ntwo"), (4, "x")]


def test_a_file_without_a_header_takes_its_names_from_the_mapping(given):
    source = open_source(given(b"R0A,Manchester\n"), header=("code", "name"))

    assert cells(source) == [{"code": "R0A", "name": "Manchester"}]


def test_rows_of_another_width_say_so_and_the_rest_goes_on(given):
    source = open_source(given(b"a,b,c\n1,2\n1,2,3,4\n1,2,3\n"))

    assert [row.fault for row in source.rows()] == [
        "This row has 2 cells where the header has 3.",
        "This row has 4 cells where the header has 3.",
        "",
    ]
    assert next(source.rows(fill=True)).fault == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (b"name,town\n", "The file has a header and nothing under it."),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is a picture, not a CSV file. "),
        (b"PK\x03\x04\x14\0", "This is an Excel workbook or a ZIP archive, not a CSV file. "),
        (b"<!doctype html><p>Not found", "This is a web page or XML, not a CSV file. "),
        (codecs.BOM_UTF8 + b"\n <x/>", "This is a web page or XML, not a CSV file. "),
        ("<p>Tŷ".encode("utf-16"), "This is a web page or XML, not a CSV file. "),
        (b'{"name": "Ann"}', "This is JSON, not a CSV file. "),
        (b'[\n  {"name": "Ann"}]', "This is JSON, not a CSV file. "),
        (b"%PDF-1.7 ...", "This is a PDF, not a CSV file. "),
        (b"name\nA\0nn\n", "Line 2 has a NUL character at position 2. "),
        (b"name\nAnn\n\x81\x8d\xff\n", "Line 3 is written neither in UTF-8 nor in Windows-1252. "),
        (b"name,name\nAnn,Bob\n", "Line 1 names the column “name” twice; column 2 is the second."),
        (
            b'name,why\nAnn,x\nBob,"never\nclosed\n',
            "The record on line 3 opens a quotation mark that is never closed, ",
        ),
        (
            b'name,why\nAnn,"x" y\n',
            "The record on line 2 has a quotation mark in the middle of a cell. ",
        ),
        (b'name\n"' + b"x" * 200_000 + b'"\n', "The record on line 2 opens a quotation mark "),
    ],
)
def test_what_is_no_table_is_refused_with_a_line(given, content, sentence):
    with pytest.raises(Refused) as refusal:
        open_source(given(content))

    assert str(refusal.value).startswith(sentence)


@pytest.mark.slow
def test_a_line_of_ten_megabytes_is_refused_by_its_number(given):
    with pytest.raises(Refused, match="Line 3 is longer than a million characters"):
        open_source(given(PLAIN[:20] + b"x" * 10_000_000 + b"\n"))


def test_a_column_in_brackets_is_no_json(given):
    assert cells(open_source(given(b"[Name],[Town]\nAnn,Leeds\n"))) == [
        {"[Name]": "Ann", "[Town]": "Leeds"}
    ]


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"There is no file called “.*gone\.csv”\."):
        open_source(tmp_path / "gone.csv")
