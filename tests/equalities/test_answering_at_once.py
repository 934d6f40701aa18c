"""Several requests of one person at the same time lose no answer and make no second record."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from commonweal.equalities import queries, questions, services
from commonweal.equalities.models import Record
from commonweal.equalities.questions import PREFER_NOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time"),
]
KEYS = [one.key for one in questions.asked_in("wales") if not one.asked_if]


def together(*jobs):
    def run(job):
        try:
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(run, jobs))


def test_answers_given_at_once_are_all_kept():
    together(
        *(
            lambda key=key: services.answer("member:1", {key: PREFER_NOT}, nation="nation:wales")
            for key in KEYS
        )
    )
    assert Record.objects.count() == 1
    assert queries.own("member:1").answers == dict.fromkeys(KEYS, PREFER_NOT)


def test_carrying_at_once_with_an_answer_keeps_both():
    services.answer("application:1", {"age": "35-44"}, nation="nation:wales")
    together(
        lambda: services.carry("application:1", "member:1"),
        lambda: services.carry("application:1", "member:1"),
        lambda: services.answer("member:1", {"sex": "female"}, nation="nation:wales"),
        lambda: services.ask("member:1", nation="nation:wales"),
    )
    assert Record.objects.count() == 1
    assert queries.own("member:1").answers == {"age": "35-44", "sex": "female"}
