"""Joining and belonging in the demo: what it holds, and what each visitor of it finds again."""

import datetime
from collections import Counter

import pytest
from django.contrib.auth import get_user
from django.core.management import call_command
from django.utils import timezone

from commonweal.belonging.models import CompactAnswer, WayIn
from commonweal.equalities import rules as equalities
from commonweal.equalities.models import ReadEntry, Record
from commonweal.home.demo import afresh
from commonweal.home.demo.afresh import demo_account
from commonweal.home.demo.judging import OUTCOMES
from commonweal.joining.models import Answer, Application, Decision, Invitation, Status, Wave
from commonweal.joining.services import applying
from commonweal.members import membership
from commonweal.members.models import Absence, Member
from commonweal.stewardship.models import DataRequest
from tests.demo import demo_is
from tests.factories import MemberFactory
from tests.factories.belonging import CompactFactory, SignpostFactory
from tests.factories.joining import (
    ApplicationFactory,
    EligibilityGroupFactory,
    QuestionFactory,
    WaveFactory,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def demo(settings, tmp_path):
    settings.SNAPSHOT_ROOT = tmp_path / "snapshots"
    settings.MEDIA_ROOT = tmp_path / "uploads"
    with demo_is(True):
        yield settings


def invent():
    call_command("demo", "--members", "400", "--until", timezone.localdate().isoformat())


@pytest.mark.slow
def test_the_demo_shows_joining_with_a_life_behind_it(demo, client):
    invent()
    applications_are_in_every_state_in_one_open_wave_and_three_past()
    what_was_decided_was_read_by_two_and_has_a_reason()
    the_guest_can_go_on_with_a_draft(client)
    the_member_has_a_way_in_and_a_compact_to_answer(client)
    nobody_but_stewards_can_open_an_answer_and_no_answer_is_in_the_open(client)
    a_wish_to_be_erased_waits_for_the_steward(client)
    before = everything()

    invent()

    assert everything() == before


def applications_are_in_every_state_in_one_open_wave_and_three_past():
    now = timezone.now()
    assert set(Application.objects.values_list("status", flat=True)) == set(Status.values)
    assert Wave.objects.filter(opens_at__lte=now, closes_at__gt=now).count() == 1
    assert Wave.objects.filter(closes_at__lte=now).count() == 3
    assert not Application.objects.filter(started_at__gt=now).exists()
    assert not Application.objects.filter(saved_at__gt=now).exists()
    assert not Decision.objects.filter(at__gt=now).exists()


def what_was_decided_was_read_by_two_and_has_a_reason():
    decided = Application.objects.filter(status__in=OUTCOMES)
    assert decided.exists()
    for application in decided.prefetch_related("readings__scores", "decisions"):
        finished = [one for one in application.readings.all() if one.finished_at]
        assert len({one.reader_id for one in finished}) == 2, application.status
        assert all(one.reason and one.scores.all() for one in finished)
        assert all(one.reason for one in application.decisions.all())
        assert application.decisions.all(), application.status


def the_guest_can_go_on_with_a_draft(client):
    client.post("/demo/be/guest/")
    draft = Application.objects.get(user=get_user(client))
    assert draft.status == Status.DRAFT
    assert draft.answers.exists()

    assert f"/join/applications/{draft.ref}/" in client.get("/").text
    response = client.get(f"/join/applications/{draft.ref}/")
    assert response.status_code == 200
    assert draft.wave.name in response.text


def the_member_has_a_way_in_and_a_compact_to_answer(client):
    client.post("/demo/be/member/")
    page = client.get("/").text
    assert "Your way in" in page
    assert WayIn.objects.filter(
        member__user=get_user(client), steps__done_at__isnull=False
    ).exists()
    assert not CompactAnswer.objects.filter(
        member__user=get_user(client), compact__version=2
    ).exists()


def nobody_but_stewards_can_open_an_answer_and_no_answer_is_in_the_open(client):
    assert Record.objects.count() > 100
    assert len({len(bytes(one.sealed)) for one in Record.objects.all()[:50]}) == 1
    for who in ("team", "assessor", "partner", "evaluator"):
        client.post(f"/demo/be/{who}/")
        assert not get_user(client).has_perm(equalities.OPEN_ANSWERS), who
        assert client.get("/desk/equalities/open/").status_code == 403, who
    assert not ReadEntry.objects.filter(kind=ReadEntry.Kind.ONE).exists()


def a_wish_to_be_erased_waits_for_the_steward(client):
    client.post("/demo/be/steward/")
    waiting = DataRequest.objects.get(status="ASKED")
    assert waiting.member.name in client.get("/desk/requests/").text
    assert client.get(f"/desk/requests/{waiting.pk}/erase/").status_code == 200
    for request in DataRequest.objects.all():
        assert client.get(f"/desk/requests/{request.pk}/").status_code == 200


def everything():
    models = (
        DataRequest,
        Member,
        Wave,
        Application,
        Answer,
        Decision,
        Invitation,
        Record,
        WayIn,
        CompactAnswer,
    )
    return Counter({model.__name__: model.objects.count() for model in models})


# What visitors of the demo do to the accounts they share.


@pytest.fixture
def newcomer(demo):
    """The demo’s member, with somebody to meet and something to read."""
    SignpostFactory()
    SignpostFactory(kind="READING")
    MemberFactory(user=demo_account("member"), name="Aoife Brannigan")
    return Member.objects.get(user=demo_account("member"))


def test_who_took_a_break_or_left_belongs_again_as_if_nothing_had_been(newcomer):
    membership.pause(newcomer, by=newcomer.user, until=None)
    membership.end_pause(newcomer, by=newcomer.user)
    membership.leave(newcomer, by=newcomer.user, reason="left:retired")
    Member.objects.filter(pk=newcomer.pk).update(left_on=timezone.localdate() - 9 * 24 * HOUR)
    newcomer.refresh_from_db()
    membership.come_back(newcomer, by=newcomer.user)
    membership.pause(newcomer, by=newcomer.user, until=None)

    demo_account("member")

    newcomer.refresh_from_db()
    assert (newcomer.left_on, newcomer.paused_on) == (None, None)
    assert not Absence.objects.exists()


@pytest.mark.parametrize("field", ["dismissed_at", "done_at"])
def test_a_way_in_that_is_done_or_put_away_begins_again(newcomer, field):
    WayIn.objects.filter(member=newcomer).update(**{field: timezone.now()})

    demo_account("member")

    way_in = WayIn.objects.get(member=newcomer)
    assert (way_in.dismissed_at, way_in.done_at) == (None, None)
    assert way_in.steps.filter(done_at__isnull=False).count() == 1


def test_a_way_in_with_something_left_stays_as_it_is(newcomer):
    before = WayIn.objects.get(member=newcomer)
    demo_account("member")
    assert WayIn.objects.get(member=newcomer).pk == before.pk


def test_the_newest_compact_can_be_answered_again(newcomer):
    newest = CompactFactory()
    CompactAnswer.objects.create(member=newcomer, compact=newest, said="DECLINED")

    demo_account("member")

    assert not newest.answers.exists()


def test_another_name_given_to_an_account_goes(demo):
    account = demo_account("partner")
    account.name = "Somebody was here"
    account.save()
    assert demo_account("partner").name == "Callum Strachan"


def test_the_member_who_was_erased_is_played_by_another(demo):
    other = MemberFactory(user=None, nation_id="nation:ireland", external_id="demo-300-1-000007")

    account = demo_account("member")

    other.refresh_from_db()
    assert (other.user, other.name) == (account, "Aoife Brannigan")


@pytest.fixture
def wave(demo):
    EligibilityGroupFactory(key="care")
    MemberFactory(
        nation_id="nation:england", role_title="Ward clerk", external_id="demo-300-1-000009"
    )
    wave = WaveFactory(questions=0)
    for key in ("experience", "hope", "of-a-visitors-own"):
        QuestionFactory(question_set=wave.question_sets.get(), key=key)
    return wave


def drafts_of(guest):
    return Application.objects.filter(user=guest, status=Status.DRAFT)


def test_the_guest_has_a_draft_and_keeps_it(wave):
    guest = demo_account("guest")
    draft = drafts_of(guest).get()
    assert (draft.wave, draft.email, draft.name) == (wave, guest.email, "Robin Ashdown")
    assert (draft.role_title, draft.started_at <= timezone.now()) == ("Ward clerk", True)
    assert draft.answers.count() == 2

    demo_account("guest")

    assert drafts_of(guest).get() == draft


def test_a_draft_that_was_deleted_or_withdrawn_is_begun_again(wave):
    guest = demo_account("guest")
    applying.discard(drafts_of(guest).get(), by=guest)

    draft = drafts_of(demo_account("guest")).get()
    Application.objects.update(status=Status.WITHDRAWN)

    fresh = drafts_of(demo_account("guest")).get()
    assert fresh.pk != draft.pk
    assert Application.objects.filter(user=guest).count() == 1


def test_what_the_guest_sent_is_theirs_for_an_hour_and_then_there_is_a_draft_again(wave):
    guest = demo_account("guest")
    sent = drafts_of(guest).get()
    Application.objects.filter(pk=sent.pk).update(status=Status.SENT, sent_at=timezone.now())
    demo_account("guest")
    assert not drafts_of(guest).exists()

    Application.objects.filter(pk=sent.pk).update(sent_at=timezone.now() - afresh.QUIET)
    fresh = drafts_of(demo_account("guest")).get()

    sent.refresh_from_db()
    assert (sent.user, sent.status, sent.email) == (
        None,
        Status.SENT,
        f"guest-{sent.ref}@demo.invalid",
    )
    assert fresh.email == guest.email


def test_a_guest_who_was_admitted_and_joined_is_a_guest_again_after_an_hour(wave):
    guest = demo_account("guest")
    joined = MemberFactory(user=guest)
    before = timezone.now() - 2 * HOUR
    Application.objects.filter(user=guest).update(
        status=Status.JOINED, sent_at=before, decided_at=before, member=joined
    )

    demo_account("guest")

    joined.refresh_from_db()
    assert joined.user is None
    assert drafts_of(guest).exists()


def test_in_a_wave_that_has_closed_no_draft_is_begun(wave):
    Wave.objects.update(closes_at=timezone.now() - HOUR)
    ApplicationFactory(wave=wave, email="guest@demo.invalid")
    assert not drafts_of(demo_account("guest")).exists()
