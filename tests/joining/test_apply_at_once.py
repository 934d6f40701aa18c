"""Many at once: nothing is lost and nothing doubled."""

import pytest
from django.utils import timezone

from commonweal.core.errors import Refused
from commonweal.core.models import Letter
from commonweal.joining.models import Answer, Application, Status
from commonweal.joining.services import applying
from commonweal.members.models import Term, Vocabulary
from tests.factories.joining import AnswerFactory, ApplicationFactory, WaveFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def wales(transactional_db):
    # Tests with real transactions begin with empty tables, these of migrations too.
    Term.objects.get_or_create(
        key="nation:wales", defaults={"vocabulary": Vocabulary.NATION, "label": "Wales"}
    )


def said(work):
    """The same work, with the sentence of a refusal as its answer."""

    def run(thing):
        try:
            return work(thing)
        except Refused as refusal:
            return str(refusal)

    return run


def ready(**more):
    made = ApplicationFactory(nation_id="nation:wales", email_confirmed_at=timezone.now(), **more)
    for question in made.question_set.questions.all():
        AnswerFactory(application=made, question=question)
    return made


def test_a_double_press_in_two_tabs_sends_once(at_once):
    draft = ready()
    at_once(lambda _: applying.send(draft, by=None).status, range(8))
    draft.refresh_from_db()
    assert draft.status == Status.SENT
    assert Letter.objects.filter(kind="joining.copy").count() == 1


def test_of_two_drafts_of_one_address_sent_at_once_one_is_sent(at_once):
    wave = WaveFactory()
    drafts = [ready(wave=wave, email="nia@example.org") for _ in range(4)]
    got = at_once(said(lambda draft: applying.send(draft, by=None).status), drafts)
    assert sorted(got).count(Status.SENT) == 1
    assert got.count(applying.TWICE) == 3


def test_tabs_that_save_the_same_answer_at_once_leave_one(at_once):
    draft = ApplicationFactory()
    question = draft.question_set.questions.first()

    def save(number):
        applying.save_answer(draft, question, by=None, value=f"Text {number}")

    at_once(save, range(24))
    assert Answer.objects.get().value.startswith("Text ")


def test_forty_people_apply_at_once_and_none_is_lost_or_doubled(at_once):
    wave = WaveFactory(questions=2)
    asked = list(wave.question_sets.first().questions.all())

    def apply(number):
        made = applying.start(
            wave, by=None, email=f"person{number}@example.org", nation="nation:wales"
        )
        applying.save(made, by=None, name=f"Person {number}")
        for question in asked:
            applying.save_answer(made, question, by=None, value=f"From {number}")
        Application.objects.filter(pk=made.pk).update(email_confirmed_at=timezone.now())
        return applying.send(made, by=None).status

    got = at_once(apply, range(40))

    assert got == [Status.SENT] * 40
    assert Application.objects.filter(status=Status.SENT).count() == 40
    assert Answer.objects.count() == 80
    assert Letter.objects.filter(kind="joining.copy").count() == 40
