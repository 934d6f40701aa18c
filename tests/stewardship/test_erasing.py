"""Erasing somebody leaves no word of them, and every count as it was."""

import datetime
import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from commonweal.core.letters.delivering import deliver
from commonweal.core.models import AuditEntry, Letter, User
from commonweal.core.privacy import erasing
from commonweal.core.privacy.declaring import Erasure
from commonweal.engagement.models import Participation
from commonweal.equalities.models import Record
from commonweal.impact.snapshot.frozen import collected, opened
from commonweal.impact.snapshot.writing import freeze
from commonweal.joining.models import Application
from commonweal.joining.services import links
from commonweal.members.models import Member
from commonweal.search.models import Document, Spelling
from commonweal.stewardship.models import DataRequest
from commonweal.stewardship.queries import people
from commonweal.stewardship.services import erasures
from commonweal.stewardship.services import requests as services
from tests.factories import MemberFactory, RoleGrantFactory, UserFactory
from tests.factories.joining import ApplicationFactory, InvitationFactory, ReadingFactory
from tests.stewardship.everything import EMAIL, marks_left, somebody_who_did_everything
from tests.stewardship.signing import fresh

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def steward(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "uploads"
    return UserFactory(name="A steward", email="steward@example.org")


@pytest.fixture
def member(steward):
    return somebody_who_did_everything()


def erase(about, steward):
    """Have everything about somebody erased, as a steward does; the request, as it stands then."""
    match = people.find(about)[0]
    asked = services.open_request(match.key, "ERASURE", by=steward, reason="canaryrequest")
    erasures.erase(asked, by=steward)
    return asked


def files_left():
    """Every file that is kept, and that holds a mark or is a photo."""
    return [path for path in Path(settings.VAR).rglob("*") if path.is_file()]


def test_nothing_of_them_is_left_in_the_database_but_the_letter_that_tells_them(member, steward):
    assert len(marks_left()) > 40

    erase(EMAIL, steward)
    last = Letter.objects.get(kind="stewardship.erased")
    told = marks_left()
    deliver()
    erasures.forget_addresses()

    assert {(table, column) for table, column, _ in told} == {("core_letter", "to")}
    assert mail.outbox[-1].to == [EMAIL]
    assert "canary" not in last.body.lower()
    assert marks_left() == []


def test_nothing_of_them_is_left_in_any_file(member, steward):
    services.ask_for_own_copy(member.user)
    rejects = Path(settings.VAR) / "transfers" / "1.csv.rejects"
    rejects.parent.mkdir()
    rejects.write_text(f"line,reason\n2,{EMAIL.upper()}\n")
    other = rejects.with_name("2.csv.rejects")
    other.write_text("line,reason\n2,other@example.org\n")
    before = {path.suffix for path in files_left()}

    erase(EMAIL, steward)

    assert {".jpg", ".zip", ".rejects"} <= before
    assert [path.name for path in files_left() if path.suffix != ".key"] == ["2.csv.rejects"]


def test_they_are_signed_out_and_found_no_more(member, steward):
    browser = Client()
    browser.force_login(member.user)
    ref = member.ref

    erase(EMAIL, steward)

    assert browser.get("/account/").status_code == 302
    assert browser.get(f"/people/{ref}/").status_code == 404
    assert not Document.objects.filter(kind="person").exists()
    assert not Spelling.objects.filter(word__startswith="canary").exclude(word="canaryworks")
    assert Record.objects.count() == 0
    assert people.find("canary") == []


def in_sessions():
    """What every session that is kept holds, as text."""
    return [str(session.get_decoded()).lower() for session in Session.objects.all()]


def test_no_browser_knows_an_applicant_any_more(steward):
    digest = hashlib.sha256(EMAIL.encode()).hexdigest()[:16]
    invited = InvitationFactory(
        email=EMAIL, name="canary", kind="APPROVED", digest=links.digest("t")
    )
    browser, other = Client(), Client()
    other.post("/join/links/", {"email": EMAIL})
    other.post("/welcome/", {"email": EMAIL})
    browser.post("/join/invitations/t/")
    shown = browser.get("/welcome/").text
    ref = Application.objects.get(invitation=invited).ref
    kept = fresh(UserFactory(email="other@example.org"))

    before = in_sessions()
    erase(EMAIL, steward)
    after = in_sessions()
    deliver()
    erasures.forget_addresses()

    assert (EMAIL in shown, any(ref in one for one in before)) == (True, True)
    assert any(EMAIL in one for one in before)
    assert [one for one in after if EMAIL in one or ref in one] == []
    assert EMAIL not in browser.get("/welcome/").text
    assert [key for key in Letter.objects.values_list("key", flat=True) if digest in key] == []
    assert marks_left() == []
    assert kept.get("/account/").status_code == 200


def test_a_steward_who_has_their_address_in_hand_stays_signed_in(steward):
    application = ApplicationFactory(email=EMAIL, status="SENT")
    browser = fresh(steward)
    session = browser.session
    session["applications"] = [application.ref]
    session.save()

    erase(EMAIL, steward)

    assert browser.get("/account/").status_code == 200


def test_the_membership_keeps_its_days_its_nation_and_its_sector(member, steward):
    erase(EMAIL, steward)
    row = Member.objects.get(pk=member.pk)

    assert (row.joined_on, row.nation_id, row.sector_id) == (
        datetime.date(2020, 1, 15), "nation:ireland", "sector:social-care",
    )  # fmt: skip
    assert (row.left_reason_id, row.erased_on) == ("left:erased", row.left_on)
    assert (row.organisation_id, row.background_id, row.seniority_id) == (None, None, None)
    assert row.ref != member.ref
    assert row.user is None


def test_somebody_who_had_left_leaves_no_second_time(steward):
    left = datetime.date(2022, 3, 1)
    member = MemberFactory(name="Canary", left_on=left, left_reason_id="left:retired")

    erase("Canary", steward)
    member.refresh_from_db()

    assert (member.left_on, member.left_reason_id) == (left, "left:retired")


def test_the_ledger_and_the_applications_of_each_wave_stay_in_number(member, steward):
    def counts():
        return (
            Participation.objects.filter(member=member).count(),
            sorted(Application.objects.values_list("wave_id", "nation_id", "sent_at__date")),
        )

    before = counts()
    erase(EMAIL, steward)

    assert counts() == before


def frozen(tmp_path, name, as_of):
    """Every table of a snapshot that counts people or what they did, as rows in order."""
    folder = tmp_path / name
    freeze(folder, as_of=as_of, today=timezone.localdate())
    tables = opened(folder).tables
    wanted = {
        "members": ["person", "joined_on", "left_on", "left_reason", "nation", "sector"],
        "absences": ["person", "left_on", "back_on", "reason"],
        "applications": ["application", "wave", "nation", "invited", "sent_on", "outcome"],
        "participation": ["day", "person", "offer", "part", "mode"],
    }
    return {
        table: sorted(tuple(str(row[name]) for name in names) for row in collected(tables[table]))
        for table, names in wanted.items()
    }


def test_a_snapshot_of_an_earlier_day_counts_the_same_before_and_after(member, steward, tmp_path):
    """Members, leavers, applications by wave, and the ledger, by day, nation and sector."""
    invited = ApplicationFactory(
        email=EMAIL, status="ADMITTED", invitation=InvitationFactory(email=EMAIL, kind="APPROVED")
    )
    Application.objects.update(sent_at="2022-02-01T12:00:00Z", decided_at="2022-03-01T12:00:00Z")
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    before = frozen(tmp_path, "before", yesterday)

    erase(EMAIL, steward)

    assert [len(rows) for rows in before.values()] == [2, 1, 3, 3]
    assert frozen(tmp_path, "after", yesterday) == before
    assert invited.invitation_id


def test_an_application_that_was_not_decided_is_withdrawn(member, steward):
    erase(EMAIL, steward)

    assert sorted(Application.objects.values_list("status", flat=True)) == ["JOINED", "WITHDRAWN"]


def test_letters_that_had_not_gone_go_no_more(member, steward):
    erase(EMAIL, steward)
    deliver()

    assert [message.subject for message in mail.outbox] == [
        f"You have been erased at {settings.COMMUNITY_NAME}"
    ]


def test_an_applicant_without_an_account_is_erased_by_address(steward):
    application = ApplicationFactory(email=EMAIL, name="canary", status="REFUSED")
    other = ApplicationFactory(wave=application.wave, name="Another", status="REFUSED")

    erase(EMAIL, steward)
    application.refresh_from_db()
    other.refresh_from_db()

    assert (application.email, application.name, application.status) == ("", "", "REFUSED")
    assert application.erased_on is not None
    assert other.name == "Another"


def test_the_account_of_a_reader_is_emptied_and_their_readings_stay(steward):
    reading = ReadingFactory(reader__name="canaryreader", reader__email=EMAIL)
    reading.reader.set_unusable_password()
    reading.reader.save()

    erase(EMAIL, steward)
    reading.refresh_from_db()

    assert (reading.reader.name, reading.reader.is_active) == ("Somebody erased", False)
    assert marks_left() == [("core_letter", "to", EMAIL)]


def test_roles_they_gave_to_others_stay(steward):
    giver = UserFactory(email=EMAIL, password="!")
    given = RoleGrantFactory(granted_by=giver, role="CONVENOR")

    erase(EMAIL, steward)
    given.refresh_from_db()

    assert given.granted_by is None


@pytest.mark.parametrize("role", ["TEAM", "PARTNER", "STEWARD", "EVALUATOR"])
def test_whoever_holds_an_office_is_not_erased(steward, role):
    holder = RoleGrantFactory(role=role, user__email=EMAIL, user__password="!").user

    with pytest.raises(erasures.Refused, match="End the role first"):
        erase(EMAIL, steward)

    assert User.objects.get(pk=holder.pk).email == EMAIL
    assert DataRequest.objects.get().status == "ASKED"


def test_it_is_all_or_nothing(member, steward, monkeypatch):
    before = len(marks_left())

    def fail(row):
        raise RuntimeError

    monkeypatch.setattr(erasing, "_forget_files", fail)
    with pytest.raises(RuntimeError):
        erase(EMAIL, steward)

    assert len(marks_left()) >= before
    assert [path.suffix for path in files_left() if path.suffix == ".jpg"] == [".jpg"]


def test_the_log_says_that_somebody_was_erased_and_names_nobody(member, steward):
    asked = erase(EMAIL, steward)
    entry = AuditEntry.objects.get(action="stewardship.erasure_done")

    assert (entry.actor, entry.target) == (steward, f"stewardship.DataRequest:{asked.pk}")
    assert entry.detail == {"before": "ASKED", "after": "DONE"}


def test_the_request_keeps_what_was_done_and_nobody_in_it(member, steward):
    asked = erase(EMAIL, steward)

    assert (asked.status, asked.name, asked.email, asked.reason) == ("DONE", "", "", "")
    assert {"title": "Your account", "rows": 1, "erasure": Erasure.DELETE.value} in asked.outcome


def test_the_plan_says_what_erasing_then_does(member, steward):
    asked = services.open_request(people.find(EMAIL)[0].key, "ERASURE", by=steward, reason="x")
    plan = {
        one.declared.title: one.rows for one in erasing.plan(people.person_of(asked, by=steward))
    }

    erasures.erase(asked, by=steward)

    assert {one["title"]: one["rows"] for one in asked.outcome} == plan


def test_what_somebody_else_typed_under_their_address_does_not_make_them_one(steward):
    """An account whose address was never confirmed is not its supposed owner's."""
    impostor = UserFactory(email=EMAIL, name="An impostor")
    impostor.set_password("three random words")
    impostor.save()
    mine = ApplicationFactory(email=EMAIL, status="SENT")

    person = people.person(user=impostor, by=None)

    assert person.emails == frozenset()
    assert people.person(email=EMAIL, by=None).user is None
    assert people.person(email=EMAIL, by=None).subjects == {f"application:{mine.ref}"}
