import csv
import datetime
import json

import pytest
from django.core.management import CommandError, call_command

from commonweal.core.errors import Refused
from commonweal.impact.figures.making import draw_all, figures
from commonweal.impact.snapshot.frozen import opened
from commonweal.members.models import Term
from tests.impact.community import AS_OF, frozen, people, took_part

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime.date


@pytest.fixture
def snapshot(db, tmp_path):
    members = people(12, clinical=True, seniority_id="seniority:early", joined_on=DAY(2020, 1, 15))
    took_part(members, "EVENT", DAY(2021, 5, 1), DAY(2022, 5, 1))
    frozen(tmp_path / "s")
    return tmp_path / "s"


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_freezing_and_drawing_from_the_command_line(tmp_path, capsys):
    took_part(people(12), "EVENT", DAY(2022, 5, 1))

    call_command("snapshot", "--as-of", "2023-04-01", "--out", str(tmp_path / "s"))
    call_command("figures", snapshot=tmp_path / "s", out=tmp_path / "f")

    said = capsys.readouterr().out
    assert "participation: 12 rows" in said
    assert f"The community as of 1 April 2023 is in {tmp_path / 's'}." in said
    assert "16 of 16: Likelihood of being admitted by group" in said
    assert opened(tmp_path / "s").digest in said
    index = json.loads((tmp_path / "f" / "index.json").read_text())
    assert [each["slug"] for each in index["figures"]] == [each.slug for each in figures()]


def test_a_long_ledger_says_how_far_it_is(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("commonweal.impact.snapshot.tables.CHUNK", 2)
    took_part(people(3), "EVENT", DAY(2022, 5, 1))

    call_command("snapshot", as_of=AS_OF, out=tmp_path / "s")

    assert "participation: 2 of 3" in capsys.readouterr().out


def test_today_is_the_day_when_none_is_given(tmp_path, time_machine):
    time_machine.move_to(DAY(2023, 4, 1))

    call_command("snapshot", out=tmp_path / "s")

    assert opened(tmp_path / "s").as_of == AS_OF


def test_refusals_reach_whoever_typed_the_command(tmp_path, snapshot):
    with pytest.raises(CommandError, match="is still to come"):
        call_command("snapshot", as_of=DAY(2999, 1, 1), out=tmp_path / "t")
    with pytest.raises(CommandError, match="There is no snapshot in"):
        call_command("figures", snapshot=tmp_path, out=tmp_path / "f")
    with pytest.raises(CommandError, match=r"“tomorrow” is no day\. Write it as 2023-04-01\."):
        call_command("snapshot", "--as-of", "tomorrow", "--out", str(tmp_path / "t"))


def test_the_same_snapshot_gives_the_same_bytes(tmp_path, snapshot):
    for name in ("one", "two"):
        draw_all(opened(snapshot), tmp_path / name)

    one = bytes_of(tmp_path / "one")
    assert one == bytes_of(tmp_path / "two")
    assert {name for name in one if name.startswith("07")} == {
        f"07-new-members.{kind}" for kind in ("csv", "svg", "png", "json")
    }


def test_drawing_again_replaces_what_was_there(tmp_path, snapshot):
    (tmp_path / "f").mkdir()
    draw_all(opened(snapshot), tmp_path / "f")
    before = bytes_of(tmp_path / "f")
    (tmp_path / "f" / "07-new-members.csv").write_text("typed by hand")

    draw_all(opened(snapshot), tmp_path / "f")

    assert bytes_of(tmp_path / "f") == before


def test_a_folder_of_something_else_is_left_alone(tmp_path, snapshot):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("Dear all")
    (tmp_path / "file").write_text("")

    for name in ("letters", "file"):
        with pytest.raises(Refused, match="holds something other than figures"):
            draw_all(opened(snapshot), tmp_path / name)

    assert (tmp_path / "letters" / "letter.txt").read_text() == "Dear all"


def test_tables_are_files_any_program_reads(tmp_path, snapshot):
    Term.objects.filter(pk="seniority:early").update(label="=1+1")
    frozen(tmp_path / "t")

    draw_all(opened(tmp_path / "t"), tmp_path / "f")

    def table(name):
        with (tmp_path / "f" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    assert table("08-growth.csv")[:2] == [
        ["Date", "Ever joined", "Members"],
        ["2020-03-31", "12", "12"],
    ]
    assert table("14-seniority.csv")[1] == ["'=1+1", "12", "1.0"]


def test_every_figure_says_where_its_numbers_come_from(tmp_path, snapshot, settings):
    draw_all(opened(snapshot), tmp_path / "f")

    for figure in figures():
        said = json.loads((tmp_path / "f" / f"{figure.file_name}.json").read_text())
        assert said["as_of"] == "2023-04-01"
        assert said["source"].startswith("Commonweal: ")
        assert all(said[key] for key in ("words", "description", "unit"))
        assert said["snapshot"] == opened(snapshot).digest
    assert not (tmp_path / "f" / "13-role-type.svg").exists()
    assert "Invented data" not in (tmp_path / "f" / "07-new-members.svg").read_text()


def test_invented_data_says_so_in_the_chart(tmp_path, settings):
    settings.DEMO = True
    people(12)
    frozen(tmp_path / "s")

    draw_all(opened(tmp_path / "s"), tmp_path / "f")

    assert "Invented data. " in (tmp_path / "f" / "07-new-members.svg").read_text()


def test_without_the_extra_spark_is_refused_in_a_sentence(snapshot, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)

    with pytest.raises(Refused, match="The engine spark is not installed here"):
        opened(snapshot, engine="spark")
