"""Numbers of others: read by a mapping, a version each, never mixed up."""

import gzip
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from commonweal.core.errors import Refused
from commonweal.impact import benchmarks
from commonweal.impact.models import Benchmark

pytestmark = pytest.mark.django_db
REAL = Path(os.environ.get("COMMONWEAL_REALDATA", "../shared/data"))
MAPPING = """
kind = "benchmark"
[options]
name = "Workforce"
version = "1"
dimension = "sex"
source = "An invented table"
as_of = "2024-03-31"
[columns]
category = "Sex"
people = "Staff"
[constants]
nation = "wales"
[values.category]
F = "female"
M = "male"
"*" = ""
"""


@pytest.fixture
def files(tmp_path):
    table, mapping = tmp_path / "staff.csv", tmp_path / "staff.toml"
    table.write_text('Sex,Staff\nF,"1,200"\nM,300\nF,20\nNot known,9\n')
    mapping.write_text(MAPPING)
    return table, mapping


def test_rows_are_added_up_by_category_and_nation(files):
    table, mapping = files
    taken = benchmarks.take(table, str(mapping), by=None)
    counts = taken.counts.values_list("nation", "category", "people").order_by("category")
    assert list(counts) == [("nation:wales", "female", 1220), ("nation:wales", "male", 300)]
    assert str(taken.as_of) == "2024-03-31"
    assert taken.mapping["values"]["category"] == {"f": "female", "m": "male", "*": ""}


def test_the_same_file_again_changes_nothing_and_other_numbers_need_a_version(files):
    table, mapping = files
    first = benchmarks.take(table, str(mapping), by=None)
    assert benchmarks.take(table, str(mapping), by=None) == first
    table.write_text("Sex,Staff\nF,2\n")
    with pytest.raises(Refused, match="is here with other numbers"):
        benchmarks.take(table, str(mapping), by=None)
    mapping.write_text(MAPPING.replace('version = "1"', 'version = "2"'))
    benchmarks.take(table, str(mapping), by=None)
    assert Benchmark.objects.count() == 2


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('kind = "benchmark"', 'kind = "people"', "is for people, not for a benchmark"),
        ('version = "1"', 'version = ""', "must say: version"),
        ('dimension = "sex"', 'dimension = "shoes"', "no equalities question called “shoes”"),
        ('as_of = "2024-03-31"', 'as_of = "31/3/24"', "must be a day like 2020-12-31"),
        ('M = "male"', 'M = "men"', "No answer of this question is called men"),
        ('people = "Staff"', 'people = "Sex"', "Line 2: the number of people is not a number"),
        ('F = "female"\nM = "male"', "", "Not one row of this file is counted"),
    ],
)
def test_what_cannot_be_compared_is_refused(files, before, after, sentence):
    table, mapping = files
    mapping.write_text(MAPPING.replace(before, after))
    with pytest.raises(Refused, match=sentence):
        benchmarks.take(table, str(mapping), by=None)
    assert not Benchmark.objects.exists()


def test_the_command_says_what_it_took(files, capsys):
    table, mapping = files
    call_command("benchmark", str(table), mapping=str(mapping))
    said = capsys.readouterr().out
    assert said == "Workforce, 1: 1,520 people in 2 groups, as of 31 March 2024.\n"
    with pytest.raises(CommandError, match="There is no file"):
        call_command("benchmark", "nowhere.csv", mapping=str(mapping))


@pytest.mark.realdata
@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "mapping", "people"),
    [
        (
            "benchmark-nhs-england-ethnicity-grade/nhs_workforce_ethnicity_role_grade_2009-2020.csv.gz",
            "nhs-england-ethnicity",
            {"white": 973_488, "asian": 139_315 + 7_304, "black": 84_391, "mixed": 24_732,
             "other": 33_659},
        ),
        (
            "benchmark-census-2021/ethnicity21_ltla21.csv.gz",
            "census-2021-ethnicity",
            None,
        ),
    ],
)  # fmt: skip
def test_real_benchmarks_come_out_as_published(tmp_path, file, mapping, people):
    if not (REAL / file).exists():
        pytest.skip(f"There is no {REAL / file} here")
    table = tmp_path / "table.csv"
    table.write_bytes(gzip.decompress((REAL / file).read_bytes()))
    taken = benchmarks.take(table, mapping, by=None)
    counts = taken.counts.values_list("nation", "category", "people")
    if people:
        assert {category: n for _, category, n in counts} == people
        return
    # The published populations of the same data set, to the nearest hundred as it rounds them.
    for nation, everybody in (("nation:england", 56_489_800), ("nation:wales", 3_107_500)):
        assert sum(n for where, _, n in counts if where == nation) == pytest.approx(
            everybody, abs=1000
        )
