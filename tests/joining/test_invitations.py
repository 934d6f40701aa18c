"""Inviting people by list, and what an invitation does when it is used."""

import datetime
import re

import pytest
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter, User
from commonweal.joining.models import Application, Decision, Invitation, Status
from commonweal.joining.queries import inviting as queries
from commonweal.joining.services import inviting
from commonweal.joining.services.links import digest
from tests.factories import MemberFactory, RoleGrantFactory
from tests.factories.joining import ApplicationFactory, InvitationFactory, WaveFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LEFT = datetime.date(2021, 1, 1)
APPLY, APPROVED = Invitation.Kind.APPLY, Invitation.Kind.APPROVED


@pytest.fixture
def by():
    return RoleGrantFactory().user


def invite(wave, by, *emails, kind=APPLY, note=""):
    lines = queries.read_list("\n".join(emails))
    return inviting.invite(wave, by=by, kind=kind, lines=lines, note=note)


def token_of(letter):
    return re.search(r"/join/invitations/([\w-]+)/", letter.body)[1]


def tokens():
    return [token_of(letter) for letter in Letter.objects.order_by("pk")]


def said(text):
    return [(line.number, line.name, line.email) for line in queries.read_list(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ann Other, ann@example.org",
        "ann@example.org;Ann Other",
        "Ann\tOther\tANN@example.org",
        "Ann Other <ann@example.org>",
        '"Ann Other",ann@example.org',
        "Name,E-mail\n\nAnn Other,ann@example.org",
    ],
)
def test_a_list_may_be_written_in_many_ways(text):
    assert [row[1:] for row in said(text)] == [("Ann Other", "ann@example.org")]


def test_each_line_says_what_is_wrong_with_it():
    text = "a@example.org\nNo address\nb@@x\nA@example.org\nc@example.org, d@example.org"
    lines = queries.read_list(text)

    assert [line.problem for line in lines] == [
        "",
        "There is no e-mail address on this line.",
        "“b@@x” is not an e-mail address.",
        "This address is on line 1 already.",
        "There is more than one e-mail address on this line.",
    ]


def test_an_empty_list_has_no_lines():
    assert queries.read_list(" \n,,\n\0") == []


def test_a_plan_names_members_the_invited_and_those_who_applied():
    wave = WaveFactory()
    MemberFactory(user__email="member@example.org")
    MemberFactory(user__email="former@example.org", left_on=LEFT, left_reason_id="left:retired")
    InvitationFactory(wave=wave, email="before@example.org")
    InvitationFactory(wave=wave, email="back@example.org", withdrawn_at=timezone.now())
    ApplicationFactory(wave=wave, email="sent@example.org", status="SENT")
    ApplicationFactory(wave=wave, email="draft@example.org")
    names = ("member", "former", "before", "back", "sent", "draft")
    lines = queries.read_list("\n".join(f"{name}@example.org" for name in names))

    assert [line.problem[:20] for line in queries.plan(wave, lines)] == [
        "They are a member al", "", "They were invited to", "", "They have sent an ap", "",
    ]  # fmt: skip


def test_a_plan_costs_the_same_for_one_line_and_for_many(django_assert_num_queries):
    wave = WaveFactory()
    for many in (1, 30):
        lines = queries.read_list("\n".join(f"p{n}@example.org" for n in range(many)))
        with django_assert_num_queries(4):
            queries.plan(wave, lines)


def test_everybody_who_can_be_is_invited_by_a_letter_with_a_link_of_their_own(by):
    wave = WaveFactory()
    MemberFactory(user__email="member@example.org")
    made = invite(wave, by, "Ann, ann@example.org", "member@example.org", "bo@example.org", "no")

    assert [one.email for one in made] == ["ann@example.org", "bo@example.org"]
    assert {letter.to for letter in Letter.objects.all()} == {"ann@example.org", "bo@example.org"}
    assert [one.digest for one in made] == [digest(token) for token in tokens()]
    entry = AuditEntry.objects.get(action="joining.invite")
    assert entry.detail == {"kind": "APPLY", "invited": 2}


def test_the_same_list_again_invites_nobody(by):
    wave = WaveFactory()
    invite(wave, by, "ann@example.org")

    assert invite(wave, by, "ann@example.org") == []
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("wave", "kind", "sentence"),
    [
        ({"published_at": None}, APPLY, "Publish the wave first"),
        ({"closes_at": timezone.now() - DAY}, APPLY, "The wave has closed"),
        ({}, "OTHER", "Choose what people are invited to"),
    ],
)
def test_nobody_is_invited_to_what_they_could_not_do(by, wave, kind, sentence):
    with pytest.raises(Refused, match=sentence):
        invite(WaveFactory(**wave), by, "ann@example.org", kind=kind)


def test_a_list_too_long_is_refused(by):
    with pytest.raises(Refused, match="no more than 1,000"):
        invite(WaveFactory(), by, *(f"p{n}@example.org" for n in range(1001)))


def test_an_invitation_sent_again_has_a_new_link_and_the_old_one_is_dead(by):
    (made,) = invite(WaveFactory(), by, "ann@example.org")
    Invitation.objects.update(expires_at=timezone.now() - DAY)
    inviting.send_again(made, by=by)
    old, new = tokens()

    with pytest.raises(Refused, match="leads nowhere"):
        inviting.accept(old, by=None)
    assert inviting.accept(new, by=None).email == "ann@example.org"
    with pytest.raises(Refused, match="has been used"):
        inviting.send_again(made, by=by)


def test_a_withdrawn_invitation_does_not_work_and_its_address_can_be_invited_again(by):
    wave = WaveFactory()
    (made,) = invite(wave, by, "ann@example.org")
    inviting.withdraw(made, by=by)
    inviting.withdraw(made, by=by)

    with pytest.raises(Refused, match="withdrawn"):
        inviting.accept(tokens()[0], by=None)
    with pytest.raises(Refused, match="withdrawn"):
        inviting.send_again(made, by=by)
    assert len(invite(wave, by, "ann@example.org")) == 1
    assert AuditEntry.objects.filter(action="joining.withdraw_invitation").count() == 1


def test_to_apply_begins_an_application_with_a_confirmed_address(by):
    wave = WaveFactory(invited_only=True)
    invite(wave, by, "Ann Other, ann@example.org")
    made = inviting.accept(tokens()[0], by=None)

    assert (made.status, made.email, made.name) == ("DRAFT", "ann@example.org", "Ann Other")
    assert made.email_confirmed_at is not None
    assert made.invitation.email == "ann@example.org"
    assert Letter.objects.count() == 1


def test_used_twice_it_begins_one_application(by):
    invite(WaveFactory(), by, "ann@example.org")
    inviting.accept(tokens()[0], by=None)
    with pytest.raises(Refused, match="has been used"):
        inviting.accept(tokens()[0], by=None)

    assert Application.objects.count() == 1


def test_to_apply_works_only_while_the_wave_is_open_and_stays_unused_before(by):
    wave = WaveFactory(opens_at=timezone.now() + DAY)
    invite(wave, by, "ann@example.org")
    with pytest.raises(Refused, match="not open yet"):
        inviting.accept(tokens()[0], by=None)
    assert Invitation.objects.get().used_at is None

    type(wave).objects.update(opens_at=timezone.now() - 2 * DAY, closes_at=timezone.now() - DAY)
    with pytest.raises(Refused, match="has closed"):
        inviting.accept(tokens()[0], by=None)


def test_already_approved_gives_a_place_in_one_step_after_the_wave_closed_too(by):
    wave = WaveFactory(closes_at=timezone.now() - DAY)
    wave.nations.set(["nation:wales"])
    invite(wave, by, "Ann Other, ann@example.org", kind=APPROVED)
    made = inviting.accept(tokens()[0], by=None)

    made.refresh_from_db()
    assert (made.status, made.name, made.nation_id) == ("ADMITTED", "Ann Other", "nation:wales")
    assert made.sent_at is not None
    assert made.decided_at is not None
    decision = Decision.objects.get()
    assert (decision.outcome, decision.by, decision.application) == ("ADMIT", by, made)
    assert User.objects.filter(email="ann@example.org").exists()
    assert AuditEntry.objects.filter(action="joining.application_admitted").count() == 1


def test_already_approved_admits_the_application_they_sent_meanwhile(by):
    wave = WaveFactory()
    invite(wave, by, "ann@example.org", kind=APPROVED)
    sent = ApplicationFactory(wave=wave, email="ann@example.org", status="SENT")

    assert inviting.accept(tokens()[0], by=None) == sent
    sent.refresh_from_db()
    assert sent.status == Status.ADMITTED


def test_a_present_member_cannot_use_one_and_it_stays_unused(by):
    invite(WaveFactory(), by, "ann@example.org", kind=APPROVED)
    MemberFactory(user__email="ann@example.org")

    with pytest.raises(Refused, match="a member already"):
        inviting.accept(tokens()[0], by=None)
    assert Invitation.objects.get().used_at is None
    assert not Application.objects.exists()


def test_an_old_invitation_and_an_unknown_one_are_refused(by):
    invite(WaveFactory(), by, "ann@example.org", kind=APPROVED)
    Invitation.objects.update(expires_at=timezone.now())

    for token, sentence in ((tokens()[0], "too old"), ("made-up", "leads nowhere")):
        with pytest.raises(Refused, match=sentence):
            inviting.accept(token, by=None)


def test_invitations_are_counted_and_listed_by_state(by, django_assert_num_queries):
    now = timezone.now()
    wave = WaveFactory()
    InvitationFactory(wave=wave)
    InvitationFactory(wave=wave, used_at=now)
    InvitationFactory(wave=wave, expires_at=now - DAY)
    InvitationFactory(wave=wave, withdrawn_at=now)
    InvitationFactory()

    assert queries.counts(wave, now=now) == dict.fromkeys(queries.STATES, 1)
    for state in queries.STATES:
        (row,) = queries.page(wave, now=now, state=state, after="").rows
        assert queries.state(row, now) == state
    with django_assert_num_queries(1):
        rows = queries.page(wave, now=now, state="", after="").rows
    assert len(rows) == 4


def test_many_invitations_are_paged():
    wave = WaveFactory()
    for _ in range(53):
        InvitationFactory(wave=wave)
    first = queries.page(wave, now=timezone.now(), state="", after="")
    second = queries.page(wave, now=timezone.now(), state="", after=first.after)

    assert (len(first.rows), len(second.rows), second.after) == (50, 3, "")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [APPLY, APPROVED])
def test_two_clicks_at_once_make_one_application(at_once, kind):
    invite(WaveFactory(), RoleGrantFactory().user, "ann@example.org", kind=kind)
    token = tokens()[0]

    def click(_):
        try:
            return inviting.accept(token, by=None).pk
        except Refused:
            return None

    made = at_once(click, range(4))

    assert made.count(None) == 3
    assert Application.objects.count() == 1
