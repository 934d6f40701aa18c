"""Question sets as the team reads them: by name, one against another, ready to be asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from commonweal.joining.models import Question, QuestionSet


@dataclass(frozen=True)
class Family:
    """All versions of one set in all its languages, newest first within each language."""

    key: str
    title: str
    sets: tuple[QuestionSet, ...]


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they stayed (“”), were taken out (“-”) or put in (“+”)."""

    text: str
    mark: str


@dataclass(frozen=True)
class Change:
    """What became of one question from one version to another."""

    question: Question
    deed: str
    words: tuple[tuple[str, tuple[Piece, ...]], ...] = ()


def families() -> list[Family]:
    """Every set there is, those with the same key together, by title."""
    sets = question_sets().order_by("key", "language", "-version")
    found = []
    for key, same in groupby(sets, key=lambda one: one.key):
        versions = tuple(sorted(same, key=_by_language))
        found.append(Family(key, versions[0].title, versions))
    return sorted(found, key=lambda family: family.title.casefold())


def question_sets() -> QuerySet[QuestionSet]:
    """Sets with how many questions each asks and how many waves ask it."""
    return QuestionSet.objects.select_related("made_from").annotate(
        asked=Count("questions", distinct=True), asked_in=Count("waves", distinct=True)
    )


def questions(question_set: QuestionSet) -> list[Question]:
    """The questions of a set, in order."""
    return list(question_set.questions.order_by("order"))


def question(pk: int) -> Question | None:
    return Question.objects.select_related("question_set__made_from").filter(pk=pk).first()


def originals(question_set: QuestionSet) -> dict[str, Question]:
    """The questions a translation was made from, by key; none for what is no translation."""
    before = question_set.made_from
    if before is None or before.language == question_set.language:
        return {}
    return {one.key: one for one in before.questions.all()}


def languages_left(question_set: QuestionSet) -> list[tuple[str, str]]:
    """The languages in which these questions are not there yet."""
    there = set(QuestionSet.objects.filter(key=question_set.key).values_list("language", flat=True))
    return [(code, str(name)) for code, name in settings.LANGUAGES if code not in there]


def before(question_set: QuestionSet) -> QuestionSet | None:
    """The version this one follows, in the same language."""
    earlier = QuestionSet.objects.filter(
        key=question_set.key,
        language=question_set.language,
        version__lt=question_set.version,
    )
    return earlier.order_by("-version").first()


def changes(old: QuestionSet, new: QuestionSet) -> list[Change]:
    """What a reader of the old version would find different in the new, question by question."""
    was = {one.key: one for one in questions(old)}
    found = [change for one in questions(new) if (change := _change(was.get(one.key), one))]
    kept = [one.key for one in questions(new) if one.key in was]
    moved = set(_moved([key for key in was if key in kept], kept))
    told = {change.question.key for change in found}
    found += [
        Change(one, "moved") for one in questions(new) if one.key in moved and one.key not in told
    ]
    now = {one.key for one in questions(new)}
    return found + [Change(one, "removed") for key, one in was.items() if key not in now]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, word by word."""
    old, new = before.split(), after.split()
    found = []
    for kind, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(" ".join(old[i:j]), ""))
            continue
        if j > i:
            found.append(Piece(" ".join(old[i:j]), "-"))
        if n > k:
            found.append(Piece(" ".join(new[k:n]), "+"))
    return tuple(found)


def _by_language(one: QuestionSet) -> tuple[int, int]:
    codes = [code for code, _ in settings.LANGUAGES]
    return codes.index(one.language), -one.version


def _change(old: Question | None, new: Question) -> Change | None:
    if old is None:
        return Change(new, "added")
    told, heard = dict(_told(old)), dict(_told(new))
    words = [
        (name, pieces(told.get(name, ""), heard.get(name, "")))
        for name in {**told, **heard}
        if told.get(name, "") != heard.get(name, "")
    ]
    return Change(new, "changed", tuple(words)) if words else None


def _told(one: Question) -> Iterator[tuple[str, str]]:
    """All a question says, by what it is."""
    yield "Question", one.label
    yield "Help", one.help
    yield "Why it is asked", one.why
    yield "Kind of answer", one.get_kind_display()
    yield "Guide to length", _guide(one)
    yield "Must it be answered", "Yes" if one.required else "No"
    yield "Choices", "; ".join(label for _, label in one.choices)


def _guide(one: Question) -> str:
    bounds: tuple[tuple[str, Any], ...] = (("from", one.words_from), ("to", one.words_to))
    said = " ".join(f"{word} {bound}" for word, bound in bounds if bound is not None)
    return f"{said} words" if said else ""


def _moved(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The fewest keys that must have moved for one order to become the other."""
    for kind, _, _, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from new[k:n]
