"""Rows of joining for tests."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from commonweal.joining.models import (
    Answer,
    Application,
    Conflict,
    Criterion,
    Decision,
    EligibilityGroup,
    Invitation,
    MailLink,
    Question,
    QuestionSet,
    Reading,
    Status,
    Wave,
)
from tests.factories import UserFactory

DAY = datetime.timedelta(days=1)


class EligibilityGroupFactory(DjangoModelFactory):
    class Meta:
        model = EligibilityGroup

    key = factory.Sequence("group-{}".format)
    label = factory.Sequence("People of kind {}".format)


class QuestionSetFactory(DjangoModelFactory):
    class Meta:
        model = QuestionSet

    key = factory.Sequence("set-{}".format)
    title = factory.Sequence("Questions {}".format)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    question_set = factory.SubFactory(QuestionSetFactory)
    key = factory.Sequence("question-{}".format)
    order = factory.Sequence(lambda n: n)
    label = factory.Sequence("What about {}?".format)


class WaveFactory(DjangoModelFactory):
    """A wave that has been open for ten days and is for another ten. `questions` makes a set."""

    class Meta:
        model = Wave
        skip_postgeneration_save = True

    name = factory.Sequence("Wave {}".format)
    opens_at = factory.LazyFunction(lambda: timezone.now() - 10 * DAY)
    closes_at = factory.LazyFunction(lambda: timezone.now() + 10 * DAY)
    decide_by = factory.LazyFunction(lambda: timezone.localdate() + 40 * DAY)
    published_at = factory.LazyFunction(lambda: timezone.now() - 20 * DAY)

    @factory.post_generation
    def questions(self, create, count, **kwargs):
        if create:
            asked = QuestionSetFactory()
            for _ in range(2 if count is None else count):
                QuestionFactory(question_set=asked)
            self.question_sets.add(asked)


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    wave = factory.SubFactory(WaveFactory)
    key = factory.Sequence("criterion-{}".format)
    label = factory.Sequence("Criterion {}".format)


class ApplicationFactory(DjangoModelFactory):
    """A draft by default; give a status and it was sent, with its address confirmed."""

    class Meta:
        model = Application

    wave = factory.SubFactory(WaveFactory)
    question_set = factory.LazyAttribute(lambda a: a.wave.question_sets.first())
    email = factory.Sequence("applicant{}@example.org".format)
    name = factory.Sequence("Applicant {}".format)
    status = Status.DRAFT
    sent_at = factory.LazyAttribute(
        lambda a: None if a.status in (Status.DRAFT, Status.LAPSED) else timezone.now() - DAY
    )
    email_confirmed_at = factory.LazyAttribute(lambda a: a.sent_at)


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    application = factory.SubFactory(ApplicationFactory)
    question = factory.LazyAttribute(lambda a: a.application.question_set.questions.first())
    value = "Because I would like to."


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    wave = factory.SubFactory(WaveFactory)
    kind = Invitation.Kind.APPLY
    email = factory.Sequence("invited{}@example.org".format)
    digest = factory.Sequence("{:064d}".format)
    expires_at = factory.LazyFunction(lambda: timezone.now() + 30 * DAY)


class MailLinkFactory(DjangoModelFactory):
    class Meta:
        model = MailLink

    application = factory.SubFactory(ApplicationFactory)
    digest = factory.Sequence("{:064d}".format)
    expires_at = factory.LazyFunction(lambda: timezone.now() + 7 * DAY)


class ReadingFactory(DjangoModelFactory):
    class Meta:
        model = Reading

    application = factory.SubFactory(ApplicationFactory, status=Status.READING)
    reader = factory.SubFactory(UserFactory)


class ConflictFactory(DjangoModelFactory):
    class Meta:
        model = Conflict

    application = factory.SubFactory(ApplicationFactory, status=Status.SENT)
    user = factory.SubFactory(UserFactory)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    application = factory.SubFactory(ApplicationFactory, status=Status.REFUSED)
    outcome = "REFUSE"
    reason = "It is not for now."
    by = factory.SubFactory(UserFactory)
