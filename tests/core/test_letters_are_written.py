"""Letters are rendered when they are written, and each key is used once."""

import datetime

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from commonweal.core.letters import declaring, writing
from commonweal.core.models import Letter


@pytest.mark.django_db(transaction=True)
def test_a_letter_goes_when_what_it_tells_of_is_certain(invented):
    code = invented("Your code is {{ code }}\n\nDear {{ name }},\nwelcome.\n")
    with transaction.atomic():
        writing.send(code, to=" Mair@Example.org ", key="1", context={"code": 7, "name": "Mair"})
        assert mail.outbox == []

    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["mair@example.org"], "Your code is 7", "Dear Mair,\nwelcome.\n")
    ]


@pytest.mark.django_db(transaction=True)
def test_nothing_goes_when_it_did_not_happen(invented):
    code = invented()
    with transaction.atomic():
        writing.send(code, to="mair@example.org", key="1", context={})
        transaction.set_rollback(True)

    assert mail.outbox == []
    assert Letter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_same_key_again_sends_nothing(invented):
    code = invented()
    first = writing.send(code, to="mair@example.org", key="1", context={})
    again = writing.send(code, to="mair@example.org", key="1", context={})

    assert first.pk == again.pk
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_for_later_waits(invented):
    later = timezone.now() + datetime.timedelta(days=1)
    one = writing.send(invented(), to="a@example.org", key="1", context={}, not_before=later)

    assert one.due_at == later
    assert mail.outbox == []


def test_a_letter_has_the_letters_people_typed_and_no_marks_of_pages(invented):
    code = invented("For {{ name }}\n{{ words }}")
    context = {"name": "Siân O’Brien & “Co” <x>'", "words": "a < b &amp; c\0"}

    assert writing.rendered(code, context) == ("For Siân O’Brien & “Co” <x>'", "a < b &amp; c\n")


def test_a_subject_stays_on_its_line_and_within_its_length(invented):
    code = invented("{{ name }} wrote\nBody")

    assert writing.rendered(code, {"name": "A\r\tB"})[0] == "A B wrote"
    assert len(writing.rendered(code, {"name": "A" * 300})[0]) == 250


def test_a_code_is_taken_once(invented):
    code = invented()
    with pytest.raises(ValueError, match="There are two letters called"):
        declaring.declare(code, title="", to="", when="", sample=dict)
