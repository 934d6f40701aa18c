"""Answering the equalities questions as people do: on a phone, by keyboard, without JavaScript."""

import pytest
from django.urls import reverse

from commonweal.equalities import queries, services
from tests.factories import MemberFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
START = reverse("equalities:questions")


@pytest.fixture
def somebody(transactional_db):
    """A member in Wales who was never asked."""
    return MemberFactory(user=UserFactory(), nation_id="nation:wales")


@pytest.fixture
def phone(page, live_server, sign_in_as, somebody):
    sign_in_as(somebody.user)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live_server.url + START)
    return page


def answers(somebody):
    return queries.own(f"member:{somebody.ref}").answers


def test_questions_are_answered_skipped_and_cleared_on_a_phone(phone, somebody, accessible):
    accessible(phone)
    phone.get_by_role("button", name="Start").click()
    phone.get_by_label("35 to 44").check()
    phone.get_by_role("button", name="Save and go on").click()
    phone.get_by_role("button", name="Skip this question").click()
    phone.get_by_label("Prefer not to say").check()
    phone.get_by_role("button", name="Save and go on").click()
    accessible(phone)
    phone.get_by_role("group", name="Asian or Asian British").get_by_label("Indian").check()
    phone.get_by_role("button", name="Save and go on").click()
    assert answers(somebody) == {
        "age": "35-44",
        "gender": "prefer-not",
        "ethnicity": "asian-indian",
    }
    phone.get_by_role("link", name="All questions").click()
    assert phone.get_by_role("heading", name="3 of 8 done").is_visible()
    phone.get_by_role("link", name="Age").click()
    phone.get_by_role("button", name="Clear my answer").click()
    assert "age" not in answers(somebody)


def test_a_question_is_answered_by_keyboard(phone, somebody, live_server):
    phone.goto(live_server.url + reverse("equalities:question", args=["sex"]))
    phone.get_by_label("Female").focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/gender/")
    assert answers(somebody) == {"sex": "female"}


def test_answers_are_removed_after_asking_once(phone, somebody, accessible):
    services.answer(f"member:{somebody.ref}", {"sex": "female"}, nation="nation:wales")
    phone.reload()
    phone.get_by_role("link", name="Remove my answers").click()
    accessible(phone)
    phone.get_by_role("button", name="Remove my answers").click()
    assert phone.get_by_text("Your answers are removed").is_visible()
    assert answers(somebody) == {}


def test_everything_works_without_javascript(browser, live_server, client, somebody):
    client.force_login(somebody.user)
    context = browser.new_context(java_script_enabled=False)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + START)
    page.get_by_role("button", name="Start").click()
    page.get_by_label("16 to 24").check()
    page.get_by_role("button", name="Save and go on").click()
    context.close()
    assert answers(somebody) == {"age": "16-24"}
