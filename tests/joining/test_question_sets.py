"""Question sets: written by the team, versioned per language, frozen once answered."""

import pytest
from django.db import Error, transaction

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry
from commonweal.joining.models import Question, QuestionSet
from commonweal.joining.services import questions
from tests.factories import RoleGrantFactory
from tests.factories.joining import AnswerFactory, QuestionFactory, QuestionSetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return RoleGrantFactory().user


def words(**changed):
    """What the form gives for one question."""
    return {
        "label": "Why would you like to join?",
        "help": "",
        "why": "",
        "kind": "LONG",
        "words_from": 100,
        "words_to": 200,
        "required": True,
        "choices": [],
        **changed,
    }


def labels(question_set):
    return [one.label for one in question_set.questions.order_by("order")]


@pytest.fixture
def three():
    made = QuestionSetFactory()
    for order, label in enumerate(["First", "Second", "Third"], start=1):
        QuestionFactory(question_set=made, order=order, key=label.lower(), label=label)
    return made


def test_a_set_takes_its_key_from_its_title_and_a_second_one_another(by):
    first = questions.make_set(by=by, title="Joining in 2026", language="en-gb")
    second = questions.make_set(by=by, title="Joining in 2026", language="en-gb")

    assert [first.key, second.key] == ["joining-in-2026", "joining-in-2026-2"]
    assert AuditEntry.objects.filter(action="joining.make_question_set", actor=by).count() == 2


def test_questions_stand_in_the_order_they_were_added(by):
    made = QuestionSetFactory()
    for label in ("One", "Two"):
        questions.add_question(made, by=by, **words(label=label))

    assert labels(made) == ["One", "Two"]


def test_a_question_moves_up_and_down_and_stays_at_the_ends(by, three):
    second = three.questions.get(key="second")
    questions.move_question(second, by=by, up=True)
    assert labels(three) == ["Second", "First", "Third"]

    questions.move_question(second, by=by, up=True)
    assert labels(three) == ["Second", "First", "Third"]

    second.refresh_from_db()
    questions.move_question(second, by=by, up=False)
    assert labels(three) == ["First", "Second", "Third"]


def test_a_removed_question_is_not_asked(by, three):
    questions.remove_question(three.questions.get(key="second"), by=by)

    assert labels(three) == ["First", "Third"]


def test_a_choice_keeps_its_key_when_it_is_worded_anew(by):
    made = QuestionSetFactory()
    asked = questions.add_question(
        made, by=by, **words(kind="ONE", choices=["Often", "Now and then", "Never"])
    )
    questions.change_question(
        asked, by=by, **words(kind="ONE", choices=["Often", "Sometimes", "Never"])
    )

    asked.refresh_from_db()
    assert asked.choices == [["often", "Often"], ["now-and-then", "Sometimes"], ["never", "Never"]]


def test_a_choice_keeps_its_key_when_others_go_and_come(by):
    made = QuestionSetFactory()
    asked = questions.add_question(made, by=by, **words(kind="MANY", choices=["A", "B", "C"]))
    questions.change_question(asked, by=by, **words(kind="MANY", choices=["C", "A", "D", "E"]))

    asked.refresh_from_db()
    assert asked.choices == [["c", "C"], ["a", "A"], ["d", "D"], ["e", "E"]]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "ONE", "choices": ["Only one"]}, "Give two choices or more"),
        ({"kind": "MANY", "choices": ["A", "A"]}, "Give each choice once"),
        ({"words_from": 300}, "The guide to length must go upwards"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(by, changed, sentence):
    made = QuestionSetFactory()
    with pytest.raises(Refused, match=sentence):
        questions.add_question(made, by=by, **words(**changed))

    assert not made.questions.exists()


def test_only_words_have_a_guide_to_length(by):
    asked = questions.add_question(QuestionSetFactory(), by=by, **words(kind="YES_NO"))

    assert (asked.words_from, asked.words_to) == (None, None)


def test_once_answered_the_wording_stays(by, three):
    questions.freeze(three)
    questions.freeze(QuestionSet.objects.get(pk=three.pk))
    first = three.questions.get(key="first")

    for write in (
        lambda: questions.set_words(three, by=by, title="New", intro=""),
        lambda: questions.add_question(three, by=by, **words()),
        lambda: questions.change_question(first, by=by, **words()),
        lambda: questions.remove_question(first, by=by),
        lambda: questions.move_question(first, by=by, up=False),
        lambda: questions.delete_set(three, by=by),
    ):
        with pytest.raises(Refused, match="Make a new version"):
            write()
    assert labels(three) == ["First", "Second", "Third"]
    assert AuditEntry.objects.filter(action="joining.freeze_question_set").count() == 1


def test_the_database_itself_keeps_the_words_that_were_answered(three):
    questions.freeze(three)
    for write in (
        lambda: three.questions.update(label="Other words"),
        lambda: QuestionFactory(question_set=three),
        lambda: QuestionSet.objects.filter(pk=three.pk).update(title="Other words"),
        lambda: QuestionSet.objects.filter(pk=three.pk).update(frozen_at=None),
    ):
        with pytest.raises(Error, match="answered"), transaction.atomic():
            write()


def test_a_new_version_is_a_copy_open_to_change(by, three):
    questions.freeze(three)
    made = questions.new_version(three, by=by)

    assert (made.key, made.language, made.version) == (three.key, three.language, 2)
    assert made.made_from == three
    assert made.frozen_at is None
    assert labels(made) == labels(three)
    questions.remove_question(made.questions.get(key="second"), by=by)
    assert labels(three) == ["First", "Second", "Third"]


def test_a_new_language_is_a_copy_with_the_same_keys_made_once(by, three):
    welsh = questions.new_language(three, by=by, language="cy")

    assert (welsh.key, welsh.language, welsh.version) == (three.key, "cy", 1)
    assert [q.key for q in welsh.questions.order_by("order")] == ["first", "second", "third"]
    with pytest.raises(Refused, match="in this language"):
        questions.new_language(three, by=by, language="cy")
    with pytest.raises(Refused, match="Choose a language"):
        questions.new_language(three, by=by, language="fr")


def test_a_set_that_a_wave_asks_is_not_thrown_away(by):
    answer = AnswerFactory()
    asked = answer.application.question_set
    with pytest.raises(Refused, match="A wave asks these questions"):
        questions.delete_set(asked, by=by)
    unused = QuestionSetFactory()
    questions.delete_set(unused, by=by)

    assert set(QuestionSet.objects.all()) == {asked}
    assert Question.objects.count() == 2
