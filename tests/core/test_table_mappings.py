"""A mapping turns the columns of somebody else's file into our fields."""

import pytest

from commonweal.core.errors import Refused
from commonweal.core.tables.mapping import own, titled
from commonweal.core.tables.mapping_files import load, parse, shipped
from commonweal.core.tables.proposing import examples, proposal
from commonweal.core.tables.source import open_source
from commonweal.core.tables.values import Field

FIELDS = (
    Field("name", "Their name", required=True, known_as=("full name",)),
    Field("place", "Their town", known_as=("city",)),
    Field("nation", "Their nation"),
)


def mapped(data, cells):
    fitted, _ = parse({"kind": "people", **data}).fitted(list(cells), FIELDS)
    return fitted.apply(cells)


def test_columns_are_found_without_regard_to_capitals_and_cells_are_stripped():
    taken = mapped(
        {"columns": {"name": "FullName", "place": "City"}}, {"FULLNAME": " Ann ", "CITY": ""}
    )

    assert taken == {"name": "Ann"}


def test_the_first_of_several_columns_that_is_there_is_taken():
    columns = {"columns": {"name": ["Account.Name", "AccountName"]}}

    assert mapped(columns, {"AccountName": "Leeds"}) == {"name": "Leeds"}


def test_templates_join_columns_and_say_nothing_when_all_are_empty():
    data = {"templates": {"name": "{First.Name} {last}"}}

    assert mapped(data, {"first.name": "Ann", "last": "Lee"}) == {"name": "Ann Lee"}
    assert mapped(data, {"first.name": "", "last": "Lee"}) == {"name": "Lee"}
    assert mapped(data, {"first.name": "", "last": " "}) == {}


@pytest.mark.parametrize(
    ("cell", "nation"), [("GB", None), ("gb", None), ("IE", "ireland"), ("US", "other"), ("", None)]
)
def test_values_are_translated_and_a_star_stands_for_all_others(cell, nation):
    data = {
        "columns": {"nation": "c"},
        "values": {"nation": {"GB": "", "IE": "ireland", "*": "other"}},
    }

    assert mapped(data, {"c": cell}).get("nation") == nation


def test_values_without_a_star_leave_other_texts_alone():
    data = {"columns": {"nation": "c"}, "values": {"nation": {"Eire": "ireland"}}}

    assert mapped(data, {"c": "wales"}) == {"nation": "wales"}


def test_patterns_are_tried_in_order():
    rules = [{"when": "ambulance", "is": "vans"}, {"when": "^st ", "is": "saints"}]
    data = {"columns": {"place": "c"}, "patterns": {"place": rules}}

    assert mapped(data, {"c": "ST ANN AMBULANCE"}) == {"place": "vans"}
    assert mapped(data, {"c": "St Ann"}) == {"place": "saints"}
    assert mapped(data, {"c": "Leeds"}) == {"place": "Leeds"}


def test_constants_stand_for_every_row_until_a_column_says_otherwise():
    data = {"columns": {"nation": "c"}, "constants": {"nation": "wales"}}

    assert mapped(data, {"c": ""}) == {"nation": "wales"}
    assert mapped(data, {"c": "ireland"}) == {"nation": "ireland"}


def test_rows_can_be_passed_over_by_a_cell():
    mapping = parse({"kind": "people", "skip": [{"column": "Gone", "values": ["TRUE"]}]})

    fitted, _ = mapping.fitted(["GONE"], FIELDS)

    assert [fitted.passes_over({"GONE": text}) for text in ("true", "false")] == [True, False]


def test_names_in_capitals_are_written_as_people_write_them():
    assert titled("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST (UK)") == (
        "Guy's and St Thomas' NHS Foundation Trust (UK)"
    )
    assert (
        titled("THE KING'S LYNN TRUST OF O'NEILL-SMITH") == "The King's Lynn Trust of O'neill-Smith"
    )


def test_title_case_is_asked_for_by_field():
    data = {"columns": {"name": "n", "place": "p"}, "title_case": ["name"]}

    assert mapped(data, {"n": "LEEDS", "p": "LEEDS"}) == {"name": "Leeds", "place": "LEEDS"}


def test_missing_columns_are_refused_when_needed_and_noted_when_not():
    mapping = parse(
        {
            "kind": "people",
            "columns": {"name": "Name", "place": "Town"},
            "templates": {"nation": "{X}"},
        }
    )

    with pytest.raises(Refused) as refusal:
        mapping.fitted(["Town", "Other"], FIELDS)
    fitted, notes = mapping.fitted(["Name", "Other", ""], FIELDS)

    assert str(refusal.value) == (
        "The file has no column “Name”, needed for name. Line 1 has: Town, Other."
    )
    assert notes == (
        "The file has no column “Town”, so place stays as it is.",
        "The file has no column “X”, so nation stays as it is.",
        "Columns that are not used: Other.",
    )
    assert fitted.origin("name") == "Name"
    assert fitted.origin("place") == "place"


def test_our_own_files_need_no_mapping():
    mapping, _ = own("people", ["Name", "nation"], FIELDS).fitted(["Name", "nation"], FIELDS)

    assert mapping.apply({"Name": "Ann", "nation": "wales"}) == {"name": "Ann", "nation": "wales"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "The mapping does not say its kind"),
        ({"kind": "people", "colums": {}}, "The mapping has a part nobody knows: colums."),
        ({"kind": "people", "columns": []}, "In the mapping, “columns” must be a table."),
        ({"kind": "people", "header": "a"}, "In the mapping, “header” must be a list."),
        ({"kind": 3}, "In the mapping, “kind” must be text."),
        ({"kind": "people", "repeats": "x"}, "In the mapping, “repeats” must be one of"),
        ({"kind": "people", "ragged": "x"}, "In the mapping, “ragged” must be one of"),
        ({"kind": "people", "skip": [{"column": "a"}]}, "In the mapping, each \\[\\[skip\\]\\]"),
        ({"kind": "people", "skip": "a"}, "In the mapping, each \\[\\[skip\\]\\]"),
        ({"kind": "people", "skip": [3]}, "In the mapping, each \\[\\[skip\\]\\]"),
        ({"kind": "people", "encoding": "zlib"}, "“zlib” is not an encoding"),
        ({"kind": "people", "encoding": "nosuch"}, "“nosuch” is not an encoding"),
        ({"kind": "people", "encoding": "a\0b"}, "is not an encoding"),
        ({"kind": "people", "encoding": "undefined"}, "“undefined” is not an encoding"),
        ({"kind": "people", "delimiter": ",,"}, "“delimiter” must be one character"),
        ({"kind": "people", "delimiter": "\n"}, "“delimiter” must be one character"),
        ({"kind": "people", "columns": {"name": 3}}, "“name” in \\[columns\\] must be text"),
        ({"kind": "people", "columns": {"name": [3]}}, "“name” in \\[columns\\] must be text"),
        ({"kind": "people", "templates": {"name": 3}}, "“name” in \\[templates\\] must be text"),
        ({"kind": "people", "values": {"name": 3}}, "“name” in \\[values\\] must be a table"),
        ({"kind": "people", "patterns": {"name": 3}}, "“name” in \\[patterns\\] must be a list"),
        ({"kind": "people", "header": [3]}, "“header” must hold only texts"),
        (
            {"kind": "people", "patterns": {"name": [{"when": "a", "is": 3}]}},
            "In the mapping, each of \\[\\[patterns.name\\]\\]",
        ),
        (
            {"kind": "people", "patterns": {"name": [{"when": "(", "is": "x"}]}},
            "In the mapping, each of \\[\\[patterns.name\\]\\]",
        ),
    ],
)
def test_what_is_wrong_in_a_mapping_is_said(data, sentence):
    with pytest.raises(Refused, match=sentence):
        parse(data)


def test_a_template_with_half_a_brace_is_refused():
    mapping = parse({"kind": "people", "templates": {"name": "{first"}})

    with pytest.raises(Refused, match=r"The template “\{first” has a brace without its partner"):
        mapping.fitted(["first"], FIELDS)


def test_mappings_are_loaded_by_name_or_path_and_missing_ones_are_named(tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('kind = "people"')
    broken = tmp_path / "broken.toml"
    broken.write_text("kind = ")
    deep = tmp_path / "deep.toml"
    deep.write_text(f"header = {'[' * 5000}")

    assert load(str(mine)).kind == "people"
    with pytest.raises(
        Refused, match=r"There is no mapping “nobodys”\. Those that ship are: .*ods-trusts"
    ):
        load("nobodys")
    with pytest.raises(Refused, match="is not readable TOML"):
        load(str(broken))
    with pytest.raises(Refused, match="nested too deeply"):
        load(str(deep))


@pytest.mark.parametrize("name", shipped())
def test_every_mapping_that_ships_can_be_read_and_says_what_it_is_for(name):
    mapping = load(name)

    assert mapping.kind in ("people", "organisations", "participation")
    assert mapping.about.endswith(".") or mapping.about.endswith(").")
    assert mapping.source


def test_a_mapping_is_proposed_from_the_names_of_the_columns(tmp_path):
    path = tmp_path / "My members 2024.csv"
    path.write_text("FULL_NAME,City,x,\nAnn,Leeds,1,\nBob,Leeds,2,\n")
    source = open_source(path)

    proposed = proposal(source, "people", FIELDS)

    assert proposed.splitlines() == [
        'kind = "people"',
        'source = "my-members-2024"',
        "",
        "[columns]",
        'name = "FULL_NAME"',
        'place = "City"',
        "",
        "# Not found in this file. Fill in a column, or leave out:",
        '# nation = ""  # Their nation',
    ]
    assert parse({"kind": "people", "columns": {"name": "FULL_NAME"}}).columns["name"] == (
        "FULL_NAME",
    )
    assert examples(source) == {
        "FULL_NAME": ["Ann", "Bob"],
        "City": ["Leeds"],
        "x": ["1", "2"],
        "": [],
    }


def test_a_needed_field_that_was_not_found_is_marked(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x\n1\n")

    assert '# name = ""  # Their name  (needed)' in proposal(open_source(path), "people", FIELDS)
