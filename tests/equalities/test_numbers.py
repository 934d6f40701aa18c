"""Counts come out of sealed answers, and no single person does."""

import datetime
from collections import Counter

import pytest
from django.urls import reverse
from django.utils import timezone

from commonweal.core.privacy import registry
from commonweal.core.privacy.keeping import due, rules
from commonweal.core.privacy.people import Person
from commonweal.equalities import numbers, queries, questions, sealed, services
from commonweal.equalities.models import ReadEntry, Record
from commonweal.equalities.questions import PREFER_NOT
from tests.factories import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db
DESK = reverse("equalities:desk")
EARLIER = datetime.date(2020, 3, 1)


def people(count, values, nation="nation:wales", start=0):
    """`count` applicants who gave these answers, asked some months ago."""
    subjects = [f"application:{nation}{number}" for number in range(start, start + count)]
    for subject in subjects:
        services.answer(subject, values, nation=nation)
    Record.objects.update(month=EARLIER)
    return subjects


def found(tallies, question):
    return {(one.value, one.labels): one.people for one in tallies if one.question == question}


def test_tallies_count_answers_and_each_kind_of_silence_by_label():
    yes, no = ("applied", "nation:wales"), ("applied", "nation:ireland")
    asked = people(3, {"sex": "female", "age": PREFER_NOT, "condition": "no"})
    frames = [(subject, yes) for subject in asked]
    frames += [(subject, no) for subject in people(2, {"difficulties": "a-lot"}, "nation:ireland")]
    frames.append(("application:never", no))
    tallies = queries.tallies(frames)
    assert found(tallies, "sex") == {
        ("female", yes): 3,
        ("skipped", no): 2,
        ("not-asked", no): 1,
    }
    assert found(tallies, "age")["prefer-not", yes] == 3
    assert found(tallies, "gender") == {("skipped", yes): 3, ("not-asked", no): 3}
    assert found(tallies, "disability") == {("no", yes): 3, ("yes", no): 2, ("not-asked", no): 1}


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"condition": "yes", "activity": "a-little"}, "yes"),
        ({"condition": "yes", "activity": "not-at-all"}, "no"),
        ({"condition": "yes", "activity": PREFER_NOT}, PREFER_NOT),
        ({"condition": "yes"}, "skipped"),
        ({"condition": PREFER_NOT}, PREFER_NOT),
        ({}, "skipped"),
    ],
)
def test_disability_takes_two_questions_together(values, wanted):
    (subject,) = people(1, values)
    assert found(queries.tallies([(subject, ())]), "disability") == {(wanted, ()): 1}


def test_every_question_adds_up_to_everybody():
    frames = [(subject, ("all",)) for subject in people(4, {"sex": "male"})]
    totals = Counter()
    for one in queries.tallies([*frames, ("member:none", ("all",))]):
        totals[one.question] += one.people
    assert set(totals.values()) == {5}
    assert set(totals) == {*questions.every_key(), "disability"}


def test_a_snapshot_is_one_read_of_everybody():
    queries.tallies([(subject, ()) for subject in people(3, {})])
    entry = ReadEntry.objects.get()
    assert (entry.kind, entry.why, entry.by, entry.whose) == ("ALL", "SNAPSHOT", None, None)


def test_a_record_that_cannot_be_opened_counts_as_such():
    (subject,) = people(1, {"sex": "male"})
    Record.objects.update(sealed=b"\x01" + b"0" * 90)
    assert found(queries.tallies([(subject, ())]), "sex") == {("unreadable", ()): 1}


def test_many_frames_take_few_queries(django_assert_num_queries):
    frames = [(subject, ()) for subject in people(3, {"sex": "male"})]
    with django_assert_num_queries(3):
        queries.tallies(frame for _ in range(300) for frame in frames)


def test_the_stewards_numbers_hide_small_ones_and_move_the_rest(steward):
    people(30, {"sex": "female", "ethnicity": "asian-indian"})
    people(3, {"sex": "male", "ethnicity": "white-irish"}, start=100)
    shown = {row.topic: row for row in numbers.everybody(by=steward.user).rows}
    answers = dict(shown["Sex"].answers)
    assert abs(answers["Female"] - 30) <= 3
    assert answers["Male"] is None
    assert abs(shown["Sex"].statuses["answered"] - 33) <= 3
    assert shown["Sex"].statuses["prefer-not"] is None
    assert dict(shown["Ethnic group"].answers)["White"] is None
    page = steward.get(DESK).text
    assert "too few" in page
    assert ">3<" not in page


def test_the_same_people_give_the_same_numbers(steward):
    people(30, {"sex": "female"})
    assert numbers.everybody(by=steward.user) == numbers.everybody(by=steward.user)


def test_who_was_asked_this_month_is_not_counted_yet(steward):
    people(20, {"sex": "female"})
    before = numbers.everybody(by=steward.user)
    services.answer("application:new", {"sex": "male"}, nation="nation:wales")
    assert numbers.everybody(by=steward.user) == before


def test_members_who_were_never_asked_are_not_asked(steward):
    MemberFactory.create_batch(15)
    shown = {row.topic: row for row in numbers.everybody(by=steward.user).rows}
    assert abs(shown["Sex"].statuses["not-asked"] - 15) <= 3
    assert shown["Sex"].statuses["skipped"] is None


def test_each_look_at_numbers_is_logged(steward):
    steward.get(DESK)
    entry = ReadEntry.objects.get()
    assert (entry.kind, entry.why, entry.by) == ("ALL", "NUMBERS", steward.user)


def test_without_people_there_is_no_number(steward):
    assert "no number to show yet" in steward.get(DESK).text


def test_a_lost_key_is_said_on_the_stewards_page(steward):
    people(12, {"sex": "female"})
    Record.objects.update(sealed=b"\x01" + b"0" * 90)
    page = steward.get(DESK).text
    assert "cannot be opened with the key that is here" in page
    assert "<strong>12</strong>" in page


def declared(model):
    return next(one for one in registry.declarations() if one.model is model)


def test_a_copy_of_ones_data_has_the_answers_in_words_and_is_logged():
    member = MemberFactory()
    subject = f"member:{member.ref}"
    services.answer(subject, {"religion": "none", "sex": PREFER_NOT}, nation="nation:wales")
    asker = UserFactory()
    person = Person(user=member.user, member=member.pk, subjects=frozenset({subject}), by=asker)
    (row,) = declared(Record).export(person)
    assert row["sealed"]["What is your religion?"] == "No religion"
    assert row["sealed"]["What is your sex?"] == "Prefer not to say"
    assert row["sealed"]["What is your age?"] == "Skipped"
    entry = ReadEntry.objects.get()
    assert (entry.why, entry.by) == ("ARCHIVE", asker)
    assert [one["why"] for one in row["opened"]] == [entry.get_why_display()]
    assert list(declared(ReadEntry).of(Person(user=asker))) == [entry]


def test_somebody_without_answers_or_account_has_nothing_to_copy():
    nobody = Person(subjects=frozenset({"member:none"}))
    assert declared(Record).export(nobody) == []
    assert not declared(Record).of(nobody).exists()
    assert not declared(ReadEntry).of(nobody).exists()


def test_answers_go_two_years_after_the_end_and_applicants_three_after_they_were_asked():
    services.ask("application:ended", nation="")
    services.end("application:ended", on=datetime.date(2021, 6, 20))
    services.ask("application:open", nation="")
    services.ask("member:stays", nation="")
    Record.objects.update(month=datetime.date(2021, 6, 1))

    def gone(day):
        now = timezone.make_aware(datetime.datetime.combine(day, datetime.time(3)))
        ours = [rule for rule in rules() if rule.model is Record]
        rows = {row.pseudonym for rule in ours for row in due(rule, now)}
        names = ("application:ended", "application:open", "member:stays")
        return {name for name in names if sealed.pseudonym(name) in rows}

    assert gone(datetime.date(2023, 5, 20)) == set()
    assert gone(datetime.date(2023, 6, 2)) == {"application:ended"}
    assert gone(datetime.date(2024, 6, 2)) == {"application:ended", "application:open"}
