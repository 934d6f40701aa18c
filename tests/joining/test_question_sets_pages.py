"""The desk’s pages on which questions are written, translated and compared."""

import pytest
from django.urls import reverse

from commonweal.joining.models import QuestionSet
from commonweal.joining.queries import questions as queries
from commonweal.joining.services import questions
from tests.factories.joining import QuestionFactory, QuestionSetFactory

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"joining:{name}", args=args)


def words(**changed):
    return {"label": "Why?", "kind": "LONG", "required": "on", **changed}


@pytest.fixture
def asked():
    made = QuestionSetFactory(title="Ours")
    for order, label in enumerate(("First", "Second", "Third"), start=1):
        QuestionFactory(question_set=made, key=label.lower(), label=label, order=order)
    return made


def test_an_empty_list_offers_an_example_to_make_ones_own(team):
    assert "There are no questions yet" in team.get(at("question_sets")).text
    response = team.post(at("example_questions"), follow=True)

    assert "This is our example" in response.text
    made = QuestionSet.objects.get()
    assert made.questions.count() == 5
    for question in made.questions.exclude(kind="ONE"):
        assert question.help
        assert question.why
        assert question.words_to


def test_a_set_is_begun_and_filled(team):
    team.post(at("new_question_set"), {"title": "Ours", "language": "en-gb", "intro": "Courage."})
    made = QuestionSet.objects.get()
    typed = words(label="How often?", kind="ONE", choices="Often\n\n  Never  ")
    team.post(at("add_question", made.pk), typed)
    text = team.get(at("question_set", made.pk)).text

    for said in ("Courage.", "How often?", "Often", "Never"):
        assert said in text
    assert made.questions.get().choices == [["often", "Often"], ["never", "Never"]]


def test_what_is_refused_loses_nothing_typed(team, asked):
    typed = words(label="How often?", kind="ONE", choices="Often", help="Be honest.")
    text = team.post(at("add_question", asked.pk), typed).text

    assert "Give two choices or more" in text
    assert "Be honest." in text
    assert asked.questions.count() == 3


def test_a_question_is_changed_moved_and_taken_out(team, asked):
    first, second, third = asked.questions.order_by("order")
    team.post(at("edit_question", first.pk), words(label="The first"))
    team.post(at("move_question", third.pk), {"to": "up"})
    assert "Take out this question?" in team.get(at("remove_question", second.pk)).text
    team.post(at("remove_question", second.pk))

    found = [one.label for one in asked.questions.order_by("order")]
    assert found == ["The first", "Third"]


def test_an_answered_set_offers_a_new_version_and_refuses_a_form_left_open(team, asked):
    question = asked.questions.first()
    questions.freeze(asked)
    text = team.get(at("question_set", asked.pk)).text
    assert "Somebody has answered these questions" in text
    assert at("add_question", asked.pk) not in text

    refused = team.post(at("edit_question", question.pk), words(label="Left open"))
    assert "Make a new version to change it" in refused.text
    assert "Left open" in refused.text
    moved = team.post(at("move_question", question.pk), {"to": "down"}, follow=True)
    assert "Make a new version to change it" in moved.text
    named = team.post(at("question_set_words", asked.pk), {"title": "New", "intro": ""})
    assert "Make a new version" in named.text


def test_a_new_version_says_what_changed(team, asked):
    team.post(at("new_question_version", asked.pk))
    new = QuestionSet.objects.get(version=2)
    first, second, _ = new.questions.order_by("order")
    team.post(at("edit_question", first.pk), words(label="First of all", help="Think."))
    team.post(at("remove_question", second.pk))
    team.post(at("add_question", new.pk), words(label="Fourth"))
    text = team.get(at("question_changes", new.pk)).text

    for said in ("<ins>of all</ins>", "<ins>Think.</ins>", "Taken out", "Second", "New", "Fourth"):
        assert said in text
    assert "Third" not in text
    assert at("question_changes", new.pk) in team.get(at("question_set", new.pk)).text


def test_versions_alike_say_so(team, asked):
    team.post(at("new_question_version", asked.pk))
    new = QuestionSet.objects.get(version=2)

    assert "Nothing changed yet" in team.get(at("question_changes", new.pk)).text


def test_a_question_that_only_moved_is_told(asked):
    new = questions.new_version(asked, by=None)
    questions.move_question(new.questions.get(key="third"), by=None, up=True)

    assert [(one.deed, len(one.words)) for one in queries.changes(asked, new)] == [("moved", 0)]


def test_a_translation_shows_the_original_beside(team, asked):
    team.post(at("new_question_language", asked.pk), {"language": "cy"})
    welsh = QuestionSet.objects.get(language="cy")
    question = welsh.questions.get(key="first")
    team.post(at("edit_question", question.pk), words(label="Yn gyntaf"))

    assert "Yn gyntaf" in team.get(at("question_set", welsh.pk)).text
    assert "First" in team.get(at("question_set", welsh.pk)).text
    assert "In English" in team.get(at("edit_question", question.pk)).text
    left = team.get(at("new_question_language", asked.pk)).text
    assert "Gaeilge" in left
    assert "Cymraeg" not in left


def test_a_preview_shows_every_kind_of_question(team, asked):
    for kind, choices in (("SHORT", []), ("YES_NO", []), ("MANY", [["a", "Apples"]])):
        QuestionFactory(question_set=asked, kind=kind, choices=choices, why="To know.")
    text = team.get(at("preview_questions", asked.pk)).text

    for said in ("First", "Apples", "Yes", "Why we ask: To know.", "<textarea", "checkbox"):
        assert said in text
    assert "There are no questions" in team.get(
        at("preview_questions", QuestionSetFactory().pk)
    ).text  # fmt: skip


def test_a_set_nobody_asked_is_deleted_once_confirmed(team, asked):
    assert "Delete these questions?" in team.get(at("delete_question_set", asked.pk)).text
    team.post(at("delete_question_set", asked.pk))

    assert not QuestionSet.objects.exists()


def test_a_set_in_use_is_not_deleted(team, asked):
    questions.freeze(asked)
    text = team.post(at("delete_question_set", asked.pk), follow=True).text

    assert "Make a new version" in text
    assert QuestionSet.objects.exists()


def test_the_list_costs_the_same_for_one_set_and_for_many(team, django_assert_max_num_queries):
    counted = []
    for many in (1, 3):
        for _ in range(many):
            questions.new_version(QuestionFactory().question_set, by=None)
        with django_assert_max_num_queries(20) as taken:
            team.get(at("question_sets"))
        counted.append(len(taken))

    assert counted[0] == counted[1]
