"""Nobody but the person, and a steward who writes down why, ever sees answers."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonweal.equalities import queries, services
from commonweal.equalities.models import ReadEntry
from tests.equalities.conftest import APPLICANT
from tests.factories import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db
ROLES = (
    "visitor", "guest", "member", "convenor", "assessor", "partner", "evaluator", "team",
)  # fmt: skip
OPEN, LOG = reverse("equalities:open"), reverse("equalities:log")
ADDRESS = "somebody@example.org"
REASON = {"who": ADDRESS, "why": "COPY", "case": "R-17"}
BUDDHIST = "Buddhist"


@pytest.fixture
def somebody():
    member = MemberFactory(user=UserFactory(email=ADDRESS), nation_id="nation:wales")
    subject = f"member:{member.ref}"
    services.answer(subject, {"religion": "buddhist"}, nation="nation:wales")
    return member


@pytest.mark.parametrize("role", ROLES)
def test_no_other_role_opens_answers_reads_the_log_or_sees_numbers(role, client_as, somebody):
    client = client_as(role)
    wanted = 302 if role == "visitor" else 403
    for path in (OPEN, LOG, reverse("equalities:desk")):
        assert client.get(path).status_code == wanted
    assert client.post(OPEN, REASON).status_code == wanted
    assert not ReadEntry.objects.exists()


@pytest.mark.parametrize("role", [*ROLES, "steward"])
def test_nobody_finds_anothers_answer_on_the_pages_of_the_questions(role, client_as, somebody):
    client = client_as(role)
    path = reverse("equalities:question", args=["religion"])
    assert "checked" not in client.get(path).text
    assert "1 of" not in client.get(reverse("equalities:questions")).text


def test_a_steward_opens_one_persons_answers_after_it_was_written_down(steward, somebody):
    page = steward.post(OPEN, REASON)
    assert BUDDHIST in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    entry = ReadEntry.objects.get()
    assert (entry.by, entry.kind, entry.why, entry.case) == (steward.user, "ONE", "COPY", "R-17")
    assert somebody.ref not in str(entry.whose)


def test_an_applicants_answers_are_opened_by_reference(steward):
    services.answer(APPLICANT, {"religion": "buddhist"}, nation="nation:wales")
    page = steward.post(OPEN, {"who": APPLICANT.partition(":")[2].upper(), "why": "COMPLAINT"})
    assert BUDDHIST in page.text


@pytest.mark.parametrize("missing", ["who", "why"])
def test_without_a_name_or_a_reason_nothing_is_opened(steward, somebody, missing):
    page = steward.post(OPEN, {**REASON, missing: ""})
    assert BUDDHIST not in page.text
    assert "There is a problem" in page.text
    assert not ReadEntry.objects.exists()


@pytest.mark.parametrize("who", ["nobody@example.org", "ffffffff", "member:x", "%"])
def test_where_there_are_no_answers_that_is_said_and_nothing_is_logged(steward, somebody, who):
    page = steward.post(OPEN, {**REASON, "who": who})
    assert "We hold no answers under this address or reference" in page.text
    assert not ReadEntry.objects.exists()


def test_answers_are_not_shown_when_the_log_cannot_be_written(steward, somebody, monkeypatch):
    def full(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("commonweal.equalities.reads.note", full)
    steward.raise_request_exception = False
    page = steward.post(OPEN, REASON)
    assert page.status_code == 500
    assert BUDDHIST not in page.text


def test_the_person_sees_when_theirs_were_opened_and_why_but_not_by_whom(
    client_of, steward, somebody
):
    steward.post(OPEN, REASON)
    page = client_of(somebody.user).get(reverse("equalities:questions")).text
    assert "They asked for a copy of what we hold" in page
    assert "Nobody but you" not in page
    assert steward.user.name not in page


def test_another_person_sees_nothing_of_it(client_as, steward, somebody):
    steward.post(OPEN, REASON)
    member = client_as("member")
    member.post(reverse("equalities:skip"))
    assert "Nobody but you has opened them" in member.get(reverse("equalities:questions")).text


def test_reads_before_joining_are_still_told_to_the_member(steward):
    services.ask(APPLICANT, nation="nation:wales")
    steward.post(OPEN, {"who": APPLICANT.partition(":")[2], "why": "COPY"})
    services.carry(APPLICANT, "member:new")
    assert [entry.why for entry in queries.reads_of("member:new")] == ["COPY"]


def test_once_answers_are_forgotten_the_log_names_nobody(steward, somebody):
    steward.post(OPEN, REASON)
    services.forget(f"member:{somebody.ref}")
    assert ReadEntry.objects.count() == 1
    assert not queries.reads_of(f"member:{somebody.ref}").exists()
    page = steward.get(LOG).text
    assert ADDRESS not in page
    assert somebody.ref not in page


def test_the_log_says_who_when_and_why_newest_first_page_by_page(steward, somebody, monkeypatch):
    monkeypatch.setattr("commonweal.equalities.views.desk.PAGE", 2)
    for number in range(3):
        steward.post(OPEN, {**REASON, "case": f"R-{number}"})
    page = steward.get(LOG).text
    assert page.index("R-2") < page.index("R-1")
    assert "R-0" not in page
    assert steward.user.name in page
    before = ReadEntry.objects.get(case="R-1").pk
    assert f"?before={before}" in page
    older = steward.get(LOG, {"before": before}).text
    assert "R-0" in older
    assert 'rel="next"' not in older
    assert steward.get(LOG, {"before": "x"}).status_code == 200


def test_a_log_without_reads_says_so(steward):
    assert "Nobody has opened any answers yet" in steward.get(LOG).text


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE equalities_readentry SET why = 'NUMBERS'",
        "DELETE FROM equalities_readentry",
    ],
)
def test_the_database_refuses_to_change_the_log(steward, somebody, change):
    steward.post(OPEN, REASON)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert ReadEntry.objects.get().why == "COPY"


def test_the_log_costs_the_same_queries_however_long(steward, somebody):
    counts = []
    for _ in range(2):
        steward.post(OPEN, REASON)
        with CaptureQueriesContext(connection) as found:
            steward.get(LOG)
        counts.append(len(found))
    assert counts[0] == counts[1]
