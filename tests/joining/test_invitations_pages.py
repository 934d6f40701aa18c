"""Inviting on the desk, and the page behind the link in the letter."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from commonweal.joining.models import Application, Invitation
from commonweal.joining.services.links import digest
from tests.factories import MemberFactory, UserFactory
from tests.factories.joining import ApplicationFactory, InvitationFactory, WaveFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
TOKEN = "a-token"


def at(name, *args):
    return reverse(f"joining:{name}", args=args)


def csv(text, encoding="utf-8"):
    return SimpleUploadedFile("people.csv", text.encode(encoding))


@pytest.fixture
def invited():
    def make(**fields):
        wave = fields.pop("wave", None) or WaveFactory()
        email = fields.pop("email", "ann@example.org")
        return InvitationFactory(wave=wave, email=email, digest=digest(TOKEN), **fields)

    return make


@pytest.fixture
def page():
    return at("invited", TOKEN)


def test_the_list_is_checked_first_and_nothing_is_sent(team):
    wave = WaveFactory()
    typed = {"kind": "APPLY", "people": "Ann, ann@example.org\nBo", "note": "Hello there"}
    text = team.post(at("invite", wave.ref), typed).text

    assert "1 person gets a letter, 1 line does not work" in text
    assert "There is no e-mail address on this line" in text
    assert "Hello there" in text
    assert not Invitation.objects.exists()


def test_then_it_is_sent_or_changed_with_nothing_lost(team):
    wave = WaveFactory()
    typed = {"kind": "APPROVED", "people": "Ann, ann@example.org", "note": "Hello there"}
    again = team.post(at("invite", wave.ref), {**typed, "step": "again"}).text
    assert "Ann, ann@example.org" in again
    assert not Invitation.objects.exists()

    sent = team.post(at("invite", wave.ref), {**typed, "step": "send"}, follow=True).text
    assert "1 person invited" in sent
    made = Invitation.objects.get()
    assert (made.name, made.kind, made.note) == ("Ann", "APPROVED", "Hello there")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_taken_as_a_spreadsheet_saves_it(team, encoding):
    wave = WaveFactory()
    file = csv("Name;E-mail\r\nSiân Parry;sian@example.org\r\n", encoding)
    text = team.post(at("invite", wave.ref), {"kind": "APPLY", "file": file}).text

    assert "1 person gets a letter" in text
    assert "Siân Parry" in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose what you invite them to"),
        ({"kind": "APPLY"}, "Enter at least one name and address"),
        ({"kind": "APPLY", "file": csv("PK\x03\x04")}, "This is an Excel workbook"),
        ({"kind": "APPLY", "file": csv("a" * 1_000_001)}, "smaller than 1 MB"),
        ({"kind": "APPLY", "file": csv("\x81")}, "1 line does not work"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(team, given, sentence):
    assert sentence in team.post(at("invite", WaveFactory().ref), given).text


def test_a_wave_that_closed_meanwhile_refuses_and_keeps_the_list(team):
    wave = WaveFactory(closes_at=timezone.now() - DAY)
    typed = {"kind": "APPLY", "people": "Ann, ann@example.org", "step": "send"}
    text = team.post(at("invite", wave.ref), typed).text

    assert "The wave has closed" in text
    assert "ann@example.org" in text


def test_the_list_shows_each_invitation_where_it_stands(team):
    now = timezone.now()
    wave = WaveFactory()
    assert "Nobody was invited to this wave yet" in team.get(at("invitations", wave.ref)).text
    open_one = InvitationFactory(wave=wave, name="Open One")
    used = InvitationFactory(wave=wave, name="Used One", used_at=now)
    text = team.get(at("invitations", wave.ref)).text

    assert "Open One" in text
    assert at("invite_again", open_one.pk) in text
    assert at("invite_again", used.pk) not in text
    only = team.get(at("invitations", wave.ref), {"state": "used"}).text
    assert "Open One" not in only
    assert "No invitation stands like that" in team.get(
        at("invitations", wave.ref), {"state": "expired"}
    ).text  # fmt: skip


def test_an_invitation_is_sent_again_and_withdrawn_from_the_list(team):
    made = InvitationFactory(email="ann@example.org")
    again = team.post(at("invite_again", made.pk), follow=True).text
    assert "A new invitation is on its way to ann@example.org" in again
    assert "Withdraw this invitation?" in team.get(at("withdraw_invitation", made.pk)).text
    assert "is withdrawn" in team.post(at("withdraw_invitation", made.pk), follow=True).text
    refused = team.post(at("invite_again", made.pk), follow=True).text
    assert "This invitation has been withdrawn" in refused

    used = InvitationFactory(used_at=timezone.now())
    assert "cannot be withdrawn" in team.post(at("withdraw_invitation", used.pk), follow=True).text


def test_the_list_costs_the_same_for_one_and_for_many(team, django_assert_max_num_queries):
    wave = WaveFactory()
    counted = []
    for many in (1, 3):
        for _ in range(many):
            InvitationFactory(wave=wave, by=UserFactory())
        with django_assert_max_num_queries(20) as taken:
            team.get(at("invitations", wave.ref))
        counted.append(len(taken))

    assert counted[0] == counted[1]


def test_looking_at_an_invitation_uses_nothing_up(visitor, page, invited):
    invited(name="Ann Other", note="We met in Cardiff.", by=UserFactory(name="Tess Team"))
    text = visitor.get(page).text

    for said in ("Hello Ann Other", "Tess Team", "We met in Cardiff.", "Begin my application"):
        assert said in text
    assert Invitation.objects.get().used_at is None
    assert not Application.objects.exists()


def test_using_one_to_apply_opens_the_application_in_this_browser(visitor, page, invited):
    invited()
    response = visitor.post(page)

    made = Application.objects.get()
    assert response.url == at("application", made.ref)
    assert visitor.get(response.url).status_code == 200
    assert visitor.post(page).url == response.url


def test_using_one_with_a_place_leads_to_the_welcome(visitor, page, invited):
    invited(kind="APPROVED")
    response = visitor.post(page)

    made = Application.objects.get()
    assert response.url == reverse("belonging:welcome")
    assert made.status == "ADMITTED"
    assert 'value="ann@example.org"' in visitor.get(response.url).text
    assert visitor.session["equalities_subject"] == f"application:{made.ref}"
    assert visitor.post(page).url == response.url


def test_somebody_with_a_place_can_accept_the_compact_at_once(page, invited, client_of):
    invited(kind="APPROVED")
    user = UserFactory(email="ann@example.org")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    client = client_of(user)
    response = client.post(page, follow=True)

    assert response.status_code == 200
    assert Application.objects.get().user == user


@pytest.mark.parametrize(
    ("kind", "way_on"),
    [("APPLY", "Get a link to your application"), ("APPROVED", "sign in with the address")],
)
def test_used_twice_it_says_so_and_how_to_go_on(client_as, page, invited, kind, way_on):
    invited(kind=kind)
    client_as("visitor").post(page)
    stranger = client_as("visitor")

    for text in (stranger.get(page).text, stranger.post(page).text):
        assert "This invitation has been used" in text
        assert way_on in text
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"expires_at": timezone.now() - DAY}, "too old"),
        ({"withdrawn_at": timezone.now()}, "has been withdrawn"),
    ],
)
def test_one_that_does_not_work_says_why_and_offers_a_way_on(
    visitor, page, invited, settings, fields, sentence
):
    invited(**fields)

    for text in (visitor.get(page).text, visitor.post(page).text):
        assert sentence in text
        assert settings.CONTACT_EMAIL in text


def test_an_unknown_link_says_so(visitor, page):
    response = visitor.get(page)

    assert response.status_code == 404
    assert "Its link may have been cut short" in response.text


def test_before_the_wave_opens_it_says_when(visitor, page, invited):
    now = timezone.now()
    invited(wave=WaveFactory(opens_at=now + DAY, closes_at=now + 2 * DAY))

    assert "The wave is not open yet" in visitor.get(page).text
    assert "not open yet" in visitor.post(page).text
    assert Invitation.objects.get().used_at is None


def test_after_the_wave_closed_one_to_apply_says_so(visitor, page, invited):
    invited(wave=WaveFactory(name="Wales", closes_at=timezone.now() - DAY))

    assert "Wales has closed" in visitor.get(page).text


def test_a_present_member_is_told(visitor, member, page, invited):
    MemberFactory(user__email="ann@example.org")
    invited()

    assert "You are a member already" in member.get(page).text
    assert "Sign in" in visitor.get(page).text
    assert "You are a member already" in visitor.post(page).text
    assert Invitation.objects.get().used_at is None


def test_somebody_signed_in_with_another_address_does_not_get_the_application(guest, page, invited):
    invited()
    guest.post(page)

    assert Application.objects.get().user is None
    assert Application.objects.get().email == "ann@example.org"


def test_somebody_who_began_before_goes_on_with_that(visitor, page, invited):
    held = invited()
    before = ApplicationFactory(
        wave=held.wave, email="ann@example.org", email_confirmed_at=timezone.now()
    )

    assert visitor.post(page).url == at("application", before.ref)
    assert visitor.get(at("application", before.ref)).status_code == 200
    before.refresh_from_db()
    assert before.invitation == held
