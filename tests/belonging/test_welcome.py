"""From admitted to member."""

import datetime
import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from commonweal.belonging.models import CompactAnswer, WayIn
from commonweal.belonging.services import compact as compacts
from commonweal.belonging.services import welcoming
from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter, User
from commonweal.joining.models import Application, Status
from commonweal.joining.services import admitting
from commonweal.members.models import Absence, Member
from tests.factories import MemberFactory, OrganisationFactory, UserFactory
from tests.factories.belonging import CompactFactory
from tests.factories.joining import ApplicationFactory

pytestmark = pytest.mark.django_db

WELCOME = reverse("belonging:welcome")
YES, NO = {"version": "1", "answer": "yes"}, {"version": "1", "answer": "no"}


def part(slug):
    return reverse("belonging:welcome_part", args=[slug])


def owner(email):
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def application():
    return ApplicationFactory(
        status=Status.ADMITTED,
        email="new@example.org",
        name="Nia New",
        role_title="Ward manager",
        nation_id="nation:wales",
        organisation=OrganisationFactory(name="Aber Trust"),
        decided_at=timezone.now(),
    )


@pytest.fixture
def newcomer(client_of, application):
    return client_of(owner(application.email))


def test_a_visitor_is_asked_for_the_address_they_applied_with_and_told_why(client):
    text = client.get(WELCOME).text
    assert "nobody but you can take up your place" in text


def test_whoever_is_admitted_gets_in_by_a_code_though_they_had_no_account(client, application):
    client.post(WELCOME, {"email": "New@example.org", "next": WELCOME})
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", mail.outbox[-1].body)[0]
    response = client.post(
        reverse("account_confirm_login_code"), {"code": code, "next": WELCOME}, follow=True
    )

    assert get_user(client).email == "new@example.org"
    assert "Welcome, Nia" in response.text


@pytest.mark.parametrize("email", ["nobody@example.org", "", "x" * 300])
def test_no_account_is_made_for_who_is_not_admitted(client, email):
    client.post(WELCOME, {"email": email})
    assert not User.objects.exists()


def test_the_compact_stands_before_joining_with_the_facts_of_the_application(newcomer):
    text = newcomer.get(WELCOME).text
    for words in ("Nia New", "Ward manager", "Aber Trust", "Wales", "What is expected of you"):
        assert words in text
    assert not Member.objects.exists()


def test_accepting_the_compact_makes_a_member_with_what_the_application_said(newcomer, application):
    response = newcomer.post(WELCOME, YES)

    member = Member.objects.get(user=newcomer.user)
    assert response.url == part("purpose")
    assert (member.name, member.role_title, member.nation_id) == (
        "Nia New", "Ward manager", "nation:wales",
    )  # fmt: skip
    assert member.organisation.name == "Aber Trust"
    application.refresh_from_db()
    assert (application.status, application.member) == (Status.JOINED, member)
    assert CompactAnswer.objects.get(member=member).said == "AGREED"
    assert AuditEntry.objects.filter(action="joining.application_joined").count() == 1


def test_pressing_twice_makes_one_member(newcomer):
    newcomer.post(WELCOME, YES)
    response = newcomer.post(WELCOME, YES)

    assert response.status_code == 302
    assert Member.objects.count() == 1
    assert CompactAnswer.objects.count() == 1
    assert WayIn.objects.count() == 1


def test_joining_twice_by_the_service_gives_the_same_member(newcomer, application):
    first = welcoming.join(application, by=newcomer.user, version=1)
    assert welcoming.join(application, by=newcomer.user, version=1) == first


def test_who_does_not_accept_is_no_member_and_keeps_the_place(newcomer, application):
    text = newcomer.post(WELCOME, NO).text

    assert "your place is kept" in text
    application.refresh_from_db()
    assert application.status == Status.ADMITTED
    assert not Member.objects.exists()


def test_no_answer_is_asked_for_again(newcomer):
    assert "Say whether you accept the compact" in newcomer.post(WELCOME, {"version": "1"}).text


def test_a_compact_that_changed_meanwhile_is_read_before_it_is_accepted(newcomer):
    CompactFactory()

    text = newcomer.post(WELCOME, YES).text

    assert compacts.CHANGED in text
    assert "You are named." in text
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    "status",
    [Status.SENT, Status.WAITING, Status.REFUSED, Status.WITHDRAWN],
)
def test_nobody_joins_who_was_not_admitted(client_of, status):
    application = ApplicationFactory(status=status, email="new@example.org")
    client = client_of(owner("new@example.org"))

    assert "No application with this address has been admitted" in client.post(WELCOME, YES).text
    with pytest.raises(Refused):
        admitting.join(application, by=client.user)


def test_a_place_not_taken_up_in_time_says_so(client_of):
    ApplicationFactory(status=Status.NOT_TAKEN_UP, email="new@example.org")
    text = client_of(owner("new@example.org")).get(WELCOME).text
    assert "not taken up in time" in text


def test_nobody_takes_up_somebody_elses_place(application, guest):
    assert "No application with this address" in guest.get(WELCOME).text
    with pytest.raises(Refused, match="another address"):
        admitting.join(application, by=guest.user)


def test_an_address_that_was_not_confirmed_opens_no_place(application, client_of):
    client = client_of(UserFactory(email=application.email))
    assert "No application with this address" in client.get(WELCOME).text


def test_a_former_member_who_was_admitted_again_comes_back_to_their_own_record(
    client_of, application
):
    user = owner(application.email)
    former = MemberFactory(
        user=user,
        name="Nia Before",
        left_on=timezone.localdate() - datetime.timedelta(days=400),
        left_reason_id="left:retired",
    )
    ApplicationFactory(status=Status.JOINED, email=user.email, member=former)

    client_of(user).post(WELCOME, YES)

    member = Member.objects.get()
    assert (member.pk, member.left_on, member.name) == (former.pk, None, "Nia Before")
    assert Absence.objects.count() == 1
    assert member.applications.count() == 2


def test_who_comes_back_answers_the_compact_again_and_gets_a_new_way_in(client_of, application):
    user = owner(application.email)
    long_ago = timezone.now() - datetime.timedelta(days=900)
    former = MemberFactory(
        user=user,
        left_on=timezone.localdate() - datetime.timedelta(days=400),
        left_reason_id="left:retired",
    )
    compacts.answer(former, by=user, version=1, agrees=False)
    WayIn.objects.create(member=former, made_at=long_ago, done_at=long_ago)

    client_of(user).post(WELCOME, YES)

    assert CompactAnswer.objects.get().said == "AGREED"
    assert WayIn.objects.get().done_at is None
    assert WayIn.objects.get().made_at > long_ago


def test_a_member_who_comes_to_the_welcome_is_led_to_their_way_in(member):
    assert member.get(WELCOME).url == reverse("belonging:way_in")


def test_each_part_is_saved_by_itself_and_leads_to_the_next(newcomer):
    newcomer.post(WELCOME, YES)

    assert newcomer.post(part("purpose"), {"purpose": "To learn"}).url == part("interests")
    newcomer.post(part("interests"), {"interests": ["interest:flow"]})
    newcomer.post(part("asks"), {"asks": ["skill:coaching"], "ask_note": "Soon"})
    response = newcomer.post(part("offers"), {"offers": ["skill:writing"]})

    member = Member.objects.get(user=newcomer.user)
    assert response.url == reverse("belonging:way_in")
    assert (member.purpose, member.ask_note) == ("To learn", "Soon")
    assert set(member.terms.values_list("kind", "term")) == {
        ("INTEREST", "interest:flow"), ("ASK", "skill:coaching"), ("OFFER", "skill:writing"),
    }  # fmt: skip


def test_a_part_that_is_skipped_keeps_what_was_said_before(newcomer):
    newcomer.post(WELCOME, YES)
    newcomer.post(part("purpose"), {"purpose": "To learn"})

    assert newcomer.post(part("purpose"), {"skip": "1"}).url == part("interests")
    assert Member.objects.get().purpose == "To learn"


def test_a_part_that_is_none_is_not_there(member):
    assert member.get(part("password")).status_code == 404


def test_what_cannot_be_is_said_and_what_was_typed_is_kept(newcomer):
    newcomer.post(WELCOME, YES)
    text = newcomer.post(part("asks"), {"asks": ["skill:none"], "ask_note": "Kept words"}).text
    assert "There is a problem" in text
    assert "Kept words" in text


def test_the_welcome_letter_comes_once_with_the_way_in(newcomer):
    MemberFactory(name="Old Hand", nation_id="nation:wales")
    newcomer.post(WELCOME, YES)
    assert not Letter.objects.filter(kind="belonging.welcome").exists()

    for _ in range(2):
        newcomer.post(part("offers"), {"skip": "1"})

    letter = Letter.objects.get(kind="belonging.welcome")
    assert letter.to == "new@example.org"
    assert "Somebody to meet: Old Hand. Is in Wales too." in letter.body


def test_the_front_page_tells_whoever_is_admitted_of_their_place(newcomer):
    assert "Take up your place" in newcomer.get("/").text


BACK = reverse("belonging:come_back")


def left(client_of, **fields):
    day = timezone.localdate() - datetime.timedelta(days=30)
    return client_of(MemberFactory(left_on=day, left_reason_id="left:retired", **fields).user)


def test_who_left_by_themselves_comes_back_by_accepting_the_compact(client_of):
    client = left(client_of, left_by_themselves=True)
    assert BACK in client.get("/").text

    text = client.post(BACK, YES, follow=True).text

    assert "Welcome back" in text
    assert Member.objects.get().left_on is None
    assert CompactAnswer.objects.get().said == "AGREED"


def test_coming_back_needs_the_compact_that_holds_now(client_of):
    client = left(client_of, left_by_themselves=True)
    CompactFactory()

    assert compacts.CHANGED in client.post(BACK, YES).text
    assert Member.objects.get().left_on is not None


def test_who_does_not_accept_the_compact_stays_away(client_of):
    client = left(client_of, left_by_themselves=True)
    client.post(BACK, NO)
    assert Member.objects.get().left_on is not None


def test_whom_the_team_ended_is_not_offered_to_come_back(client_of):
    client = left(client_of)
    assert BACK not in client.get("/").text
    assert client.post(BACK, YES).url == WELCOME
    assert Member.objects.get().left_on is not None


def test_an_application_and_its_member_name_each_other(newcomer, application):
    newcomer.post(WELCOME, YES)
    assert Application.objects.get().user == newcomer.user
