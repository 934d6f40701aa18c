"""From nothing to a published wave with invitations, and what the invited person does."""

import re

import pytest

from commonweal.core.models import Letter
from commonweal.joining.models import Application, Invitation, Wave
from commonweal.joining.services import questions
from commonweal.joining.services.links import digest
from tests.browser.conftest import SIZES, axe_findings
from tests.factories.joining import CriterionFactory, InvitationFactory, WaveFactory
from tests.joining.deciding import team_member

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def sound(page):
    """What every page here must be, on a phone: whole, accessible, no wider than the screen."""
    found = axe_findings(page)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert (found, wide > 0, page.locator("h1").count()) == ([], False, 1), page.url


def press(page, name, role="button"):
    """Go on, and look at where that leads."""
    page.get_by_role(role, name=name, exact=True).first.click()
    sound(page)


def fill_moment(page, group, day, month, year, time=None):
    boxes = page.get_by_role("group", name=group)
    for label, value in (("Day", day), ("Month", month), ("Year", year), ("Time", time)):
        if value is not None:
            boxes.get_by_label(label, exact=True).fill(value)


@pytest.fixture
def phone(page):
    width, height = SIZES["phone"]
    page.set_viewport_size({"width": width, "height": height})
    return page


def test_a_wave_is_set_up_from_nothing_published_and_people_invited(phone, live_server, sign_in_as):
    page = sign_in_as(team_member(name="Tess Team"))
    page.goto(f"{live_server.url}/desk/joining/")
    sound(page)
    press(page, "Eligibility groups", "link")
    press(page, "Start from our example")
    page.goto(f"{live_server.url}/desk/joining/")
    press(page, "Questions", "link")
    press(page, "Start from our example")
    press(page, "See them as an applicant", "link")

    page.goto(f"{live_server.url}/desk/joining/waves/new/")
    press(page, "Go on")
    assert page.get_by_text("There is a problem").count() == 1
    page.get_by_label("Name").fill("Wales, spring 2031")
    fill_moment(page, "Opening time", "3", "3", "2031")
    fill_moment(page, "Closing time", "31", "3", "2031", "5pm")
    fill_moment(page, "Day of decision", "1", "5", "2031")
    press(page, "Go on")
    for part in ("Dates", "Who may apply", "Partner, places and readers"):
        press(page, part, "link")
        page.go_back()
    press(page, "Questions", "link")
    page.get_by_label("English").select_option(label="Joining the community, version 1")
    press(page, "Save")
    press(page, "Criteria", "link")
    press(page, "Start from our example")
    press(page, "Wales, spring 2031", "link")
    press(page, "See it as a visitor will", "link")
    press(page, "Back to setting up", "link")
    press(page, "Publish")
    press(page, "Publish Wales, spring 2031")
    assert "Closing" not in page.title()

    press(page, "Invite people by list", "link")
    press(page, "Invite people")
    page.get_by_label("With a place").check()
    page.get_by_label("Whom do you invite?").fill("Ann Other, ann@example.org\nnobody")
    page.get_by_label("A few words of yours").fill("We met in Cardiff.")
    press(page, "Check the list")
    assert page.get_by_text("There is no e-mail address on this line.").count() == 1
    press(page, "Change the list")
    assert page.get_by_label("A few words of yours").input_value() == "We met in Cardiff."
    press(page, "Check the list")
    press(page, "Send 1 invitation")

    assert page.get_by_text("1 person invited").count() == 1
    assert Wave.objects.get().published_at is not None
    assert Letter.objects.get(kind="joining.invited_approved").to == "ann@example.org"


def test_questions_are_written_versioned_translated_and_compared(phone, live_server, sign_in_as):
    team = team_member()
    asked = questions.make_set(by=team, title="Ours", language="en-gb")
    page = sign_in_as(team)
    page.goto(f"{live_server.url}/desk/joining/questions/{asked.pk}/")
    sound(page)
    for label in ("Why would you like to join?", "How often do you cycle?"):
        press(page, "Add a question")
        page.get_by_label("Question", exact=True).fill(label)
        press(page, "Save")
    page.get_by_role("link", name="Change “How often").click()
    sound(page)
    page.get_by_label("One of several").check()
    page.get_by_label("Choices").fill("Often")
    press(page, "Save")
    assert page.get_by_text("Give two choices or more").count() == 1
    page.get_by_label("Choices").fill("Often\nNever")
    press(page, "Save")
    page.get_by_role("button", name="Move up “How often").click()
    sound(page)
    questions.freeze(asked)
    page.goto(f"{live_server.url}/desk/joining/questions/{asked.pk}/")
    sound(page)
    assert page.get_by_role("button", name="Add a question").count() == 0
    press(page, "Make a new version")
    page.get_by_role("link", name="Take out “Why").click()
    sound(page)
    press(page, "Take it out")
    press(page, "What changed since version 1", "link")
    assert page.get_by_text("Taken out", exact=True).count() == 1
    press(page, "Ours", "link")
    press(page, "Translate into another language", "link")
    page.get_by_label("Cymraeg").check()
    press(page, "Make a copy to translate")
    page.get_by_role("link", name="Change “How often").click()
    sound(page)
    assert page.get_by_role("heading", name="In English").count() == 1


@pytest.mark.parametrize("kind", ["APPLY", "APPROVED"])
def test_an_invitation_is_used_on_a_phone_without_javascript(browser, live_server, kind):
    token = "a-token-of-the-letter"
    InvitationFactory(kind=kind, name="Ann Other", email="ann@example.org", digest=digest(token))
    width, height = SIZES["phone"]
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    address = f"{live_server.url}/join/invitations/{token}/"
    page.goto(address)
    assert page.get_by_text("Hello Ann Other").count() == 1
    assert Invitation.objects.get().used_at is None
    name = "Begin my application" if kind == "APPLY" else "Take my place"
    page.get_by_role("button", name=name).click()
    made = Application.objects.get()
    wanted = f"/join/applications/{made.ref}/" if kind == "APPLY" else "/(welcome|account)/"
    assert re.search(wanted, page.url)

    stranger = browser.new_context().new_page()
    stranger.goto(address)
    sound(stranger)
    assert stranger.get_by_text("has been used").count() == 1
    context.close()


def test_what_is_confirmed_first_can_be_left_as_it_is(phone, live_server, sign_in_as):
    criterion = CriterionFactory(wave=WaveFactory(published_at=None))
    invitation = InvitationFactory()
    page = sign_in_as(team_member())
    wave = f"{live_server.url}/desk/joining/waves/{criterion.wave.ref}/"
    for address in (
        f"{wave}delete/",
        f"{wave}criteria/{criterion.pk}/remove/",
        f"{wave}criteria/{criterion.pk}/",
        f"{live_server.url}/desk/joining/invitations/{invitation.pk}/withdraw/",
        f"{live_server.url}/desk/joining/waves/{invitation.wave.ref}/invitations/",
    ):
        page.goto(address)
        sound(page)
