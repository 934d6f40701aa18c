"""Somebody with their own questions in front of them."""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from commonweal.equalities import queries, questions
from commonweal.equalities.queries import Line
from commonweal.equalities.questions import Question, Status
from commonweal.equalities.sealed import Contents
from commonweal.members.rules import is_current_member, member_of

APPLICATION = "application:"
MEMBER = "member:"
# In a session: the applicant this browser belongs to, and until when, in seconds since 1970.
SUBJECT, UNTIL = "equalities_subject", "equalities_until"
LASTS = 2 * 60 * 60


@dataclass(frozen=True)
class Sitting:
    """Whose answers these are, what they are so far, and the nation whose questions are asked.

    `nation` is None for an applicant: they were asked when they sent their application.
    """

    subject: str
    contents: Contents
    nation: str | None

    @property
    def lines(self) -> list[Line]:
        """The questions they are asked now, as far as their answers lead to them."""
        found = queries.lines(self.contents, edition=questions.EDITION)
        return [line for line in found if line.status != Status.NOT_ASKED]

    @property
    def answered(self) -> int:
        """How many questions they answered, or prefer not to."""
        return sum(line.status != Status.SKIPPED for line in self.lines)

    @property
    def first(self) -> Question:
        """Where to begin: the first question they skipped, else the first of all."""
        open_ones = [line for line in self.lines if line.status == Status.SKIPPED]
        return (open_ones or self.lines)[0].question

    @property
    def application(self) -> str:
        """The reference of the application, or nothing for a member."""
        return self.subject.removeprefix(APPLICATION) if self.nation is None else ""


@dataclass(frozen=True)
class Place:
    """One question's place among those somebody is asked."""

    question: Question
    answer: str
    number: int
    of: int
    before: Question | None
    after: Question | None


def remember(session: SessionBase, subject: str) -> None:
    """Let this browser answer for an applicant (“application:ab12”), for two hours."""
    if kept(session) != subject:
        session[SUBJECT], session[UNTIL] = subject, time.time() + LASTS


def kept(session: SessionBase) -> str | None:
    """The applicant this browser may answer for, if any. After two hours it is forgotten."""
    if SUBJECT not in session:
        return None
    if session.setdefault(UNTIL, time.time() + LASTS) <= time.time():
        forget(session)
        return None
    subject: str = session[SUBJECT]
    return subject


def forget(session: SessionBase) -> None:
    """Let this browser answer for no applicant any more."""
    for key in (SUBJECT, UNTIL):
        session.pop(key, None)


def sitting(user: Any, kept: Any) -> Sitting | None:
    """The sitting of whoever is here: a member, else the applicant this browser belongs to.

    `kept` is what the session holds. None for everybody else, and for an applicant whose answers
    went with them when they joined. Raises `Refused` when the key here does not open the answers.
    """
    applicant = kept if isinstance(kept, str) and kept.startswith(APPLICATION) else ""
    member = member_of(user)
    if member is not None and (is_current_member(user) or not applicant):
        return _of_member(member)
    contents = queries.own(applicant) if applicant else None
    return Sitting(applicant, contents, None) if contents else None


def place(here: Sitting, key: str) -> Place | None:
    """Where a question stands in a sitting; None when it is not asked there."""
    lines = here.lines
    found = next((n for n, line in enumerate(lines) if line.question.key == key), None)
    if found is None:
        return None
    return Place(
        question=lines[found].question,
        answer=lines[found].answer,
        number=found + 1,
        of=len(lines),
        before=lines[found - 1].question if found else None,
        after=lines[found + 1].question if found + 1 < len(lines) else None,
    )


def _of_member(member: Any) -> Sitting:
    subject, nation = f"{MEMBER}{member.ref}", member.nation_id or ""
    contents = queries.own(subject) or Contents(nation=questions.nation_of(nation))
    return Sitting(subject, contents, nation)
