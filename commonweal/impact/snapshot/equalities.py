"""Equalities answers for a snapshot: protected tables only, and the true counts to nobody.

A table is one that stands: it is renewed when ten people or more have changed since every earlier
one, so that two snapshots never differ by somebody in particular.
"""

import datetime
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db.models import Q

from commonweal.core import disclosure, sealing
from commonweal.core.disclosure import Key
from commonweal.equalities import queries, questions
from commonweal.equalities.numbers import BROAD
from commonweal.equalities.queries import DISABILITY, UNREADABLE, Tally
from commonweal.equalities.questions import Status
from commonweal.impact.models import Benchmark, BenchmarkCount, Issue
from commonweal.impact.snapshot.pseudonyms import kept_key
from commonweal.joining.models import Application, Invitation
from commonweal.joining.models.applications import UNSENT
from commonweal.members.models import Absence, Member

MEMBERS, APPLICANTS, COVERAGE = "members", "applicants", "coverage"
UNANSWERED = {Status.PREFER_NOT.value, Status.SKIPPED.value, Status.NOT_ASKED.value, UNREADABLE}
CHUNK = 2000
Row = tuple[str, str, str, str, int | None]


def tables(as_of: datetime.date, outcomes: Mapping[str, str]) -> Iterator[Row]:
    """Rows of table, question, row and column name (`disclosure.ALL` for totals), and count.

    A count is None where it is hidden. `outcomes` says what each state of an application came to.
    """
    tallies = queries.tallies(frames(as_of, outcomes))
    for name, cells in sorted(_cells(tallies).items()):
        table, _, question = name.partition("/")
        for key, n in sorted(issued(name, cells).items()):
            yield table, question, key[0], key[1] if len(key) > 1 else "", n


def frames(
    as_of: datetime.date, outcomes: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Whom to count: those who belonged on the day, and applicants who had been decided."""
    belonged = Member.objects.filter(
        Q(left_on=None) | Q(left_on__gt=as_of), joined_on__lte=as_of
    ).exclude(pk__in=Absence.objects.filter(left_on__lte=as_of, back_on__gt=as_of).values("member"))
    for ref, nation in belonged.order_by("pk").values_list("ref", "nation_id").iterator(CHUNK):
        yield f"member:{ref}", (MEMBERS, nation or "")
    decided = Application.objects.exclude(status__in=UNSENT).filter(
        decided_at__date__lte=as_of, erased_on=None
    )
    judged = decided.exclude(invitation__kind=Invitation.Kind.APPROVED).order_by("pk")
    for ref, member, status in judged.values_list("ref", "member__ref", "status").iterator(CHUNK):
        subject = f"member:{member}" if member else f"application:{ref}"
        yield subject, (APPLICANTS, outcomes.get(status, ""))


def issued(table: str, cells: Mapping[Key, int]) -> dict[Key, int | None]:
    """What may be shown of a table now, kept as an issue when it is a new one."""
    key = sealing.derived(kept_key(settings.VAR), "issues")
    known = [_opened(issue, key) for issue in Issue.objects.filter(table=table).order_by("pk")]
    issue = disclosure.renewed(known, cells)
    if all(issue is not one for one in known):
        Issue.objects.create(
            table=table,
            shown=[[*name, n] for name, n in sorted(issue.shown.items())],
            sealed=sealing.seal(
                key, [[*name, n] for name, n in sorted(cells.items())], bound_to=table
            ),
        )
    return dict(issue.shown)


def _opened(issue: Issue, key: bytes) -> disclosure.Issue:
    cells = sealing.unseal(key, bytes(issue.sealed), bound_to=issue.table)
    return disclosure.Issue(
        {tuple(name): n for *name, n in cells}, {tuple(name): n for *name, n in issue.shown}
    )


def _cells(tallies: list[Tally]) -> dict[str, dict[Key, int]]:
    found: dict[str, dict[Key, int]] = {}

    def add(name: str, key: Key, people: int) -> None:
        cells = found.setdefault(name, {})
        cells[key] = cells.get(key, 0) + people

    for one in tallies:
        frame, side = one.labels
        status = one.value if one.value in UNANSWERED else Status.ANSWERED.value
        if frame == MEMBERS:
            add(f"{COVERAGE}/{one.question}", (status,), one.people)
        if status == Status.ANSWERED and (frame == MEMBERS or side in ("admitted", "refused")):
            add(f"{frame}/{one.question}", (grouped(one.question, one.value), side), one.people)
    return found


def grouped(question: str, answer: str) -> str:
    """What an answer is counted as: the wider group of its option, where it has one."""
    options = (o for q in questions.every() if q.key == question for o in q.options)
    return next((o.broad or o.key for o in options if o.key == answer), answer)


def answers() -> Iterator[tuple[str, str, str, str, int]]:
    """Each question with what its answers are counted as: keys, words, and their order."""
    for key in questions.every_key():
        topic = next(one.topic for one in questions.every() if one.key == key)
        found: dict[str, str] = {}
        for question in questions.every():
            for option in question.options if question.key == key else ():
                name = option.broad or option.key
                found.setdefault(name, BROAD[option.broad] if option.broad else option.label)
        for order, (name, label) in enumerate(found.items()):
            yield key, topic, name, label, order
    yield DISABILITY, "Disability", "yes", "Disabled", 0
    yield DISABILITY, "Disability", "no", "Not disabled", 1


def benchmarks(as_of: datetime.date) -> Iterator[tuple[object, ...]]:
    """The newest version of each benchmark that was about a day up to `as_of`."""
    newest = {
        one.name: one for one in Benchmark.objects.filter(as_of__lte=as_of).order_by("as_of", "pk")
    }
    for name in sorted(newest):
        one = newest[name]
        counts = BenchmarkCount.objects.filter(benchmark=one).order_by("nation", "category")
        for nation, category, people in counts.values_list("nation", "category", "people"):
            yield (
                one.name, one.version, one.dimension, one.source, one.as_of, one.note, nation,
                category, people,
            )  # fmt: skip
