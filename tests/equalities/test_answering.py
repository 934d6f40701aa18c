"""People answer what they like, one question at a time, and change their mind."""

import pytest
from django.urls import reverse

from commonweal.equalities import queries, questions, services
from commonweal.equalities.models import Record
from commonweal.equalities.questions import PREFER_NOT
from tests.equalities.conftest import APPLICANT
from tests.factories import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db
START = reverse("equalities:questions")


def address(key):
    return reverse("equalities:question", args=[key])


def press(client, key, **sent):
    return client.post(address(key), {"do": "save", **sent})


def test_an_applicant_sees_why_we_ask_and_the_questions_of_their_nation(applicant):
    page = applicant.get(START).text
    assert "8 short questions" in page
    assert "Why we ask" in page
    assert "Back to your application" in page
    assert "Trans status" not in page
    assert "Nobody but you has opened them" in page


def test_each_answer_is_saved_and_leads_to_the_next_question(applicant):
    answered = press(applicant, "age", answer="35-44")
    assert answered.headers["Location"] == address("sex")
    assert queries.own(APPLICANT).answers == {"age": "35-44"}
    page = applicant.get(START).text
    assert "1 of 8 done" in page
    assert f'href="{address("sex")}"' in page


def test_prefer_not_to_say_is_kept_as_such(applicant):
    press(applicant, "age", answer=PREFER_NOT)
    assert queries.own(APPLICANT).answers == {"age": PREFER_NOT}


def test_choosing_nothing_or_skipping_goes_on_and_keeps_what_was_said(applicant):
    press(applicant, "age", answer="35-44")
    assert press(applicant, "age").headers["Location"] == address("sex")
    skipped = applicant.post(address("age"), {"do": "skip", "answer": "45-54"})
    assert skipped.headers["Location"] == address("sex")
    assert queries.own(APPLICANT).answers == {"age": "35-44"}


def test_ones_own_answer_is_shown_and_can_be_cleared(applicant):
    press(applicant, "age", answer="35-44")
    page = applicant.get(address("age")).text
    assert page.count("checked") == 1
    assert "Clear my answer" in page
    applicant.post(address("age"), {"do": "clear", "answer": "35-44"})
    assert queries.own(APPLICANT).answers == {}
    assert "checked" not in applicant.get(address("age")).text


def test_the_second_question_on_health_follows_from_the_first(applicant):
    assert applicant.get(address("activity")).status_code == 404
    assert press(applicant, "condition", answer="yes").headers["Location"] == address("activity")
    assert "Question 7 of 9" in applicant.get(address("activity")).text
    assert press(applicant, "condition", answer="no").headers["Location"] == address("orientation")


def test_the_last_question_leads_back_to_the_start(applicant):
    end = press(applicant, "care", answer="no")
    assert end.headers["Location"] == START
    assert "Your answers are saved" in applicant.get(START).text


def test_whoever_answered_all_is_thanked(applicant):
    keys = [one.key for one in questions.asked_in("wales") if not one.asked_if]
    services.answer(APPLICANT, dict.fromkeys(keys, PREFER_NOT))
    page = applicant.get(START).text
    assert "You have answered every question" in page
    assert "Go back to your application" in page


def test_a_made_up_answer_is_refused_in_words(applicant):
    page = press(applicant, "age", answer="a thousand")
    assert page.status_code == 200
    assert "Choose one of the answers shown" in page.text
    assert "Error: " in page.text


def test_a_question_of_another_nation_does_not_exist_here(applicant):
    assert applicant.get(address("trans")).status_code == 404
    assert applicant.post(address("trans"), {"answer": "yes"}).status_code == 404


def test_a_member_is_asked_once_they_answer_or_skip(welsh):
    assert "8 short questions" in welsh.get(START).text
    assert not Record.objects.exists()
    press(welsh, "age", answer="35-44")
    assert queries.own(welsh.subject).nation == "wales"
    assert queries.own(welsh.subject).answers == {"age": "35-44"}


def test_skipping_all_says_that_they_were_asked_and_nothing_more(welsh):
    skipped = welsh.post(reverse("equalities:skip"))
    assert skipped.headers["Location"] == reverse("core:account")
    assert queries.own(welsh.subject).answers == {}


def test_an_applicant_who_skips_all_is_back_at_their_application(applicant):
    skipped = applicant.post(reverse("equalities:skip"))
    assert skipped.headers["Location"].endswith(f"/{APPLICANT.partition(':')[2]}/")


def test_answers_can_be_removed_after_asking_once_and_given_again(applicant):
    press(applicant, "age", answer="35-44")
    assert "cannot be brought back" in applicant.get(reverse("equalities:remove")).text
    assert queries.own(APPLICANT).answers == {"age": "35-44"}
    applicant.post(reverse("equalities:remove"))
    assert queries.own(APPLICANT).answers == {}
    press(applicant, "age", answer="45-54")
    assert queries.own(APPLICANT).answers == {"age": "45-54"}


def test_an_old_page_after_joining_makes_no_second_record(applicant):
    services.carry(APPLICANT, "member:new")
    assert press(applicant, "age", answer="35-44").headers["Location"] == START
    assert "They open for people who have sent an application" in applicant.get(START).text
    assert Record.objects.count() == 1


def test_a_member_who_applied_in_the_same_browser_answers_as_a_member(applicant):
    member = MemberFactory(user=UserFactory(), nation_id="nation:scotland")
    applicant.force_login(member.user)
    press(applicant, "trans", answer="no")
    assert queries.own(f"member:{member.ref}").answers == {"trans": "no"}
    assert queries.own(APPLICANT).answers == {}


def test_pages_with_answers_are_kept_by_no_browser(applicant):
    for path in (START, address("age"), reverse("equalities:remove")):
        assert applicant.get(path).headers["Cache-Control"] == "private, no-store"


def test_answers_that_cannot_be_opened_are_said_to_be_so(applicant):
    Record.objects.update(sealed=b"\x01" + b"0" * 100)
    page = applicant.get(START)
    assert page.status_code == 200
    assert "cannot be opened at the moment" in page.text
    assert press(applicant, "age", answer="35-44").headers["Location"] == START


def test_where_the_questions_come_from_is_open_to_everybody(client):
    page = client.get(reverse("equalities:sources")).text
    assert "Open Government Licence" in page
    for question in questions.every():
        assert question.topic in page
    assert "The question, not the answers" in page


def test_the_account_leads_to_the_questions(welsh, client_as):
    account = reverse("core:account")
    assert START in welsh.get(account).text
    assert START not in client_as("guest").get(account).text
