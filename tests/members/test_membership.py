"""Joining, taking a break, leaving and coming back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter
from commonweal.members import membership, queries, services
from commonweal.members.models import Absence, Member
from commonweal.search.queries import search
from tests.factories import EVERYONE, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
PAUSE, LEAVE = reverse("members:pause"), reverse("members:leave")
FACTS = membership.Newcomer(name="Ffion Newcomer", role_title="Ward manager", nation="nation:wales")


def today():
    return timezone.localdate()


def gone(days, **fields):
    return MemberFactory(left_on=today() - days * DAY, left_reason_id="left:retired", **fields)


def again(member):
    return Member.objects.get(pk=member.pk)


def found(name):
    return [hit.title for hit in search(name, audience="MEMBERS").hits]


def test_joining_makes_a_member_who_can_be_found_from_today():
    user = UserFactory()

    member = membership.join(user, FACTS, by=user)

    assert (member.joined_on, member.nation_id) == (today(), "nation:wales")
    assert member.seniority_id is not None
    assert found("Ffion") == ["Ffion Newcomer"]
    assert AuditEntry.objects.get(action="members.join").detail == {}


def test_joining_twice_makes_one_member():
    user = UserFactory()
    first = membership.join(user, FACTS, by=user)

    assert membership.join(user, FACTS, by=user) == first
    assert Member.objects.count() == 1


def test_a_former_member_who_joins_comes_back_to_their_own_record():
    member = gone(100, name="Own Name")

    membership.join(member.user, FACTS, by=member.user)

    assert (again(member).name, again(member).left_on) == ("Own Name", None)
    assert again(member).joined_on == datetime.date(2020, 1, 15)


def test_time_away_is_kept_as_an_absence():
    member = gone(100, left_by_themselves=True)

    membership.come_back(member, by=member.user)

    away = Absence.objects.get()
    assert (away.left_on, away.back_on) == (today() - 100 * DAY, today())
    assert (away.left_reason_id, away.left_by_themselves) == ("left:retired", True)
    assert queries.away_on(today() - 50 * DAY).count() == 1
    assert queries.away_on(today()).count() == 0


def test_who_changes_their_mind_on_the_same_day_was_never_away():
    member = MemberFactory()
    membership.leave(member, by=member.user, reason="left:retired")

    membership.come_back(member, by=member.user)

    assert member.is_current(today())
    assert not Absence.objects.exists()


def test_what_the_team_ended_is_not_taken_up_again_alone():
    member = gone(3)

    with pytest.raises(Refused, match="ended by the team"):
        membership.come_back(member, by=member.user)


def test_who_never_left_cannot_come_back():
    member = MemberFactory()
    with pytest.raises(Refused, match="a member already"):
        membership.come_back(member, by=member.user)


def test_leaving_is_confirmed_by_one_letter(client_of):
    member = MemberFactory(name="Somebody")
    client = client_of(member.user)

    client.post(LEAVE, {"reason": "left:retired"})
    client.post(LEAVE, {"reason": "left:retired"})

    letter = Letter.objects.get(kind="members.left")
    assert letter.to == member.user.email
    assert "Nobody but the team sees your profile" in letter.body
    assert again(member).left_by_themselves


def test_the_team_ending_a_membership_is_not_leaving_by_oneself(team):
    member = MemberFactory()
    services.end_membership(member, by=team.user, on=today(), reason="left:retired")
    assert not again(member).left_by_themselves


def test_leaving_offers_a_break_and_says_what_stays(member):
    text = member.get(LEAVE).text
    assert PAUSE in text
    assert "What stays" in text


@pytest.mark.parametrize(
    ("sent", "days"), [({"length": "30"}, 30), ({"length": "91"}, 91), ({"length": ""}, None)]
)
def test_a_break_lasts_as_long_as_was_chosen(member, sent, days):
    text = member.post(PAUSE, sent, follow=True).text

    assert "Your break has begun" in text
    own = again(member.user.member)
    assert (own.paused_on, own.paused_until) == (today(), today() + days * DAY if days else None)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"length": "day"}, "Enter the day you come back"),
        ({"length": "day", "day_0": "31", "day_1": "2", "day_2": "2090"}, "must be a real date"),
        (
            {"length": "day", "day_0": "1", "day_1": "2", "day_2": "2020"},
            "Choose a day after today",
        ),
        ({"length": "ages"}, "There is a problem"),
    ],
)
def test_a_break_that_cannot_be_is_said_on_the_form(member, sent, sentence):
    assert sentence in member.post(PAUSE, sent).text
    assert again(member.user.member).paused_on is None


def test_a_break_ends_by_itself():
    member = MemberFactory(paused_on=today() - 9 * DAY, paused_until=today())
    assert not member.is_paused(today())
    assert queries.paused_among([member.ref], on=today()) == set()
    assert not queries.has_paused_mail(member.user.email)


def test_mail_that_is_not_needed_is_held_back_during_a_break():
    member = MemberFactory(paused_on=today())
    assert queries.has_paused_mail(member.user.email.upper())
    assert not queries.has_paused_mail("somebody@example.org")


def test_somebody_comes_back_from_a_break_by_one_button(client_of):
    member = MemberFactory(paused_on=today())
    client = client_of(member.user)
    assert "Come back from your break" in client.get(PAUSE).text

    client.post(reverse("members:end_pause"))

    assert again(member).paused_on is None


def test_leaving_ends_a_break():
    member = MemberFactory(paused_on=today())
    membership.leave(member, by=member.user, reason="left:retired")
    assert again(member).paused_on is None


def test_members_read_that_somebody_takes_a_break_and_others_do_not(member, visitor):

    somebody = membership.join(UserFactory(), FACTS, by=None)
    Member.objects.update(visibility=EVERYONE)
    services.index_member(somebody)
    membership.pause(somebody, by=somebody.user, until=None)
    person = reverse("members:person", args=[somebody.ref])

    assert "Taking a break" in member.get(person).text
    assert "Taking a break" in member.get(reverse("members:directory")).text
    assert "Ffion" in visitor.get(person).text
    assert "Taking a break" not in visitor.get(person).text
    assert "Taking a break" not in visitor.get(reverse("members:directory")).text


def test_nobody_is_shown_somebody_on_a_break_as_having_something_in_common(member):
    one, other = MemberFactory(name="One Person"), MemberFactory(name="Other Person")
    for person in (one, other):
        person.terms.create(kind="INTEREST", term_id="interest:flow")
        services.index_member(person)
    page = reverse("members:person", args=[one.ref])
    assert "Other Person" in member.get(page).text

    membership.pause(other, by=other.user, until=None)

    assert "Other Person" not in member.get(page).text


WHO = reverse("members:who_sees")


def test_who_sees_what_lists_each_field_with_what_was_said(client_of):
    member = MemberFactory(name="Somebody Seen", place="Cardiff")
    text = client_of(member.user).get(WHO).text
    assert "Cardiff" in text
    assert "Who sees: Seniority, as estimated" in text


def test_one_press_changes_who_sees_one_field_and_no_other(member):
    text = member.post(WHO, {"field": "place", "audience": "EVERYONE"}, follow=True).text

    seen = again(member.user.member).visibility
    assert "Place: saved" in text
    assert (seen["place"], seen["name"], seen["seniority"]) == ("EVERYONE", "MEMBERS", "NOBODY")


@pytest.mark.parametrize("sent", [{}, {"field": "email", "audience": "EVERYONE"}])
def test_what_is_no_field_is_refused(member, sent):
    assert "There is a problem" in member.post(WHO, sent).text
    assert again(member.user.member).visibility == {}


def test_the_team_sees_what_others_do_not_and_the_page_says_so(client_of):
    member = MemberFactory(place="Cardiff", visibility={"place": "NOBODY"})
    client = client_of(member.user)
    me = reverse("members:me")

    assert "Cardiff" not in client.get(me).text
    assert "Cardiff" in client.get(f"{me}?as=team").text
    assert "only they see: Seniority, as estimated, Place" in client.get(f"{me}?as=team").text
    assert "In lists and search results" in client.get(me).text
