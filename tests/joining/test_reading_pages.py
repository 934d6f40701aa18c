"""The page on which somebody reads: nothing typed is lost, nothing of others is seen too early."""

import pytest
from django.urls import reverse

from commonweal.joining.models import Conflict, Reading, Status
from commonweal.joining.services.reading import assign
from tests.factories.joining import AnswerFactory
from tests.joining.deciding import finish, reader_of, sent, team_member, wave_with

pytestmark = pytest.mark.django_db
TYPED = {
    "score_impact": "2", "reason_impact": "They say what they did",
    "score_learning": "3", "reason_learning": "They say what went wrong",
    "advice": "ADMIT", "reason": "Well told",
}  # fmt: skip


@pytest.fixture
def application():
    return sent(wave_with(readers_each=2), name="Sam Sample", email="sam@example.org")


@pytest.fixture
def reader(application, client_of):
    """A browser of somebody asked to read the application."""
    user = reader_of(application.wave, name="Rhian Reader")
    assign(application, reader=user, by=team_member())
    return client_of(user)


def at(name, application):
    return reverse(f"joining:{name}", args=[application.ref])


def test_the_page_shows_the_answers_beside_the_criteria(application, reader):
    AnswerFactory(application=application, value="I began a falls huddle.")

    text = reader.get(at("read", application)).text

    for words in ("I began a falls huddle.", "Impact", "0: not shown", "3: very well"):
        assert words in text
    assert "sam@example.org" not in text


def test_what_is_typed_is_there_again_however_little_it_is(application, reader):
    half = {"score_impact": "2", "reason_learning": "Half a thought"}

    reader.post(at("save_reading", application), half)
    text = reader.get(at("read", application)).text

    assert "Half a thought" in text
    assert 'value="2" checked' in " ".join(text.split())
    assert Reading.objects.get().finished_at is None


def test_saving_says_so_and_a_nul_does_no_harm(application, reader):
    answer = reader.post(at("save_reading", application), {"reason": "a\0b"})

    assert "Saved" in answer.text
    assert Reading.objects.get().draft["reason"] == "ab"


def test_save_and_go_on_later_asks_for_nothing(application, reader):
    answer = reader.post(at("read", application), {"reason": "So far", "later": "yes"})

    assert answer.status_code == 302
    assert "So far" in reader.get(at("read", application)).text


def test_a_reading_that_is_not_whole_is_explained_and_kept(application, reader):
    answer = reader.post(at("read", application), {**TYPED, "reason_impact": "", "finish": "yes"})

    assert "Give a reason for the score of “Impact”" in answer.text
    assert "They say what went wrong" in answer.text
    assert Reading.objects.get().draft["reason"] == "Well told"


def test_a_whole_reading_is_finished_and_then_others_are_seen(application, reader):
    other = reader_of(application.wave, name="Una Other")
    finish(application, other, reason="The other view.")

    before = reader.get(at("read", application)).text
    reader.post(at("read", application), {**TYPED, "finish": "yes"})
    after = reader.get(at("read", application)).text

    assert "The other view." not in before
    assert "The other view." in after
    assert "They say what they did" in after


def test_after_a_decision_a_reading_can_no_longer_be_finished(application, reader):
    type(application).objects.update(status=Status.ADMITTED)

    answer = reader.post(at("read", application), {**TYPED, "finish": "yes"})
    saved = reader.post(at("save_reading", application), TYPED)

    assert "decided already" in answer.text
    assert "They say what they did" in answer.text
    assert "decided already" in saved.text


def test_stepping_aside_asks_why_and_closes_the_application(application, reader):
    empty = reader.post(at("conflict", application), {}).text
    done = reader.post(at("conflict", application), {"note": "My cousin"}, follow=True).text
    again = reader.get(at("read", application), follow=True).text

    assert "Say what the conflict is" in empty
    assert "The team sees it, and asks somebody else" in done
    assert "Sam Sample" not in done + again
    assert Conflict.objects.get().note == "My cousin"
    assert reader.post(at("save_reading", application), TYPED).status_code == 302


def test_a_page_without_criteria_asks_for_advice_alone(client_of):
    application = sent(wave_with(criteria=0))
    user = reader_of(application.wave)
    assign(application, reader=user, by=team_member())
    client = client_of(user)

    client.post(at("read", application), {"advice": "UNSURE", "reason": "Hard to say"})

    assert Reading.objects.get().advice == "UNSURE"


def test_the_team_does_not_read_what_nobody_asked_them_to(application, client_of):
    assert client_of(team_member()).get(at("read", application)).status_code == 404
