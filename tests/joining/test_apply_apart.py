"""One applicant apart from another: in two browsers, and in one that both use."""

import datetime
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commonweal.core.models import Letter
from commonweal.equalities import services as equalities
from commonweal.equalities.questions import asked_in, nation_of
from commonweal.joining.models import Application, Status
from commonweal.joining.services import applying, closing, links
from tests.factories import UserFactory
from tests.factories.joining import ApplicationFactory, InvitationFactory, WaveFactory

pytestmark = pytest.mark.django_db
VICTIM = "victim@example.org"
FIRST = f"/equalities/questions/{asked_in(nation_of('nation:wales'))[0].key}/"
LURE = "Collect at https://evil.example"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def wave():
    return WaveFactory()


def begin(client, wave, email=VICTIM):
    return client.post(f"/join/waves/{wave.ref}/start/", {"email": email})


def newest():
    return Letter.objects.order_by("-pk").first()


def link_in(letter):
    return re.search(r"/join/links/[^/\s]+/", letter.body)[0]


def holding(client, application):
    session = client.session
    session["applications"] = [application.ref]
    session["equalities_subject"] = f"application:{application.ref}"
    session.save()
    return client


def own_user(email):
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def pages(ref):
    return [f"/join/applications/{ref}/{rest}" for rest in ("", "address/", "send/", "withdraw/")]


def test_whoever_began_in_somebodys_name_is_shut_out_once_they_open_their_link(wave):
    stranger, owner = Client(), Client()
    begin(stranger, wave)
    before = Application.objects.get().ref
    here = owner.post(link_in(newest()), {"choice": "open"}).url
    after = Application.objects.get().ref

    assert here == f"/join/applications/{after}/"
    assert owner.get(here).status_code == 200
    found = {stranger.get(path).status_code for path in [*pages(before), *pages(after)]}
    assert found == {404}
    assert after not in str(dict(stranger.session))


def test_whoever_opens_their_link_in_the_same_browser_keeps_their_place(wave):
    browser = Client()
    here = begin(browser, wave).url
    assert browser.post(link_in(newest()), {"choice": "open"}).url == here


def test_a_confirmed_application_is_opened_in_a_second_browser_and_stays_in_the_first(wave):
    first, second = Client(), Client()
    here = begin(first, wave).url
    application = Application.objects.get()
    first.post(link_in(newest()), {"choice": "open"})
    application.refresh_from_db()
    links.send_way_back(application)

    assert second.post(link_in(newest()), {"choice": "open"}).url == here
    assert {client.get(here).status_code for client in (first, second)} == {200}


def test_an_address_changed_to_somebody_elses_shuts_out_who_changed_it(wave):
    stranger = Client()
    begin(stranger, wave, "me@example.org")
    here = stranger.post(link_in(newest()), {"choice": "open"}).url
    stranger.post(f"{here}address/", {"email": VICTIM})
    Client().post(link_in(newest()), {"choice": "open"})

    assert stranger.get(here).status_code == 404


def test_no_letter_greets_by_a_name_that_was_typed_before_the_address_was_confirmed(wave):
    begin(Client(), wave)
    application = Application.objects.get()
    applying.save(application, by=None, name=LURE)
    application.refresh_from_db()
    links.send_way_back(application)
    with time_machine.travel(wave.closes_at - datetime.timedelta(days=1), tick=False):
        assert closing.remind() == 1

    assert newest().kind == "joining.closing_soon"
    assert not Letter.objects.filter(body__contains="evil").exists()


def test_a_name_is_greeted_once_the_address_is_confirmed(wave):
    application = ApplicationFactory(wave=wave, name="Nia Rees", email_confirmed_at=timezone.now())
    links.send_way_back(application)
    assert "Hello Nia Rees" in newest().body


def test_an_applicant_finishes_on_a_computer_that_others_use(visitor):
    application = ApplicationFactory(status=Status.SENT)
    equalities.ask(f"application:{application.ref}", nation="nation:wales")
    here = f"/join/applications/{application.ref}/"
    assert "Finish on this computer" in holding(visitor, application).get(here).text
    assert "Finish on this computer" in visitor.get(f"{here}sent/").text

    page = visitor.post("/join/finish/", follow=True)

    assert "This browser opens your application no more" in page.text
    assert visitor.get(here).status_code == 404
    assert "equalities_subject" not in visitor.session


def test_each_page_of_a_draft_offers_to_finish_to_those_who_cannot_sign_out(visitor, client_of):
    application = ApplicationFactory(email="nia@example.org", email_confirmed_at=timezone.now())
    slug = f"question-{application.question_set.questions.first().key}"
    holding(visitor, application)
    owner = client_of(own_user("nia@example.org"))
    for rest in ("", "parts/name/", f"parts/{slug}/", "send/", "address/"):
        path = f"/join/applications/{application.ref}/{rest}"
        assert "Finish on this computer" in visitor.get(path).text
        assert "Finish on this computer" not in owner.get(path).text


def test_whoever_signs_in_next_does_not_find_the_application_before(visitor):
    application = ApplicationFactory(status=Status.SENT, email_confirmed_at=timezone.now())
    equalities.ask(f"application:{application.ref}", nation="nation:wales")
    holding(visitor, application).force_login(UserFactory())

    assert visitor.get(f"/join/applications/{application.ref}/").status_code == 404
    assert visitor.get(FIRST).status_code == 302
    assert not {"applications", "equalities_subject"} & set(visitor.session.keys())


def test_whoever_signs_in_keeps_what_is_theirs(visitor, wave):
    begin(visitor, wave, "nia@example.org")
    mine = Application.objects.get()
    theirs = ApplicationFactory(wave=wave)
    session = visitor.session
    session["applications"] = [mine.ref, theirs.ref]
    session.save()
    visitor.force_login(own_user("nia@example.org"))

    assert visitor.session["applications"] == [mine.ref]
    assert visitor.get(f"/join/applications/{mine.ref}/").status_code == 200


def test_signing_out_leaves_no_application_open(visitor):
    application = ApplicationFactory(email="nia@example.org", email_confirmed_at=timezone.now())
    holding(visitor, application).force_login(own_user("nia@example.org"))
    visitor.logout()
    assert visitor.get(f"/join/applications/{application.ref}/").status_code == 404


def test_the_equalities_answers_close_after_two_hours(visitor):
    application = ApplicationFactory(status=Status.SENT)
    equalities.ask(f"application:{application.ref}", nation="nation:wales")
    holding(visitor, application).get(f"/join/applications/{application.ref}/")
    assert visitor.get(FIRST).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2, minutes=1), tick=False):
        assert visitor.get(FIRST).status_code == 302
        assert "equalities_subject" not in visitor.session
        visitor.get(f"/join/applications/{application.ref}/")
        assert visitor.get(FIRST).status_code == 200


def test_nobody_can_keep_an_address_from_applying_by_asking_for_mail_to_it(wave):
    for _ in range(8):
        Client(REMOTE_ADDR="192.0.2.1").post("/join/links/", {"email": VICTIM})
    assert Letter.objects.count() == 6

    elsewhere = Client(REMOTE_ADDR="192.0.2.2")
    assert begin(elsewhere, wave).status_code == 302
    assert newest().kind == "joining.way_back"
    same = Client(REMOTE_ADDR="192.0.2.1")
    page = begin(same, wave.__class__.objects.get())
    assert page.status_code == 302
    assert "no new link is on its way now" in same.get(page.url).text
    assert Letter.objects.count() == 7


def test_all_together_have_no_more_than_thirty_mails_an_hour_sent_to_one_address():
    for number in range(7):
        for _ in range(6):
            Client(REMOTE_ADDR=f"192.0.2.{number}").post("/join/links/", {"email": VICTIM})
    assert Letter.objects.count() == 30


def test_asking_too_often_looks_as_it_did_before():
    texts = [Client().post("/join/links/", {"email": VICTIM}).text for _ in range(7)]
    plain = {re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken" value="\w+"', "", text) for text in texts}
    assert len(plain) == 1
    assert Letter.objects.count() == 6


def test_an_address_may_be_changed_when_no_mail_may_be_sent_there(visitor, wave):
    for _ in range(6):
        visitor.post("/join/links/", {"email": VICTIM})
    here = begin(visitor, wave, "me@example.org").url
    page = visitor.post(f"{here}address/", {"email": VICTIM}, follow=True)

    assert "no new link is on its way now" in page.text
    assert Application.objects.get().email == VICTIM


def test_neither_a_browser_nor_a_letters_key_keeps_an_address_that_is_to_be_forgotten(visitor):
    visitor.post("/join/links/", {"email": VICTIM})
    InvitationFactory(kind="APPROVED", email=VICTIM, digest=links.digest("token"))
    visitor.post("/join/invitations/token/")

    assert VICTIM not in str(dict(visitor.session))
    assert f'value="{VICTIM}"' in visitor.get("/welcome/").text
    assert links.digest(VICTIM)[:16] not in str(list(Letter.objects.values_list("key")))
    Application.objects.update(email="", erased_on=timezone.localdate())
    assert VICTIM not in visitor.get("/welcome/").text


def test_whoever_signs_in_by_a_code_keeps_what_they_began_with_that_address(visitor, wave):
    UserFactory(email="nia@example.org")
    begin(visitor, wave, "nia@example.org")
    visitor.post(reverse("account_request_login_code"), {"email": "nia@example.org"})
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", mail.outbox[-1].body)[0]
    visitor.post(reverse("account_confirm_login_code"), {"code": code})

    assert "_auth_user_id" in visitor.session
    assert visitor.session["applications"] == [Application.objects.get().ref]
