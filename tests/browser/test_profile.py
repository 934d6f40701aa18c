"""A member fills in a profile in a real browser, with JavaScript and without."""

import pytest
from django.urls import reverse

from commonweal.members.indexing import index_organisations
from commonweal.members.models import Member
from tests.factories import MemberFactory, OrganisationFactory, RoleGrantFactory
from tests.members.somebody import jpeg, somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def workplace(db):
    organisation = OrganisationFactory(name="Great Works Hospital", nation_id="nation:wales")
    index_organisations([organisation.pk])
    return organisation


def test_a_member_says_who_they_are_by_keyboard(live_server, sign_in_as):
    member = MemberFactory(name="Siân ap Rhys")
    page = sign_in_as(member.user)
    page.goto(live_server.url + reverse("members:me"))

    page.get_by_role("button", name="Edit your profile").press("Enter")
    page.get_by_role("link", name="About you").press("Enter")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_role("link", name="Enter your name").press("Enter")
    page.keyboard.type("Siân Newname")
    page.get_by_label("Nation").select_option("Wales")
    page.get_by_role("button", name="Save").press("Enter")

    assert page.get_by_text("About you: saved").is_visible()
    assert Member.objects.get(pk=member.pk).name == "Siân Newname"


def test_organisations_are_offered_while_typing(live_server, sign_in_as, workplace):
    member = MemberFactory()
    page = sign_in_as(member.user)
    page.goto(live_server.url + reverse("members:edit_organisation"))

    page.get_by_label("Name of the organisation").press_sequentially("great wor")
    page.get_by_role("button", name="Great Works Hospital").click()

    assert page.get_by_text("Where you work: saved").is_visible()
    assert Member.objects.get(pk=member.pk).organisation == workplace


def test_organisations_are_found_without_javascript(browser, live_server, client, workplace):
    member = MemberFactory()
    client.force_login(member.user)
    context = browser.new_context(java_script_enabled=False)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("members:edit_organisation"))

    page.get_by_label("Name of the organisation").fill("great wor")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Great Works Hospital").click()

    assert page.get_by_text("Where you work: saved").is_visible()
    assert Member.objects.get(pk=member.pk).organisation == workplace
    context.close()


def test_a_photo_is_uploaded_and_seen(live_server, sign_in_as):
    member = MemberFactory()
    page = sign_in_as(member.user)
    page.goto(live_server.url + reverse("members:edit_section", args=["photo"]))

    file = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": jpeg(600)}
    page.locator("input[type=file]").set_input_files(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.goto(live_server.url + reverse("members:me"))

    # The photo is fetched lazily, so its size is known only once it has been decoded.
    width = page.locator("img.cw-avatar--large").evaluate(
        "async image => { await image.decode(); return image.naturalWidth; }"
    )
    assert width == 512


def test_a_form_with_every_kind_of_mistake_is_accessible_and_fits_a_phone(
    live_server, sign_in_as, accessible
):
    page = sign_in_as(RoleGrantFactory().user)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(live_server.url + reverse("members:end_membership", args=[MemberFactory().ref]))

    page.get_by_role("button", name="End membership").click()
    page.get_by_role("link", name="Enter the last day").click()

    assert page.get_by_label("Day").evaluate("box => box === document.activeElement")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    accessible(page)


def test_ones_own_page_as_everyone_sees_it_is_accessible(live_server, sign_in_as, accessible):
    page = sign_in_as(somebody().user)
    page.goto(live_server.url + reverse("members:me"))

    page.get_by_role("link", name="As everyone else sees it").click()

    accessible(page)
