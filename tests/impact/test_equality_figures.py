"""Equalities in a snapshot: protected tables, compared with others, and nobody to be told."""

import datetime

import polars as pl
import pytest

from commonweal.core.disclosure import MINIMUM
from commonweal.equalities import services as equalities
from commonweal.equalities.models import ReadEntry
from commonweal.impact.intervals import ratio_to, relative_likelihood
from commonweal.impact.models import Benchmark, BenchmarkCount, Issue
from commonweal.joining.models import Application
from commonweal.members.models import Member
from tests.factories.joining import WaveFactory
from tests.impact.community import AS_OF, content, frozen, people
from tests.impact.test_joining_figures import applied, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ENGLAND = {"nation_id": "nation:england"}


def say(members, nation="nation:england", **answers):
    for member in members:
        equalities.answer(f"member:{member.ref}", answers, nation=nation)


@pytest.fixture
def community(db):
    say(people(40, **ENGLAND), sex="female", ethnicity="white-british")
    say(people(25, **ENGLAND), sex="male", ethnicity="black-african")
    say(people(12, **ENGLAND), sex="prefer-not", ethnicity="asian-indian")
    for member in people(14, **ENGLAND):
        equalities.ask(f"member:{member.ref}", nation="nation:england")
    people(31, **ENGLAND)


def test_coverage_tells_not_asked_from_prefer_not_from_left_empty(community, tmp_path):
    rows = rows_of("equalities-coverage", frozen(tmp_path / "s"))

    sex = rows["Sex"]
    assert (sex["answered"], sex["prefer-not"], sex["skipped"], sex["not-asked"]) == (
        65,
        10,
        15,
        30,
    )
    assert sex["everybody"] == 120
    assert sex["share"] == round(65 / 120, 4)


def test_a_share_is_compared_with_the_newest_benchmark_of_its_nation(community, tmp_path):
    for version, white in (("2019", 1), ("2022", 800)):
        benchmark = Benchmark.objects.create(
            name="Workforce in England",
            version=version,
            dimension="ethnicity",
            source="An invented table",
            as_of=datetime.date(int(version), 3, 31),
        )
        for category, n in (("white", white), ("black", 100), ("asian", 100)):
            BenchmarkCount.objects.create(
                benchmark=benchmark, nation="nation:england", category=category, people=n
            )
    said = content("representation", frozen(tmp_path / "s"))

    rows = {row[0]: row for row in said.rows}
    expected = ratio_to(25, 75, 0.1)
    assert rows["Black, African or Caribbean"][2:4] == (25, 75)
    assert rows["Black, African or Caribbean"][6] == round(expected.value, 2)
    assert rows["White"][5] == 0.8
    assert "An invented table, as of 31 March 2022" in said.caveats[0]


def test_without_a_benchmark_the_figure_says_so(community, tmp_path):
    said = content("representation", frozen(tmp_path / "s"))
    assert said.chart is None
    assert said.words.startswith("There is no benchmark here")


def test_who_gets_in_is_told_by_group(db, tmp_path):
    wave = WaveFactory()
    applied(60, wave, "england")
    applied(40, wave, "england", "REFUSED")
    for place, application in enumerate(Application.objects.order_by("pk")):
        sex = "female" if place < 40 or place >= 85 else "male"
        equalities.answer(f"application:{application.ref}", {"sex": sex}, nation="nation:england")
    said = content("admissions-by-group", frozen(tmp_path / "s"))

    rows = {row[1]: row for row in said.rows}
    expected = relative_likelihood(40, 55, 20, 45)
    assert rows["Female"][2:5] == (55, 40, 15)
    assert rows["Female"][5] == round(expected.value, 2)


def test_an_applicant_who_joined_is_counted_by_the_record_they_have_now(db, tmp_path):
    wave = WaveFactory()
    applied(30, wave, "england")
    applied(30, wave, "england", "REFUSED")
    members = people(30, **ENGLAND)
    for application, member in zip(
        Application.objects.filter(status="JOINED"), members, strict=True
    ):
        equalities.answer(f"application:{application.ref}", {"sex": "male"}, nation="")
        equalities.carry(f"application:{application.ref}", f"member:{member.ref}")
        Application.objects.filter(pk=application.pk).update(member=member)
    for application in Application.objects.filter(status="REFUSED"):
        equalities.answer(f"application:{application.ref}", {"sex": "male"}, nation="")
    said = content("admissions-by-group", frozen(tmp_path / "s"))

    assert next(row for row in said.rows if row[1] == "Male")[2:5] == (60, 30, 30)


def test_freeze_add_one_person_freeze_and_nothing_is_learnt(community, tmp_path):
    first = frozen(tmp_path / "one").tables["equalities"].collect("polars").to_native()
    say(people(1, **ENGLAND), sex="male", ethnicity="mixed-other")
    second = frozen(tmp_path / "two").tables["equalities"].collect("polars").to_native()

    assert first.equals(second)


def test_ten_more_people_make_a_new_issue(community, tmp_path):
    frozen(tmp_path / "one")
    before = Issue.objects.count()
    say(people(10, **ENGLAND), sex="male", ethnicity="white-british")
    rows = rows_of("equalities-coverage", frozen(tmp_path / "two"))

    assert Issue.objects.count() > before
    assert rows["Sex"]["answered"] == 75


def test_no_small_count_and_no_answer_of_anybody_is_in_the_files(community, tmp_path):
    say(people(3, **ENGLAND), sex="female", religion="buddhist")
    frozen(tmp_path / "s")
    for path in (tmp_path / "s").glob("*.parquet"):
        table = pl.read_parquet(path)
        if path.stem == "equalities":
            shown = table["people"].drop_nulls().to_list()
            assert min(shown) >= MINIMUM
            assert all(n % 5 == 0 for n in shown)
        elif path.stem not in ("answers", "benchmarks"):
            assert "buddhist" not in str(table.to_dicts())
    refs = Member.objects.values_list("ref", flat=True)
    assert not any(ref in str(Issue.objects.values_list("shown")) for ref in refs)


def test_each_snapshot_is_in_the_log_of_reads(community, tmp_path):
    frozen(tmp_path / "s")
    entry = ReadEntry.objects.get()
    assert (entry.kind, entry.why, entry.by) == ("ALL", "SNAPSHOT", None)


def test_the_same_day_frozen_twice_gives_the_same_bytes(community, tmp_path):
    one, two = frozen(tmp_path / "one"), frozen(tmp_path / "two", as_of=AS_OF)
    assert one.digest == two.digest
