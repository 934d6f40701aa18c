import datetime

import pytest
from django.urls import reverse

from commonweal.home import today
from commonweal.members.indexing import index_member
from commonweal.members.models import MemberTerm
from tests.factories import MemberFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2023, 1, 31)


def says(member, kind, skill):
    MemberTerm.objects.create(member=member, kind=kind, term_id=f"skill:{skill}")
    index_member(member)


def names(suggestions):
    return [one.hit.title for one in suggestions]


def test_a_member_meets_those_who_offer_what_they_ask_for_and_the_other_way_round():
    me, coach, seeker, other = (
        MemberFactory(name=name) for name in ("Me", "Coach", "Seeker", "Other")
    )
    says(me, MemberTerm.Kind.ASK, "coaching")
    says(me, MemberTerm.Kind.OFFER, "measurement")
    says(coach, MemberTerm.Kind.OFFER, "coaching")
    says(seeker, MemberTerm.Kind.ASK, "measurement")
    says(other, MemberTerm.Kind.OFFER, "evaluation")

    found = today.for_member(me, on=DAY)

    assert names(found.helpers) == ["Coach"]
    assert found.helpers[0].because == ("Coaching",)
    assert names(found.seekers) == ["Seeker"]


def test_nobody_is_suggested_to_themselves_or_by_what_they_hide():
    me = MemberFactory()
    hidden = MemberFactory(visibility={"offers": "NOBODY"})
    says(me, MemberTerm.Kind.ASK, "coaching")
    says(me, MemberTerm.Kind.OFFER, "coaching")
    says(hidden, MemberTerm.Kind.OFFER, "coaching")

    assert today.for_member(me, on=DAY).helpers == ()


def test_the_year_behind_is_counted_from_the_ledger():
    me = MemberFactory()
    ParticipationFactory(member=me, day=DAY)
    ParticipationFactory(member=me, day=DAY - datetime.timedelta(days=365))
    assert today.for_member(me, on=DAY).part_taken == 1


def test_the_front_page_of_a_member_asks_for_what_is_missing(member):
    text = member.get(reverse("home:front")).text
    assert "does not say your role, where you work, your nation or what you want" in text
    assert "Say what I ask for" in text


def test_a_member_reads_why_somebody_is_suggested(member):
    coach = MemberFactory(name="Coach")
    says(coach, MemberTerm.Kind.OFFER, "coaching")
    says(member.user.member, MemberTerm.Kind.ASK, "coaching")
    text = member.get(reverse("home:front")).text
    assert "Offers Coaching" in text
    assert "Say what I offer" in text


def test_a_guest_is_shown_where_to_go(guest, team):
    assert "Find people" in guest.get(reverse("home:front")).text
    assert "Everything the community team works with" in team.get(reverse("home:front")).text
