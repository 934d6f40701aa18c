"""The questions that ship with the product: public standards, by nation and edition."""

import csv
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from pathlib import Path

DATA = Path(__file__).parent / "data"
EDITION = 1
NATIONS = {
    "england": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern-ireland": "Northern Ireland",
    "ireland": "Ireland",
    "other": "Elsewhere",
}
ELSEWHERE = "other"
PREFER_NOT = "prefer-not"
PREFER_NOT_LABEL = "Prefer not to say"


class Status(StrEnum):
    """How far one question got with one person. The four are never added together."""

    ANSWERED = "answered"
    PREFER_NOT = PREFER_NOT
    SKIPPED = "skipped"
    NOT_ASKED = "not-asked"


STATUS_LABELS: dict[str, str] = {
    Status.ANSWERED: "Answered",
    Status.PREFER_NOT: PREFER_NOT_LABEL,
    Status.SKIPPED: "Skipped",
    Status.NOT_ASKED: "Not asked",
}


@dataclass(frozen=True)
class Option:
    """One answer somebody can choose. `broad` is the wider group it counts in, if any."""

    key: str
    label: str
    heading: str
    broad: str


@dataclass(frozen=True)
class Question:
    """One question as people of some nations are asked it, and where it comes from.

    `asked_if` names another question and the answer it follows from: “condition=yes”.
    """

    key: str
    topic: str
    nations: tuple[str, ...]
    asked_if: str
    wording: str
    source: str
    address: str
    published: datetime.date | None
    seen: datetime.date
    licence: str
    wording_verified: bool
    options_verified: bool
    note: str
    options: tuple[Option, ...]

    def follows(self, answers: Mapping[str, str]) -> bool:
        """Whether somebody who gave these answers is asked it."""
        if not self.asked_if:
            return True
        key, _, option = self.asked_if.partition("=")
        return answers.get(key) == option

    def label(self, answer: str) -> str:
        """An answer in words."""
        if answer == PREFER_NOT:
            return PREFER_NOT_LABEL
        return next((one.label for one in self.options if one.key == answer), answer)

    def takes(self, answer: str) -> bool:
        return answer == PREFER_NOT or any(one.key == answer for one in self.options)

    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options in order, under their headings."""
        return [(head, list(some)) for head, some in groupby(self.options, lambda o: o.heading)]

    def where(self) -> str:
        """The nations it is asked in, in words."""
        names = [NATIONS[nation] for nation in self.nations]
        return "Everywhere" if len(names) == len(NATIONS) else ", ".join(names)


def nation_of(key: str) -> str:
    """The list of questions for a nation, given as “wales” or as the term “nation:wales”."""
    name = key.removeprefix("nation:")
    return name if name in NATIONS else ELSEWHERE


def every(edition: int = EDITION) -> tuple[Question, ...]:
    """All questions of an edition, each in every wording it has."""
    return _read(edition)


def asked_in(nation: str, edition: int = EDITION) -> tuple[Question, ...]:
    """What people of one nation are asked, in order."""
    return tuple(one for one in _read(edition) if nation in one.nations)


def every_key(edition: int = EDITION) -> tuple[str, ...]:
    """The questions of an edition by key, in order."""
    return tuple(dict.fromkeys(one.key for one in _read(edition)))


def fitting(answers: Mapping[str, str], *, nation: str) -> dict[str, str]:
    """The answers that this nation's questions can have.

    Whoever takes back what another question followed from is no longer asked that one.
    """
    asked = {one.key: one for one in asked_in(nation)}
    return {
        key: value
        for key, value in answers.items()
        if key in asked and asked[key].takes(value) and asked[key].follows(answers)
    }


def status(question: Question | None, answers: Mapping[str, str]) -> Status:
    """How far a question got; None stands for one that nation or edition does not have."""
    if question is None or not question.follows(answers):
        return Status.NOT_ASKED
    answer = answers.get(question.key)
    if answer is None:
        return Status.SKIPPED
    return Status.PREFER_NOT if answer == PREFER_NOT else Status.ANSWERED


@lru_cache(maxsize=8)
def _read(edition: int) -> tuple[Question, ...]:
    options = list(_rows("options.csv", edition))
    return tuple(_question(row, options) for row in _rows("questions.csv", edition))


def _question(row: dict[str, str], options: list[dict[str, str]]) -> Question:
    nations = tuple(row["nations"].split())
    return Question(
        key=row["key"],
        topic=row["topic"],
        nations=nations,
        asked_if=row["asked_if"],
        wording=row["wording"],
        source=row["source"],
        address=row["address"],
        published=datetime.date.fromisoformat(row["published"]) if row["published"] else None,
        seen=datetime.date.fromisoformat(row["seen"]),
        licence=row["licence"],
        wording_verified=row["wording_verified"] == "yes",
        options_verified=row["options_verified"] == "yes",
        note=row["note"],
        options=tuple(
            Option(one["key"], one["label"], one["heading"], one["broad"])
            for one in options
            if one["question"] == row["key"] and nations[0] in one["nations"].split()
        ),
    )


def _rows(name: str, edition: int) -> Iterator[dict[str, str]]:
    """The lines of a shipped file that belong to an edition."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if int(row["first"]) <= edition <= int(row["last"] or edition):
                yield row
