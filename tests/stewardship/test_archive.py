"""A copy of somebody's data holds all of it, and nothing of anybody else's."""

import io
import json
import zipfile

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from commonweal.core.privacy import archive, reading, registry
from commonweal.equalities.models import ReadEntry
from commonweal.stewardship.queries import people
from tests.factories import RoleGrantFactory, UserFactory
from tests.factories.joining import ApplicationFactory, InvitationFactory, ReadingFactory
from tests.stewardship.everything import EMAIL, somebody_who_did_everything

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def member(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "uploads"
    return somebody_who_did_everything()


def made(tmp_path, person):
    path = tmp_path / "copy.zip"
    archive.write(person, path, made_at=timezone.now())
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def test_it_holds_pages_to_read_the_same_as_json_and_files(member, tmp_path):
    copy = made(tmp_path, people.person(user=member.user, by=member.user))
    photo = next(name for name in copy.namelist() if name.startswith("files/"))

    assert {"index.html", "data.json"} < set(copy.namelist())
    with member.photo.open() as stored:
        assert copy.read(photo) == stored.read()
    assert f'<img src="{photo}"' in copy.read("index.html").decode()
    assert (tmp_path / "copy.zip").stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "copy.part").exists()


WRITTEN = [
    "Somebody Somewhere", "canarypronoun", "canaryrole", "canaryplace", "canarypurpose",
    "canaryoffer", "canaryask", "canarylink", EMAIL, "canaryaccount", "canarybrowser",
    "canaryapplicant", "canaryanswer", "canarynote", "canaryreason", "canaryscore",
    "canarydecision", "canarychange", "canarysecondlook", "canarybecause", "canarysubject",
    "canarybody", "canarymail", "A workshop", "Convenor",
]  # fmt: skip


@pytest.mark.parametrize("file", ["index.html", "data.json"])
def test_everything_they_wrote_and_that_was_written_of_them_is_in_it(member, tmp_path, file):
    copy = made(tmp_path, people.person(user=member.user, by=member.user))
    said = copy.read(file).decode()

    assert [word for word in WRITTEN if word not in said and word.upper() not in said] == []


@pytest.mark.parametrize("file", ["index.html", "data.json"])
def test_no_secret_is_in_it(member, tmp_path, file):
    session = UserSession.objects.get()
    links = [link.digest for one in member.user.applications.all() for link in one.links.all()]

    said = made(tmp_path, people.person(user=member.user, by=member.user)).read(file).decode()
    secrets = ["canarysecret", session.session_key, member.user.password, *links]

    assert len(links) == 2
    assert [secret for secret in secrets if secret in said] == []


@pytest.mark.parametrize("file", ["index.html", "data.json"])
def test_who_read_and_decided_is_not_named(member, tmp_path, file):
    application = member.user.applications.first()
    others = [application.readings.get().reader, application.decisions.get().by]
    for other in others:
        other.name = f"Namedreader {other.pk}"
        other.save()

    said = made(tmp_path, people.person(user=member.user, by=member.user)).read(file).decode()

    assert "Namedreader" not in said
    assert [other.email for other in others if other.email in said] == []
    assert "somebody else" in said


def test_a_reader_is_given_no_applicants_words_nor_names(member, tmp_path):
    applicant = ApplicationFactory(name="Otherapplicant", email="other@example.org", status="SENT")
    ReadingFactory(application=applicant, reader=member.user, advice="REFUSE", reason="Otherreason")
    InvitationFactory(by=member.user, name="Otherinvited", email="invited@example.org")

    said = made(tmp_path, people.person(user=member.user, by=None)).read("data.json").decode()

    assert [word for word in ("Other", "other@", "invited@") if word in said] == []
    assert reading.ABOUT_OTHERS in said


def test_what_was_done_to_their_records_is_in_it_whoever_did_it(member, tmp_path):
    copy = made(tmp_path, people.person(user=member.user, by=member.user))
    tables = {one["model"]: one["rows"] for one in json.loads(copy.read("data.json"))["tables"]}
    done = {(row["action"], row["actor"]) for row in tables["core.AuditEntry"]}

    assert ("members.update_about", "you") in done
    assert ("members.correct_seniority", "somebody else") in done


def test_each_table_says_what_it_is_for_and_how_long_it_is_kept(member, tmp_path):
    copy = made(tmp_path, people.person(user=member.user, by=member.user))
    tables = json.loads(copy.read("data.json"))["tables"]

    assert {one["model"] for one in tables} == {
        declared.model._meta.label for declared in registry.declarations()
    }
    for one in tables:
        assert [
            name for name in ("purpose", "lawful_basis", "seen_by", "how_long") if not one[name]
        ] == []


def test_dates_are_written_in_words_to_read_and_as_iso_for_programs(member, tmp_path):
    copy = made(tmp_path, people.person(user=member.user, by=member.user))

    assert "15 January 2020" in copy.read("index.html").decode()
    assert '"joined_on": "2020-01-15"' in copy.read("data.json").decode()


def test_opening_equalities_answers_for_a_copy_is_in_the_log(member, tmp_path):
    steward = UserFactory()

    made(tmp_path, people.person(user=member.user, by=steward))

    assert {entry.by for entry in ReadEntry.objects.all()} == {steward}
    assert {entry.why for entry in ReadEntry.objects.all()} == {"ARCHIVE"}


def test_of_somebody_else_nothing_is_in_it(member, tmp_path):
    other = RoleGrantFactory(role="CONVENOR").user

    copy = made(tmp_path, people.person(user=other, by=other))
    said = copy.read("index.html").decode() + copy.read("data.json").decode()

    assert "canary" not in said.lower()
    assert "there is nothing about you" in said


def test_what_people_wrote_is_shown_as_text(tmp_path, settings):
    settings.VAR = tmp_path
    user = UserFactory(name="<script>alert(1)</script>")

    page = made(tmp_path, people.person(user=user, by=user)).read("index.html").decode()

    assert "<script" not in page
    assert "&lt;script&gt;" in page
