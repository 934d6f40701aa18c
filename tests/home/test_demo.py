"""The command that fills a database with the demo community."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count
from PIL import Image

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry
from commonweal.engagement.models import Participation
from commonweal.home.demo import build
from commonweal.home.demo.history import AS_OF
from commonweal.impact import queries as impact
from commonweal.members.models import Member, Organisation
from commonweal.search import queries as search
from tests.demo import demo_is
from tests.factories import MemberFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def demo(settings, tmp_path):
    settings.SNAPSHOT_ROOT = tmp_path / "snapshots"
    settings.MEDIA_ROOT = tmp_path / "uploads"
    with demo_is(True):
        yield settings


def invent(*options):
    said = StringIO()
    call_command("demo", *options, stdout=said)
    return said.getvalue()


def test_without_the_demo_switched_on_it_refuses():
    with pytest.raises(CommandError, match="only for a demo"):
        invent("--members", "300")
    assert not Member.objects.exists()


def test_among_other_people_it_refuses(demo):
    MemberFactory(name="Somebody real")
    with pytest.raises(CommandError, match="other people"):
        invent("--members", "300")
    assert Member.objects.count() == 1


def test_beside_another_demo_community_it_refuses(demo):
    MemberFactory(external_id="demo-300-1-000001")
    with pytest.raises(CommandError, match="other people"):
        invent("--members", "300", "--seed", "2")


def test_a_community_of_a_few_is_too_small(demo):
    with pytest.raises(CommandError, match="20 members or more"):
        invent("--members", "19")


def test_a_day_that_is_none_is_refused(demo):
    with pytest.raises(CommandError, match="--until"):
        invent("--until", "yesterday")


@pytest.mark.slow
def test_the_community_can_be_met_searched_and_seen_in_figures(demo, client):
    said = invent("--members", "300")

    assert "Invented 319 people, of whom 310 are members" in said
    assert "Nobody of them exists." in said
    assert Member.objects.count() == 319
    assert Member.objects.exclude(external_id__startswith="demo-300-1-").count() == 0
    assert impact.published().as_of == AS_OF
    assert AuditEntry.objects.filter(action="members.correct_seniority").count() == 1

    shown = {
        audience: search.search("", audience=audience, kind="person").total
        for audience in ("EVERYONE", "MEMBERS")
    }
    unlisted = Member.objects.filter(left_on=None, visibility__name="NOBODY").count()
    opened = Member.objects.filter(left_on=None, visibility__name="EVERYONE").count()
    assert shown == {"EVERYONE": opened, "MEMBERS": 310 - unlisted}
    assert "Aoife Brannigan" in client.get("/people/?q=brannigan").text


@pytest.mark.slow
def test_the_accounts_of_the_demo_are_members_with_a_past_however_often_it_is_started(demo):
    whole = invent("--members", "60")
    rows = sorted(Participation.objects.values_list("key", flat=True))
    audits = AuditEntry.objects.count()

    assert invent("--members", "60").splitlines()[-1] == whole.splitlines()[-1]
    assert sorted(Participation.objects.values_list("key", flat=True)) == rows
    assert AuditEntry.objects.count() == audits

    found = Member.objects.exclude(user=None).order_by("name")
    assert [member.name for member in found] == [
        "Aoife Brannigan",
        "Gareth Pryce",
        "Hannah Whitcombe",
        "Nadia Rahman",
    ]
    assert all(member.purpose and member.offer_note and member.ask_note for member in found)
    taken = dict(found.values_list("name").annotate(Count("participation")))
    assert [name for name, rows in taken.items() if not rows] == []
    assert Participation.objects.filter(member__name="Gareth Pryce", part="LED").exists()
    with found.get(name="Gareth Pryce").photo.open() as drawing, Image.open(drawing) as portrait:
        assert (portrait.format, portrait.size) == ("JPEG", (320, 320))


@pytest.mark.slow
def test_interrupted_among_the_people_it_adds_the_rest(monkeypatch):
    monkeypatch.setattr(build, "BATCH", 20)
    stopped = []

    def interrupt(what, done, total):
        stopped.append(what)
        if (what, done) == ("people", 40):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build(60, 1, until=AS_OF, invented=True, say=interrupt)
    assert Member.objects.count() == 40
    build.build(60, 1, until=AS_OF, invented=True, say=lambda *_: None)
    assert Member.objects.count() == 64


@pytest.mark.slow
def test_for_a_benchmark_no_account_can_sign_in_and_nothing_is_published():
    invent("--members", "60", "--yes-invented", "--until", "2016-12-31")
    assert Member.objects.exclude(user=None).count() == 0
    assert impact.published() is None
    assert Participation.objects.filter(day__gt=datetime.date(2016, 12, 31)).count() == 0


def test_an_organisation_that_is_there_already_is_used(demo):
    trust = OrganisationFactory(code="R0A", name="Manchester trust, as we call it")
    college = OrganisationFactory(code="", name="University of Bradford", region="Yorkshire")

    found = build.organisations.load()

    assert found["Manchester University NHS Foundation Trust"] == trust
    assert found["University of Bradford"] == college
    assert Organisation.objects.count() == len(found)
    trust.refresh_from_db()
    assert (trust.name, trust.parent.code) == ("Manchester trust, as we call it", "QOP")


def test_what_is_known_of_a_parent_stays(demo):
    own = OrganisationFactory(code="OWN")
    OrganisationFactory(code="R0A", parent=own)
    build.organisations.load()
    assert Organisation.objects.get(code="R0A").parent == own


def test_a_list_of_names_that_is_missing_says_so():
    with pytest.raises(LookupError, match="martian"):
        build.people.words.names_of("martian", "woman")


def test_too_few_is_a_sentence(demo):
    with pytest.raises(Refused, match="needs 20 members"):
        build.check(3, 1, invented=False)
