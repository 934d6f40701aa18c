"""Invented answers to the equalities questions, and an invented workforce to compare with."""

import datetime
import hashlib
from collections.abc import Iterator
from random import Random

from django.db import transaction

from commonweal.equalities import questions, sealed
from commonweal.equalities.models import Record
from commonweal.equalities.questions import PREFER_NOT, Question
from commonweal.equalities.sealed import Contents
from commonweal.impact.models import Benchmark, BenchmarkCount
from commonweal.joining.models import Application
from commonweal.joining.models.applications import UNSENT
from commonweal.members.models import Member

ASKED, ANSWERED, RATHER_NOT = 0.74, 0.88, 0.06
BATCH = 1000
# How often an answer is given, to one question where it says so; the others are rare.
OFTEN = {
    "female": 70, "male": 29, "same": 995, "different": 3,
    "16-24": 1, "25-34": 15, "35-44": 31, "45-54": 34, "55-64": 17, "65-74": 2,
    "white-british": 80, "white-scottish": 82, "white-irish": 8, "white": 90, "white-other": 5,
    "asian-indian": 4, "black-african": 3, "no": 75, "heterosexual": 92, "straight": 92, "none": 45,
    "christian": 40, "condition:yes": 25, "difficulties:a-little": 20, "care:yes": 15,
}  # fmt: skip
WORKFORCE = {
    ("ethnicity", "nation:england"): {
        "white": 1_020_000, "asian": 158_000, "black": 96_000, "mixed": 27_000, "other": 36_000,
    },
    ("ethnicity", "nation:scotland"): {
        "white": 151_000, "asian": 5_200, "black": 2_300, "mixed": 1_100, "other": 1_400,
    },
    ("sex", ""): {"female": 1_290_000, "male": 410_000},
}  # fmt: skip
NAMES = {
    "ethnicity": "Invented workforce, ethnic group",
    "sex": "Invented workforce, sex",
}


@transaction.atomic
def add(seed: int, *, until: datetime.date) -> None:
    """Answers of members and applicants, where there are none yet."""
    if Record.objects.exists():
        return
    rng = Random(f"{seed}/equalities")  # noqa: S311
    records: list[Record] = []
    for subject, nation, day in subjects(until):
        if rng.random() < ASKED:
            records.append(record(subject, nation, day, rng))
        if len(records) == BATCH:
            save(records, rng)
            records = []
    save(records, rng)
    benchmarks(until)


def save(records: list[Record], rng: Random) -> None:
    """In an order of their own, as whoever reads the table must not learn who is who from it."""
    rng.shuffle(records)
    Record.objects.bulk_create(records, batch_size=500)


def subjects(until: datetime.date) -> Iterator[tuple[str, str, datetime.date]]:
    for ref, nation, joined in (
        Member.objects.filter(left_on=None)
        .order_by("pk")
        .values_list("ref", "nation_id", "joined_on")
    ):
        # Those who belonged before there were such questions were asked a year ago.
        yield f"member:{ref}", nation or "", max(joined, until - datetime.timedelta(days=360))
    applied = Application.objects.exclude(status__in=UNSENT).filter(member=None).order_by("pk")
    for ref, nation, sent_at in applied.values_list("ref", "nation_id", "sent_at"):
        if sent_at is not None:
            yield f"application:{ref}", nation or "", sent_at.date()


def record(subject: str, nation: str, day: datetime.date, rng: Random) -> Record:
    where = questions.nation_of(nation)
    answers: dict[str, str] = {}
    for question in questions.asked_in(where):
        if question.follows(answers) and (answer := said(question, rng)):
            answers[question.key] = answer
    contents = Contents(nation=where, edition=questions.EDITION, answers=answers)
    name = sealed.pseudonym(subject)
    return Record(
        pseudonym=name,
        sealed=sealed.sealed(contents, name),
        month=day.replace(day=1),
        of_member=subject.startswith("member:"),
    )


def said(question: Question, rng: Random) -> str:
    """An option, that they prefer not to say, or nothing."""
    chance = rng.random()
    if chance >= ANSWERED:
        return PREFER_NOT if chance < ANSWERED + RATHER_NOT else ""
    weights = [
        OFTEN.get(f"{question.key}:{option.key}", OFTEN.get(option.key, 2))
        for option in question.options
    ]
    return rng.choices([option.key for option in question.options], weights)[0]


def benchmarks(until: datetime.date) -> None:
    """A workforce nobody counted, and named so."""
    for dimension, name in NAMES.items():
        made = Benchmark.objects.create(
            name=name,
            version=str(until.year - 1),
            dimension=dimension,
            source="Invented for this demo",
            as_of=datetime.date(until.year - 1, 3, 31),
            note="Invented numbers, in the proportions of published ones.",
            invented=True,
            digest=hashlib.sha256(name.encode()).hexdigest(),
        )
        BenchmarkCount.objects.bulk_create(
            BenchmarkCount(benchmark=made, nation=nation, category=category, people=people)
            for (about, nation), counts in WORKFORCE.items()
            if about == dimension
            for category, people in counts.items()
        )
