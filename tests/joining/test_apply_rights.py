"""Who may open an application, and what a link by mail does."""

import datetime
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry, Letter
from commonweal.joining.models import Application, MailLink, Status
from commonweal.joining.services import applying, links
from tests.factories import MemberFactory, UserFactory
from tests.factories.joining import AnswerFactory, ApplicationFactory, WaveFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def wave():
    return WaveFactory()


@pytest.fixture
def draft(wave):
    return ApplicationFactory(wave=wave, email="nia@example.org")


def plain(page, *varying):
    """The text of a page without what differs each time."""
    text = re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="\w+"', "", page.text)
    for one in varying:
        text = text.replace(one, "…")
    return text


def letters(kind=""):
    return Letter.objects.filter(kind__startswith=kind).order_by("pk")


def token_in(letter):
    return re.search(r"/join/links/([^/\s]+)/", letter.body)[1]


def mailed(application):
    links.send_way_back(application)
    return token_in(letters("joining.").last())


def begin(client, wave, email):
    return client.post(f"/join/waves/{wave.ref}/start/", {"email": email})


def confirmed_user(email):
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


PAGES = (
    "", "parts/name/", "organisation/", "address/", "send/", "sent/", "delete/", "withdraw/",
    "second-look/",
)  # fmt: skip


def test_somebody_elses_draft_is_not_there(visitor, member, team, draft):
    here = f"/join/applications/{draft.ref}/"

    got = {c.get(here + page).status_code for c in (visitor, member, team) for page in PAGES}

    assert got == {404}
    nothing = visitor.get("/join/applications/0000000000000000/")
    assert plain(visitor.get(here), draft.ref) == plain(nothing, "0000000000000000")


def test_what_a_stranger_types_into_a_draft_is_shown_again_and_not_kept(visitor, draft):
    AnswerFactory(application=draft, value="Before")
    slug = f"question-{draft.question_set.questions.first().key}"

    page = visitor.post(f"/join/applications/{draft.ref}/parts/{slug}/", {"answer": "My long text"})

    assert page.status_code == 404
    assert "My long text" in page.text
    assert draft.answers.get().value == "Before"


def test_a_browser_keeps_its_drafts_apart_from_those_of_others(visitor, wave):
    begin(visitor, wave, "nia@example.org")
    other = Client()
    begin(other, wave, "tom@example.org")
    mine, theirs = Application.objects.order_by("pk")

    assert visitor.get(f"/join/applications/{mine.ref}/").status_code == 200
    assert visitor.get(f"/join/applications/{theirs.ref}/").status_code == 404


def test_opening_a_link_does_nothing_and_pressing_the_button_lets_in(visitor, draft):
    token = mailed(draft)

    visitor.get(f"/join/links/{token}/")
    visitor.head(f"/join/links/{token}/")
    draft.refresh_from_db()
    assert draft.email_confirmed_at is None
    page = visitor.post(f"/join/links/{token}/", {"choice": "open"})

    draft.refresh_from_db()
    assert page.url == f"/join/applications/{draft.ref}/"
    assert visitor.get(page.url).status_code == 200
    assert draft.email_confirmed_at is not None


def test_a_link_is_kept_as_a_digest_only(draft):
    token = mailed(draft)
    assert token not in str(list(MailLink.objects.values()))


def test_a_link_works_once(draft):
    token = mailed(draft)
    Client().post(f"/join/links/{token}/", {"choice": "open"})
    stranger = Client()

    page = stranger.post(f"/join/links/{token}/", {"choice": "open"})

    assert links.SPENT in page.text
    assert links.SPENT in stranger.get(f"/join/links/{token}/").text
    assert stranger.get(f"/join/applications/{draft.ref}/").status_code == 404


def test_whoever_opens_their_own_used_link_again_is_led_on(visitor, draft):
    token = mailed(draft)
    visitor.post(f"/join/links/{token}/", {"choice": "open"})
    draft.refresh_from_db()
    assert visitor.get(f"/join/links/{token}/").url == f"/join/applications/{draft.ref}/"


def test_a_link_is_too_old_after_two_weeks(visitor, draft):
    token = mailed(draft)
    with time_machine.travel(timezone.now() + 14 * DAY, tick=False):
        page = visitor.post(f"/join/links/{token}/", {"choice": "open"})
        assert links.OLD in page.text
        with pytest.raises(Refused, match="too old"):
            links.use(token, by=None)


def test_a_new_link_goes_to_the_address_of_the_application_and_nowhere_else(visitor, draft):
    token = mailed(draft)
    visitor.post(f"/join/links/{token}/", {"choice": "open"})
    page = Client().post(f"/join/links/{token}/", {"choice": "again"})

    assert letters("joining.way_back").count() == 2
    assert {letter.to for letter in letters()} == {"nia@example.org"}
    unknown = Client().post("/join/links/no-such-link/", {"choice": "again"})
    assert unknown.text.count("we have sent a new one") == page.text.count("we have sent a new one")
    assert letters().count() == 2


def test_a_link_to_an_address_that_was_changed_dies(draft):
    token = mailed(draft)
    applying.change_address(draft, by=None, email="new@example.org")
    draft.refresh_from_db()

    with pytest.raises(Refused, match="too old"):
        links.use(token, by=None)
    assert draft.email_confirmed_at is None
    assert letters("joining.way_back").last().to == "new@example.org"


def test_what_somebody_else_began_in_your_name_can_be_removed(visitor, wave):
    begin(Client(), wave, "victim@example.org")
    token = token_in(letters().last())

    assert "You did not begin this?" in visitor.get(f"/join/links/{token}/").text
    visitor.post(f"/join/links/{token}/", {"choice": "not_me"})

    assert not Application.objects.exists()
    assert AuditEntry.objects.filter(action="joining.disown").exists()


def test_a_confirmed_application_cannot_be_removed_by_a_link(draft):
    first, second = mailed(draft), mailed(draft)
    links.use(first, by=None)
    with pytest.raises(Refused):
        links.disown(second)
    assert Application.objects.filter(pk=draft.pk).exists()


def test_beginning_looks_the_same_for_members_applicants_and_strangers(wave):
    MemberFactory(user=UserFactory(email="member@example.org"))
    ApplicationFactory(wave=wave, email="sent@example.org", status=Status.SENT)
    ApplicationFactory(wave=wave, email="draft@example.org")
    seen = set()

    for who in ("member", "sent", "draft", "new"):
        client = Client()
        page = begin(client, wave, f"{who}@example.org")
        ref = page.url.split("/")[-2]
        seen.add(plain(client.get(page.url), ref, f"{who}@example.org"))

    assert len(seen) == 1
    assert [letter.kind for letter in letters()] == [
        "joining.member_already", "joining.sent_already", "joining.way_back", "joining.way_back",
    ]  # fmt: skip


def test_a_member_can_send_nothing_even_by_another_way(wave):
    MemberFactory(user=UserFactory(email="member@example.org"))
    draft = ApplicationFactory(
        wave=wave, email="member@example.org", email_confirmed_at=timezone.now()
    )
    with pytest.raises(Refused, match="member already"):
        applying.send(draft, by=None)


def test_a_signed_in_member_is_told_before_they_begin(member, wave):
    assert member.get(f"/join/waves/{wave.ref}/start/").url == f"/join/waves/{wave.ref}/"
    assert "You are a member already" in member.get(f"/join/waves/{wave.ref}/").text
    assert "You are a member already" in member.get("/join/").text


def test_asking_for_links_looks_the_same_whether_there_are_any(wave, draft):
    MemberFactory(user=UserFactory(email="them@example.org"))
    texts = [
        plain(Client().post("/join/links/", {"email": address}), address)
        for address in ("nia@example.org", "who@example.org", "them@example.org")
    ]

    assert texts[0] == texts[1] == texts[2]
    bodies = [letter.body for letter in letters("joining.links")]
    assert draft.wave.name in bodies[0]
    assert "We know of none" in bodies[1]
    assert "You are a member already" in bodies[2]


def test_somebody_with_a_confirmed_account_starts_confirmed_and_comes_back_by_signing_in(
    client_of, wave
):
    user = confirmed_user("nia@example.org")
    page = client_of(user).post(f"/join/waves/{wave.ref}/start/")
    application = Application.objects.get()

    assert page.url == f"/join/applications/{application.ref}/"
    assert application.email_confirmed_at is not None
    assert not letters().exists()
    elsewhere = client_of(user)
    assert elsewhere.get(page.url).status_code == 200
    assert "Go on with your application" in elsewhere.get("/").text
    again = elsewhere.post(f"/join/waves/{wave.ref}/start/")
    assert again.url == page.url
    assert Application.objects.count() == 1


def test_an_account_finds_what_was_confirmed_with_its_address_and_no_more(client_of, wave):
    mine = ApplicationFactory(wave=wave, email="nia@example.org", email_confirmed_at=timezone.now())
    begun_by_somebody = ApplicationFactory(wave=WaveFactory(), email="nia@example.org")
    client = client_of(confirmed_user("nia@example.org"))

    assert client.get(f"/join/applications/{mine.ref}/").status_code == 200
    assert client.get(f"/join/applications/{begun_by_somebody.ref}/").status_code == 404
    unconfirmed = client_of(UserFactory(email="nia2@example.org"))
    other = ApplicationFactory(
        wave=wave, email="nia2@example.org", email_confirmed_at=timezone.now()
    )
    assert unconfirmed.get(f"/join/applications/{other.ref}/").status_code == 404


def test_an_invited_only_wave_is_begun_by_invitation_alone(visitor):
    wave = WaveFactory(invited_only=True)
    assert wave.name not in visitor.get("/join/").text
    page = begin(visitor, wave, "nia@example.org")
    assert "Use the link in your invitation" in page.text
    assert not Application.objects.exists()


def test_an_unpublished_wave_does_not_exist(visitor):
    wave = WaveFactory(published_at=None)
    assert visitor.get(f"/join/waves/{wave.ref}/").status_code == 404
    assert visitor.get(f"/join/waves/{wave.ref}/start/").status_code == 404
