"""commonweal import and commonweal export, as typed."""

import csv
import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from commonweal.core.models import AuditEntry, FileJob
from commonweal.engagement import services as engagement
from commonweal.engagement.offers import OFFERS
from commonweal.members.models import Member, MemberTerm, OrganisationAlias
from tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
PEOPLE = """email,name,joined_on,shoe
ann@example.org,Ann Lee,2020-01-15,39
bob@example.org,Bob,soon,44
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words, **more):
    out = io.StringIO()
    call_command(*words, stdout=out, **more)
    return out.getvalue()


def test_an_import_says_what_it_did_and_keeps_the_refused_rows(here):
    (here / "people.csv").write_text(PEOPLE)

    said = run("import", "people", "people.csv")

    assert said.splitlines() == [
        "2 rows: 1 added, 1 refused.",
        "  Columns that are not used: shoe.",
        "  Line 3, column “joined_on”: “soon” is not a date.",
        "The refused rows, each with its reason, are in people-rejects.csv.",
    ]
    with (here / "people-rejects.csv").open(encoding="utf-8-sig") as file:
        header, refused = csv.reader(file)
    assert header[:4] == ["rejected_line", "rejected_column", "rejected_because", "email"]
    assert refused[:4] == ["3", "joined_on", "“soon” is not a date.", "bob@example.org"]
    assert (header[4:], refused[4:]) == (["name", "joined_on", "shoe"], ["Bob", "soon", "44"])
    assert FileJob.objects.values_list("kind", "status", "done").get() == (
        "import:people",
        "DONE",
        2,
    )
    assert AuditEntry.objects.values_list("action", "actor").get() == ("import.people", None)


def test_the_mended_file_of_refused_rows_can_be_imported_as_it_stands(here):
    (here / "people.csv").write_text(PEOPLE)
    run("import", "people", "people.csv")
    refused = here / "people-rejects.csv"
    refused.write_text(
        refused.read_text(encoding="utf-8-sig").replace("Bob,soon", "Bob,2021-01-01")
    )

    assert "1 rows: 1 added." in run("import", "people", str(refused))


def test_many_refused_rows_are_all_in_the_file_and_the_first_five_on_the_terminal(here):
    rows = [f"p{number}@example.org,P,soon" for number in range(7)]
    (here / "many.csv").write_text("\n".join(["email,name,joined_on", *rows]))

    said = run("import", "people", "many.csv", rejects=here / "mine.csv")

    assert said.count("“soon” is not a date.") == 5
    assert len((here / "mine.csv").read_text().splitlines()) == 1 + 7


def test_a_mapping_may_say_the_encoding(here):
    (here / "latin.toml").write_text(
        'kind = "organisations"\nencoding = "latin-1"\n[columns]\nname = "name"\n'
    )
    (here / "latin.csv").write_bytes("name\nTŷ Mawr é\n".replace("ŷ", "y").encode("latin-1"))

    said = run("import", "organisations", "latin.csv", mapping="latin.toml")

    assert said == "1 rows: 1 added.\n"


def test_a_mapping_that_ships_says_nothing_of_columns_it_leaves_out(here):
    (here / "i.csv").write_text("person,country,first_badge_date,shoe\n48,IE,2014-05-04,39\n")

    said = run("import", "people", "i.csv", mapping="carpentries-people")

    assert "not used" not in said
    assert Member.objects.count() == 1


def test_an_export_that_cannot_be_written_is_said_so_and_not_audited(here):
    with pytest.raises(CommandError, match=r"^“no/x\.csv” cannot be written: No such file"):
        run("export", "people", "--out", "no/x.csv")

    assert not AuditEntry.objects.exists()


def test_a_dry_run_counts_and_writes_nothing(here):
    (here / "people.csv").write_text(PEOPLE)

    said = run("import", "people", "people.csv", dry_run=True)

    assert said.startswith("Nothing was written. Importing would give: 2 rows: 1 added, 1 refused.")
    assert not Member.objects.exists()
    assert not FileJob.objects.exists()
    assert [path.name for path in here.iterdir()] == ["people.csv"]


def test_notes_on_rows_are_counted(here):
    (here / "o.csv").write_text("name,parent\nA,Nowhere\n")

    assert "  Bodies above that are not known here, left empty: 1." in run(
        "import", "organisations", "o.csv"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("people", "gone.csv"), "There is no file called “gone.csv”."),
        (("people", "p.csv", "--mapping", "ods-trusts"), "is for organisations, not for people."),
        (("people", "p.csv", "--mapping", "no/such"), "There is no mapping “no/such”."),
        (("people", "q.csv", "--rejects", "no/x.csv"), "There is no folder “no” for the refused"),
        (("people", "p.csv", "--mapping", "nobodys"), "There is no mapping “nobodys”."),
        (("organisations", "p.csv"), "The file has no column “code”"),
    ],
)
def test_what_cannot_be_imported_is_said_in_a_sentence(here, words, sentence):
    (here / "p.csv").write_text("x,y\n1,2\n")
    (here / "q.csv").write_text(PEOPLE)
    expected = sentence.replace("“code”", "“name”")

    with pytest.raises(CommandError) as refusal:
        run("import", *words)

    assert expected in str(refusal.value)


def test_progress_is_shown_for_what_takes_longer_than_two_seconds(here, monkeypatch):
    (here / "people.csv").write_text(PEOPLE)
    ticks = iter([0.0, 5.0, 6.0])
    monkeypatch.setattr("time.monotonic", lambda: next(ticks, 7.0))

    assert "2 of 2 rows, 100 %" in run("import", "people", "people.csv")


def test_columns_are_shown_with_a_mapping_to_start_from(here):
    (here / "members.csv").write_bytes(b"Full name,E-mail address,\nSi\xe2n,s@example.org,\n")

    said = run("import", "people", "members.csv", show_columns=True).splitlines()

    assert said[0].startswith("# The file is not UTF-8")
    assert said[1:5] == [
        "# members.csv has 1 rows. Its columns, and what they hold:",
        "#   Full name: Siân",
        "#   E-mail address: s@example.org",
        "#   (no name): ",
    ]
    assert 'name = "Full name"' in said
    assert 'email = "E-mail address"' in said
    assert '# joined_on = ""  # The day they joined  (needed)' in said


@pytest.fixture
def community():
    above = OrganisationFactory(code="T", name="North Trust", sort_name="north trust")
    place = OrganisationFactory(
        code="W", name="Ward", sort_name="ward", parent=above, type_id="orgtype:acute"
    )
    OrganisationAlias.objects.create(organisation=place, name="=Ward", sort_name="=ward")
    member = MemberFactory(
        external_id="sf:1",
        name="Ann Lee",
        sort_name="ann lee",
        user__email="ann@example.org",
        place="=HYPERLINK()",
        purpose='Two\nlines, "quoted"',
        clinical=True,
        nation_id="nation:wales",
        seniority_id="seniority:early",
        organisation=place,
    )
    MemberTerm.objects.create(member=member, kind="INTEREST", term_id="interest:flow")
    gone = MemberFactory(
        external_id="sf:2",
        user=None,
        left_on=datetime.date(2022, 1, 1),
        left_reason_id="left:retired",
    )
    for who, key in ((member, "a"), (gone, "b")):
        engagement.record(who, "EVENT", day=datetime.date(2021, 5, 17), key=key, what="-5")


@pytest.mark.parametrize("kind", ["people", "organisations", "participation"])
def test_what_is_exported_can_be_imported_again_and_changes_nothing(community, kind):
    run("export", kind, "--out", "out.csv")

    assert run("import", kind, "out.csv").startswith("2 rows: 2 there already, unchanged.")


def test_what_a_spreadsheet_would_run_is_exported_as_text(community):
    assert "'=HYPERLINK()" in run("export", "people")
    assert "'-5" in run("export", "participation")


def test_an_export_says_how_many_rows_and_is_audited(community):
    assert run("export", "offers", "--out", "o.csv") == f"{len(OFFERS)} rows are in o.csv.\n"
    assert AuditEntry.objects.values_list("action", "actor").get() == ("export.offers", None)


@pytest.mark.parametrize("kind", ["people", "organisations", "participation", "offers"])
def test_the_team_downloads_each_list_from_the_desk(community, team, member, kind):
    response = team.post("/desk/export/", {"kind": kind})

    assert response["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
    assert len(response.getvalue().splitlines()) > 2
    assert AuditEntry.objects.filter(action=f"export.{kind}", actor=team.user).exists()
    assert member.post("/desk/export/", {"kind": kind}).status_code == 403


def test_the_desk_shows_what_can_be_exported(team):
    assert "Download participation" in team.get("/desk/export/").text
    assert "Download participation" in team.post("/desk/export/", {"kind": "secrets"}).text
