import datetime
import json
import stat

import polars as pl
import pytest
from django.conf import settings
from django.db import connection

from commonweal.core.errors import Refused
from commonweal.engagement.models import Participation
from commonweal.impact.snapshot import manifest, tables, writing
from commonweal.impact.snapshot.frozen import collected, opened
from commonweal.impact.snapshot.pseudonyms import kept_key, pseudonym
from commonweal.members.models import Member, MemberLink, MemberTerm
from tests.factories import UserFactory
from tests.impact.community import AS_OF, TODAY, frozen, organisation, people, took_part

pytestmark = pytest.mark.django_db
DAY = datetime.date


def rows(folder, table):
    return pl.read_parquet(sorted(folder.glob(f"{table}*.parquet"))).rows(named=True)


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_snapshot_shows_the_community_as_it_was_on_the_day(tmp_path):
    early, gone, going = people(3, joined_on=DAY(2020, 1, 1))
    people(1, joined_on=DAY(2023, 4, 2))
    Member.objects.filter(pk=gone.pk).update(left_on=AS_OF, left_reason="left:retired")
    Member.objects.filter(pk=going.pk).update(left_on=DAY(2023, 4, 2), left_reason="left:resigned")
    took_part([early], "EVENT", AS_OF, DAY(2023, 4, 2))

    frozen(tmp_path / "s")

    key = kept_key(settings.VAR)
    left = {
        row["person"]: (row["left_on"], row["left_reason"])
        for row in rows(tmp_path / "s", "members")
    }
    assert left == {
        pseudonym(key, "member", early.pk): (None, None),
        pseudonym(key, "member", gone.pk): (AS_OF, "left:retired"),
        pseudonym(key, "member", going.pk): (None, None),
    }
    assert [row["day"] for row in rows(tmp_path / "s", "participation")] == [AS_OF]


def test_ledger_rows_of_people_who_had_not_joined_are_left_out_and_counted(tmp_path):
    newcomer = people(1, joined_on=DAY(2023, 5, 1))
    took_part(newcomer, "EVENT", DAY(2023, 3, 1))

    made = writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)

    assert made.left_out == 1
    assert made.rows()["participation"] == 0


def test_organisations_and_terms_keep_what_ties_them_together(tmp_path):
    trust = organisation("R1A", "acute")
    person = people(1, organisation=trust)[0]
    MemberTerm.objects.create(member=person, kind="SKILL", term_id="skill:coaching")
    future = people(1, joined_on=DAY(2023, 5, 1))[0]
    MemberTerm.objects.create(member=future, kind="SKILL", term_id="skill:coaching")

    snapshot = frozen(tmp_path / "s")

    (member,) = collected(snapshot.members)
    (kept,) = collected(snapshot.organisations)
    assert member["organisation"] == kept["organisation"]
    assert (kept["code"], kept["type"]) == ("R1A", "orgtype:acute")
    assert collected(snapshot.tables["member_terms"]) == [
        {"person": member["person"], "kind": "SKILL", "term": "skill:coaching"}
    ]
    assert snapshot.labels("orgtype")["orgtype:acute"] == "Acute care provider"
    assert snapshot.offers()["EVENT"] == "Community event"


def test_the_same_data_gives_the_same_bytes(tmp_path):
    took_part(people(3), "EVENT", DAY(2022, 1, 1), DAY(2021, 1, 1))

    for name in ("one", "two"):
        writing.freeze(tmp_path / name, as_of=AS_OF, today=TODAY)

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


@pytest.mark.parametrize(("size", "parts"), [(4, [4, 4, 1]), (3, [4, 4, 1]), (9, [9]), (5, [6, 3])])
def test_a_long_ledger_is_written_in_parts_that_lose_nothing(tmp_path, monkeypatch, size, parts):
    monkeypatch.setattr(tables, "CHUNK", 2)
    monkeypatch.setattr(writing, "ROWS_A_PART", size)
    took_part(people(3), "EVENT", DAY(2022, 1, 1), DAY(2021, 1, 1), DAY(2020, 2, 1))
    seen = []

    made = writing.freeze(
        tmp_path / "s", as_of=AS_OF, today=TODAY, progress=lambda *step: seen.append(step)
    )

    assert [file.rows for file in made.files if file.table == "participation"] == parts
    assert sorted(row["day"] for row in rows(tmp_path / "s", "participation")) == sorted(
        Participation.objects.values_list("day", flat=True)
    )
    assert seen[-1] == ("participation", 9, 9)


def test_somebody_who_joins_while_a_snapshot_is_made_waits_for_the_next():
    known = people(2)
    of_one = {known[0].pk: "aa"}

    assert [row[0] for row in tables.members(b"k", AS_OF, of_one)] == ["aa"]


def test_the_manifest_says_what_there_is(tmp_path, settings):
    settings.COMMUNITY_NAME, settings.DEMO = "Tŷ Gwella", True
    people(2)

    made = writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)

    said = json.loads((tmp_path / "s" / "manifest.json").read_text())
    assert (said["schema"], said["as_of"], said["community"], said["invented"]) == (
        tables.SCHEMA_VERSION,
        "2023-04-01",
        "Tŷ Gwella",
        True,
    )
    assert said["rows"]["members"] == 2
    assert manifest.read(tmp_path / "s") == made


def test_nothing_personal_is_in_any_column(tmp_path):
    canary = "CANARY"
    user = UserFactory(email="canary@example.org", name=canary)
    person = Member.objects.create(
        user=user, external_id=canary, name=canary, sort_name=canary, pronouns=canary,
        role_title=canary, place=canary, purpose=canary, offer_note=canary, ask_note=canary,
        photo=canary, joined_on=DAY(2020, 1, 1), visibility={"name": canary},
    )  # fmt: skip
    MemberLink.objects.create(member=person, label=canary, url="https://canary.example.org/CANARY")
    took_part([person], "EVENT", DAY(2022, 1, 1))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO engagement_participation (member_id, offer, depth, mode, part, day, "
            "central, what, key, recorded_at) VALUES (%s, 'VISIT', 'LIGHT', 'ONLINE', 'LED', "
            "'2022-01-01', %s, 'CANARY', 'CANARY', '2022-01-01')",
            [person.pk, True],
        )

    frozen(tmp_path / "s")

    for path in (tmp_path / "s").iterdir():
        plain = path.read_bytes()
        if path.suffix == ".parquet":
            plain = pl.read_parquet(path).write_csv().encode()
        for trace in (canary, "canary", person.ref, "Person"):
            assert trace.encode() not in plain, path.name


def test_pseudonyms_stay_the_same_and_need_the_key():
    key = kept_key(settings.VAR)

    assert pseudonym(key, "member", 7) == pseudonym(kept_key(settings.VAR), "member", 7)
    assert (
        len({pseudonym(k, kind, 7) for k in (key, b"other") for kind in ("member", "organisation")})
        == 4
    )
    assert len(key) == 32


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    key = kept_key(tmp_path / "var")

    assert kept_key(tmp_path / "var") == key
    assert stat.S_IMODE((tmp_path / "var" / "snapshot.key").stat().st_mode) == 0o600


def test_a_day_to_come_is_refused(tmp_path):
    with pytest.raises(Refused, match="2 June 2023 is still to come"):
        writing.freeze(tmp_path / "s", as_of=DAY(2023, 6, 2), today=TODAY)

    assert not (tmp_path / "s").exists()


def test_freezing_again_to_the_same_folder_changes_nothing(tmp_path):
    people(1)
    writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)
    before = bytes_of(tmp_path / "s")

    writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)

    assert bytes_of(tmp_path / "s") == before
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "s").mkdir()

    writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)

    assert manifest.verify(tmp_path / "s").as_of == AS_OF


def test_a_folder_with_another_snapshot_is_refused_and_kept(tmp_path):
    writing.freeze(tmp_path / "s", as_of=DAY(2022, 1, 1), today=TODAY)
    before = bytes_of(tmp_path / "s")

    with pytest.raises(Refused, match="already holds something else"):
        writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)

    assert bytes_of(tmp_path / "s") == before


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "letter.txt").write_text("Dear all")

    with pytest.raises(Refused, match="already holds something else"):
        writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)


def test_a_folder_inside_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(Refused, match="file is not a folder"):
        writing.freeze(tmp_path / "file" / "s", as_of=AS_OF, today=TODAY)


def test_a_changed_snapshot_is_refused_by_the_name_of_the_file(tmp_path):
    writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)
    with (tmp_path / "s" / "members.parquet").open("ab") as file:
        file.write(b"x")

    with pytest.raises(Refused, match=r"members\.parquet is not the file that was frozen"):
        opened(tmp_path / "s")


def test_a_missing_file_is_refused_by_its_name(tmp_path):
    writing.freeze(tmp_path / "s", as_of=AS_OF, today=TODAY)
    (tmp_path / "s" / "terms.parquet").unlink()

    with pytest.raises(Refused, match=r"terms\.parquet is missing"):
        opened(tmp_path / "s")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "cannot be read"),
        ("[]", "says schema None"),
        ('{"schema": 99}', "says schema 99; this Commonweal reads schema 2"),
        ('{"schema": 2, "files": []}', "is not complete"),
        (
            '{"schema": 2, "community": "", "invented": false, "as_of": "2023-04-01",'
            ' "left_out": 0, "files": []}',
            "names no file for absences, answers, applications",
        ),
        (
            '{"schema": 2, "community": "", "invented": false, "as_of": "2023-04-01",'
            ' "left_out": 0, "files": [{"name": "../x", "table": "t", "rows": 1, "sha256": ""}]}',
            "is not complete",
        ),
    ],
)
def test_a_manifest_that_is_none_is_refused(tmp_path, text, sentence):
    (tmp_path / "manifest.json").write_text(text)

    with pytest.raises(Refused, match=sentence):
        opened(tmp_path)


def test_a_folder_without_manifest_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"There is no snapshot in .*manifest\.json is missing"):
        opened(tmp_path)
