"""What people answer is kept for them, question by question, and nowhere else."""

import datetime

import pytest

from commonweal.core.errors import Refused
from commonweal.core.models import AuditEntry
from commonweal.equalities import queries, questions, schedule, sealed, services
from commonweal.equalities.models import Record
from commonweal.equalities.questions import PREFER_NOT, Status
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
ME = "application:ab12"
LEFT = {"left_on": datetime.date(2024, 5, 17), "left_reason_id": "left:retired"}


def states(subject=ME):
    return {line.question.key: line.status for line in queries.lines(queries.own(subject))}


def test_somebody_asked_who_says_nothing_has_skipped_every_question_of_their_nation():
    services.ask(ME, nation="nation:ireland")
    assert set(states().values()) == {Status.SKIPPED}
    assert set(states()) == {
        "age", "sex", "ethnicity", "religion", "difficulties", "orientation", "care",
    }  # fmt: skip


def test_prefer_not_to_say_is_neither_an_answer_nor_a_skip():
    services.ask(ME, nation="nation:wales")
    services.answer(ME, {"age": "35-44", "sex": PREFER_NOT})
    found = states()
    assert found["age"] == Status.ANSWERED
    assert found["sex"] == Status.PREFER_NOT
    assert found["religion"] == Status.SKIPPED


def test_a_question_of_another_nation_was_not_asked():
    services.ask(ME, nation="nation:scotland")
    assert "gender" not in states()
    assert "trans" in states()
    with pytest.raises(Refused):
        services.answer(ME, {"gender": "same"})


def test_an_unknown_nation_gets_the_questions_of_elsewhere():
    services.ask(ME, nation="")
    assert queries.own(ME).nation == "other"


def test_an_option_of_another_question_is_refused_and_nothing_is_kept():
    services.ask(ME, nation="nation:wales")
    with pytest.raises(Refused):
        services.answer(ME, {"age": "35-44", "sex": "buddhist"})
    assert queries.own(ME).answers == {}


def test_an_answer_can_be_changed_and_taken_back():
    services.answer(ME, {"age": "35-44"}, nation="nation:wales")
    services.answer(ME, {"age": "45-54"})
    assert queries.own(ME).answers == {"age": "45-54"}
    services.answer(ME, {"age": ""})
    assert states()["age"] == Status.SKIPPED


def test_what_followed_from_an_answer_goes_with_it():
    services.answer(ME, {"condition": "yes", "activity": "a-lot"}, nation="nation:wales")
    assert states()["activity"] == Status.ANSWERED
    services.answer(ME, {"condition": "no"})
    assert states()["activity"] == Status.NOT_ASKED
    assert "activity" not in queries.own(ME).answers


def test_asking_twice_keeps_what_was_said():
    services.answer(ME, {"age": "35-44"}, nation="nation:wales")
    services.ask(ME, nation="nation:scotland")
    assert queries.own(ME).answers == {"age": "35-44"}
    assert Record.objects.count() == 1


def test_nobody_was_asked_until_they_were():
    assert queries.own(ME) is None


def test_answers_go_with_an_applicant_who_becomes_a_member():
    services.answer(ME, {"age": "35-44"}, nation="nation:wales")
    services.carry(ME, "member:cd34")
    services.carry(ME, "member:cd34")
    assert queries.own(ME) is None
    assert queries.own("member:cd34").answers == {"age": "35-44"}
    assert queries.own("member:cd34").nation == "wales"
    assert Record.objects.get().of_member


def test_what_a_member_said_themselves_stands_when_older_answers_join_them():
    services.answer("member:cd34", {"age": "45-54"}, nation="nation:scotland")
    services.answer(ME, {"age": "35-44", "sex": "female", "gender": "same"}, nation="nation:wales")
    services.carry(ME, "member:cd34")
    assert queries.own("member:cd34").answers == {"age": "45-54", "sex": "female"}


def test_carrying_what_is_not_there_makes_nothing():
    services.carry(ME, "member:cd34")
    assert not Record.objects.exists()


def test_forgetting_removes_everything():
    services.answer(ME, {"age": "35-44"}, nation="nation:wales")
    services.forget(ME)
    services.forget(ME)
    assert not Record.objects.exists()


def test_the_end_is_noted_by_its_month_and_can_be_taken_back():
    services.ask(ME, nation="nation:wales")
    services.end(ME, on=datetime.date(2026, 5, 17))
    services.end(ME, on=datetime.date(2026, 8, 17))
    assert Record.objects.get().ended_month == datetime.date(2026, 5, 1)
    services.resume(ME)
    assert Record.objects.get().ended_month is None


def test_the_clock_notes_members_who_left_once():
    gone = MemberFactory(**LEFT)
    stays = MemberFactory()
    for member in (gone, stays):
        services.ask(f"member:{member.ref}", nation="")
    MemberFactory(**LEFT)
    assert "end of 1 memberships" in schedule.note_ends()
    assert "end of 0 memberships" in schedule.note_ends()
    ended = Record.objects.exclude(ended_month=None).get()
    assert ended.pseudonym == sealed.pseudonym(f"member:{gone.ref}")
    assert ended.ended_month == datetime.date(2024, 5, 1)


def test_no_row_of_the_audit_log_says_that_somebody_answered():
    services.answer(ME, {"age": "35-44"}, nation="nation:wales")
    services.carry(ME, "member:cd34")
    services.forget("member:cd34")
    assert not AuditEntry.objects.exists()


def test_every_question_in_every_nation_can_be_answered_and_says_where_it_comes_from():
    for nation in questions.NATIONS:
        for question in questions.asked_in(nation):
            assert len(question.options) > 1, (nation, question.key)
            assert question.source
            assert question.address.startswith("https://")
            assert question.licence
            assert len({one.key for one in question.options}) == len(question.options)
            if question.asked_if:
                other, _, answer = question.asked_if.partition("=")
                earlier = {one.key: one for one in questions.asked_in(nation)}
                assert earlier[other].takes(answer)
            if not (question.wording_verified and question.options_verified):
                assert question.note


def test_every_option_belongs_to_a_question_of_its_nations():
    used = {
        (nation, question.key, option.key)
        for nation in questions.NATIONS
        for question in questions.asked_in(nation)
        for option in question.options
    }
    listed = {
        (nation, row["question"], row["key"])
        for row in questions._rows("options.csv", questions.EDITION)
        for nation in row["nations"].split()
        if any(one.key == row["question"] for one in questions.asked_in(nation))
    }
    assert used == listed
