"""The import guide: what it promises of fields and mappings, and its walk-through, run as typed."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from commonweal.core.tables import mapping_files
from commonweal.engagement.models import Participation
from commonweal.home.transfers import importing
from commonweal.members.models import Member, Organisation

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guide" / "import.md").read_text(encoding="utf-8")
CREATED = "2019-03-05T10:22:33.000Z"
DATA = Path(os.environ.get("COMMONWEAL_REALDATA", ROOT.parent / "shared" / "data"))


@pytest.mark.parametrize(
    "name", sorted({f.name for each in importing.KINDS.values() for f in each.fields})
)
def test_the_guide_names_every_field(name):
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("name", mapping_files.shipped())
def test_the_guide_names_every_mapping_that_ships(name):
    assert f"`{name}`" in GUIDE


@pytest.mark.django_db
def test_the_example_of_the_guide_works_as_it_stands(tmp_path):
    table, mapping = re.search(r"```csv\n(.*?)```.*?```toml\n(.*?)```", GUIDE, re.DOTALL).groups()
    (tmp_path / "members.csv").write_text(table, encoding="utf-8")
    (tmp_path / "members.toml").write_text(mapping, encoding="utf-8")

    prepared = importing.prepare("people", tmp_path / "members.csv", str(tmp_path / "members.toml"))
    outcome = importing.take(prepared)

    assert (outcome.tally.added, outcome.tally.rejected, outcome.notes) == (2, 0, ())
    assert sorted(Member.objects.values_list("external_id", "nation_id", "seniority_id")) == [
        ("our-list:17", "nation:wales", "seniority:mid-senior"),
        ("our-list:18", "nation:ireland", "seniority:mid-level"),
    ]


@pytest.mark.django_db
def test_salesforce_exports_are_read_as_data_loader_writes_them(tmp_path):
    contact = "ID FIRSTNAME LASTNAME EMAIL TITLE ACCOUNTID ACCOUNT.NAME MAILINGCOUNTRY CREATEDDATE"
    files = {
        "organisations": (
            "salesforce-accounts",
            ("ID NAME PARENTID ISDELETED", "001A,Hope Hospice,,false"),
        ),
        "people": (
            "salesforce-contacts",
            (
                f"{contact} ISDELETED",
                f"003A,Ann,Lee,Ann@Example.org,Matron,001A,Hope Hospice,Wales,{CREATED},false",
                f"003B,Bob,Day,,Nurse,,New Place,United Kingdom,{CREATED},false",
                f"003C,Gone,Away,,,,,,{CREATED},true",
            ),
        ),
        "participation": (
            "salesforce-campaign-members",
            (
                "ID CAMPAIGN.NAME CAMPAIGN.TYPE CONTACTID STATUS HASRESPONDED FIRSTRESPONDEDDATE",
                "00vA,Community day,Conference,003A,Speaker,true,2020-05-17",
                "00vB,Community day,Conference,003B,Sent,false,",
                "00vC,Community day,Conference,,Attended,true,2020-05-17",
                "00vD,Brunch,Brunch,003B,Attended,true,2020-05-18",
            ),
        ),
    }
    outcomes = {}
    for kind, (mapping, (header, *rows)) in files.items():
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join([header.replace(" ", ","), *rows]), encoding="utf-8")
        outcomes[kind] = importing.take(importing.prepare(kind, path, mapping))

    people = outcomes["people"].tally
    assert (people.added, people.passed_over, people.rejected) == (2, 1, 0)
    assert list(
        Member.objects.order_by("pk").values_list(
            "external_id", "name", "user__email", "organisation__name", "nation_id"
        )
    ) == [
        ("salesforce:003A", "Ann Lee", "ann@example.org", "Hope Hospice", "nation:wales"),
        ("salesforce:003B", "Bob Day", None, "New Place", None),
    ]
    taken = outcomes["participation"]
    assert (taken.tally.added, taken.tally.passed_over, taken.tally.rejected) == (1, 2, 1)
    assert taken.first_rejects[0].column == "CAMPAIGN.TYPE"
    assert Participation.objects.values_list("offer", "part", "what", "key").get() == (
        "EVENT",
        "LED",
        "Community day",
        "salesforce:00vA",
    )


def commands():
    """What the guide has one type, line by line."""
    blocks = re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_walk_through_uses_only_commands_that_exist():
    words = {line.split()[0] for line in commands()}

    assert words == {"source", "export", "commonweal", "python"}


def test_the_guide_leads_to_the_figures_in_the_browser():
    steps = ("commonweal grant you@example.org team", "DEMO=0 make run", "**Publish its figures**")

    assert all(step in GUIDE for step in steps)
    assert "This is JSON, not a CSV file." in GUIDE


@pytest.mark.realdata
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(
    not DATA.is_dir(), reason="there is no folder of real data: COMMONWEAL_REALDATA names one"
)
def test_every_command_of_the_walk_through_does_what_the_guide_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    refused = []
    for line in commands():
        words = shlex.split(
            line.replace("$DATA", str(DATA)).replace("$COMMONWEAL_VAR", str(tmp_path))
        )
        if words[:2] == ["commonweal", "migrate"] or words[0] in ("source", "export"):
            continue
        if words[0] == "python":
            subprocess.run([sys.executable, ROOT / words[1], *words[2:]], check=True)
            continue
        call_command(*words[1:])
        refused += [line] if "refused" in capsys.readouterr().out else []

    assert refused == []
    assert (Organisation.objects.count(), Member.objects.count()) == (826, 4900)
    assert Participation.objects.count() == 1925 + 920 + 3743
    trust = Organisation.objects.get(code="R0A")
    assert (trust.name, trust.region, trust.parent.code) == (
        "Manchester University NHS Foundation Trust",
        "North West",
        "QOP",
    )
    assert Organisation.objects.get(code="RT4").nation_id == "nation:wales"
    assert Organisation.objects.filter(name="NHS Fife").count() == 2
    assert any((tmp_path / "figures").iterdir())


@pytest.mark.realdata
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(
    not DATA.is_dir(), reason="there is no folder of real data: COMMONWEAL_REALDATA names one"
)
@pytest.mark.parametrize(
    ("kind", "file", "mapping"),
    [
        ("organisations", "orgs-nhs-england-2022/data_DSPTmetric_20220208.csv", "nhs-bodies-2022"),
        ("organisations", "orgs-devolved-and-geography/la_all_codes.csv", "local-authorities"),
        ("organisations", "orgs-nhs-england-2022/gp-reg-pat-prac-map.csv", "ods-practices"),
    ],
)
def test_the_other_mappings_read_their_files_too(kind, file, mapping):
    outcome = importing.check(importing.prepare(kind, DATA / file, mapping))

    assert outcome.tally.added > 300
    assert outcome.tally.rejected <= 1
