"""Erasing an applicant: what they sent is still counted, and nothing of them is left."""

import pytest

from commonweal.core.privacy.erasing import erase
from commonweal.core.privacy.people import Person
from commonweal.joining.models import Application, Decision, MailLink, Reading, SecondLook, Status
from tests.factories import UserFactory
from tests.factories.joining import (
    AnswerFactory,
    ApplicationFactory,
    DecisionFactory,
    InvitationFactory,
    MailLinkFactory,
    ReadingFactory,
)

pytestmark = pytest.mark.django_db


def test_an_applicant_is_erased_and_still_counted():
    theirs = ApplicationFactory(
        email="nia@example.org", name="Nia Rees", status=Status.REFUSED, region="Gwent"
    )
    AnswerFactory(application=theirs, value="I am Nia.")
    ReadingFactory(application=theirs, reason="Nia did well", draft={"note": "Nia"})
    DecisionFactory(application=theirs, reason="Nia, not now", change="More, Nia")
    SecondLook.objects.create(application=theirs, words="I am Nia, look again")
    MailLinkFactory(application=theirs)
    InvitationFactory(email="nia@example.org", name="Nia")
    ApplicationFactory(email="nia@example.org", name="Nia")  # a draft elsewhere

    erase(Person(emails=frozenset({"nia@example.org"})))

    left = Application.objects.get()
    assert (left.status, left.erased_on is not None) == (Status.REFUSED, True)
    kept = [Application, Decision, Reading, MailLink, SecondLook]
    assert "Nia" not in str([list(model.objects.values()) for model in kept])
    assert "nia@" not in str([list(model.objects.values()) for model in kept])
    assert not left.answers.exists()


def test_what_is_open_counts_as_withdrawn_when_its_applicant_is_erased():
    theirs = ApplicationFactory(email="nia@example.org", status=Status.READING)
    erase(Person(emails=frozenset({"nia@example.org"})))
    theirs.refresh_from_db()
    assert theirs.status == Status.WITHDRAWN


def test_a_person_without_account_and_address_finds_nobody_elses_rows():
    reader = UserFactory()
    reading = ReadingFactory(reader=reader, reason="Well done")
    others = ApplicationFactory(email="", status=Status.REFUSED, name="Left alone")
    erase(Person())
    erase(Person(user=reader))
    reading.refresh_from_db()
    others.refresh_from_db()
    assert (reading.reason, others.name) == ("Well done", "Left alone")
