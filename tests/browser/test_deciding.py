"""Reading and deciding as people do it: by keyboard, on a phone, and without JavaScript."""

import pytest
from allauth.mfa.models import Authenticator

from commonweal.joining.models import Decision, Reading, Status
from commonweal.joining.services.reading import assign
from tests.browser.conftest import SIZES
from tests.factories.joining import AnswerFactory
from tests.joining.deciding import finish, reader_of, sent, team_member, was_read, wave_with

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wave(transactional_db):
    return wave_with(name="Spring wave", places=5)


@pytest.fixture
def asked(wave):
    """An application that somebody has been asked to read."""
    application = sent(wave, name="Sam Sample")
    AnswerFactory(application=application, value="I began a falls huddle.")
    assign(application, reader=reader_of(wave, name="Rhian Reader"), by=team_member())
    return application


def sized(page, name):
    width, height = SIZES[name]
    page.set_viewport_size({"width": width, "height": height})
    return page


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_an_application_is_read_by_keyboard_on_a_phone(
    page, live_server, sign_in_as, asked, accessible
):
    page = sized(sign_in_as(asked.readings.get().reader), "phone")
    page.goto(f"{live_server.url}/desk/joining/waves/{asked.wave.ref}/queue/")
    accessible(page)
    page.get_by_role("link", name="Sam Sample").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/read/")
    accessible(page)
    assert fits(page)

    page.get_by_role("group", name="Impact").get_by_label("2: well").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("They say what they did")
    page.get_by_text("Saved ").wait_for()
    page.reload()
    assert page.get_by_label("Reason for this score: Impact").input_value() == (
        "They say what they did"
    )

    page.get_by_role("button", name="Finish this reading").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="There is a problem").wait_for()
    accessible(page)
    page.get_by_role("link", name="Choose a score for “Learning”").click()
    page.keyboard.press("Space")
    page.get_by_label("Reason for this score: Learning").fill("They say what went wrong")
    page.get_by_role("group", name="What do you advise?").get_by_label("Admit", exact=True).check()
    page.get_by_label("Why?").fill("Well told")
    page.get_by_role("button", name="Finish this reading").click()
    page.get_by_text("your reading is finished").wait_for()

    assert Reading.objects.get().finished_at is not None


def test_an_application_is_read_without_javascript(browser, live_server, client, asked):
    client.force_login(asked.readings.get().reader)
    context = browser.new_context(java_script_enabled=False)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/joining/applications/{asked.ref}/read/")

    page.get_by_label("Why?").fill("So far")
    page.get_by_role("button", name="Save and go on later").click()
    page.get_by_role("link", name="Sam Sample").click()
    kept = page.get_by_label("Why?").input_value()
    page.get_by_role("link", name="Say that you have a conflict of interest").click()
    page.get_by_label("What is the conflict?").fill("My cousin")
    page.get_by_role("button", name="I have a conflict of interest").click()
    page.get_by_text("The team sees it, and asks somebody else").wait_for()
    context.close()

    assert kept == "So far"
    assert Reading.objects.count() == 0


@pytest.mark.parametrize("size", SIZES)
def test_one_is_decided_by_letter_and_undone(page, live_server, sign_in_as, wave, accessible, size):
    application = was_read(wave, reader_of(wave, name="Rhian Reader"), name="Sam Sample")
    finish(application, reader_of(wave, name="Una Other"), values=(0, 1), advice="REFUSE")
    page = sized(sign_in_as(team_member()), size)
    page.goto(f"{live_server.url}/desk/joining/waves/{wave.ref}/queue/")
    accessible(page)
    assert fits(page)
    page.get_by_role("link", name="Sam Sample").click()
    accessible(page)
    assert fits(page)

    page.get_by_label("Do not admit", exact=True).check()
    page.get_by_role("button", name="See the letter").click()
    page.get_by_role("link", name="Give the applicant a reason").wait_for()
    accessible(page)
    page.get_by_label("Reason", exact=True).fill("It is early days.")
    page.get_by_role("button", name="See the letter").click()
    page.get_by_text("Hello Sam Sample").wait_for()
    accessible(page)
    assert fits(page)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("heading", name="Letters that wait").wait_for()
    accessible(page)
    page.get_by_role("button", name="Undo the decision about Sam Sample").click()
    page.get_by_text("undone. Nobody was told").wait_for()

    application.refresh_from_db()
    assert (application.status, Decision.objects.exclude(undone_at=None).count()) == (
        Status.READING, 1
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_several_are_decided_from_the_queue(page, live_server, sign_in_as, wave, accessible, size):
    reader = reader_of(wave)
    for name in ("Ann Example", "Bea Example"):
        was_read(wave, reader, name=name)
    page = sized(sign_in_as(team_member()), size)
    page.goto(f"{live_server.url}/desk/joining/waves/{wave.ref}/queue/")

    for name in ("Ann Example", "Bea Example"):
        page.get_by_label(f"Tick {name}").focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Decide those ticked").click()
    page.get_by_role("heading", name="Decide 2 applications").wait_for()
    accessible(page)
    page.get_by_label("Admit", exact=True).check()
    page.get_by_label("Reason for all of them").fill("We liked your examples.")
    page.get_by_label("Own words for Bea Example").fill("The huddle above all.")
    page.get_by_role("button", name="See the summary").click()
    page.get_by_role("heading", name="Admit: 2 applications").wait_for()
    accessible(page)
    assert fits(page)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("2 of 2 decided").wait_for()
    accessible(page)

    assert Decision.objects.filter(outcome="ADMIT").count() == 2


def test_readers_are_added_and_applications_shared_out(
    page, live_server, sign_in_as, wave, accessible
):
    lead, sam = team_member(name="Ann Lead"), sent(wave, name="Sam Sample")
    lead.set_unusable_password()
    lead.save()
    page = sized(sign_in_as(lead), "phone")
    page.goto(f"{live_server.url}/desk/joining/waves/{wave.ref}/readers/")
    accessible(page)

    page.get_by_label("Somebody of the team").select_option("Ann Lead")
    page.get_by_role("button", name="Add the reader").click()
    page.get_by_text("Ann Lead now reads for Spring wave").wait_for()
    page.get_by_role("button", name="Share out").click()
    page.get_by_text("1 reading shared out").wait_for()
    accessible(page)
    assert fits(page)

    assert sam.readings.get().reader == lead
    assert Authenticator.objects.filter(user=lead).exists()
