"""Writing what applicants are asked: sets of questions, open to change until one is answered."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from commonweal.core import audit
from commonweal.core.errors import Refused
from commonweal.core.models import User
from commonweal.joining.models import Question, QuestionSet

FROZEN = (
    "Somebody has answered these questions, so their wording stays as it is. "
    "Make a new version to change it."
)
COPIED = ("key", "order", "kind", "label", "help", "why", "words_from", "words_to", "required")
CHOSEN = (Question.Kind.ONE, Question.Kind.MANY)


def freeze(question_set: QuestionSet) -> None:
    """Keep the wording from now on. Called with the first answer; again it changes nothing."""
    if question_set.frozen_at is not None:
        return
    now = timezone.now()
    fresh = QuestionSet.objects.filter(pk=question_set.pk, frozen_at=None).update(frozen_at=now)
    if fresh:
        audit.record("joining.freeze_question_set", by=None, on=question_set)
    question_set.frozen_at = now


@transaction.atomic
def make_set(*, by: User, title: str, language: str, intro: str = "") -> QuestionSet:
    """Begin a new set of questions. Its key comes from its title."""
    key = free_key(title, set(QuestionSet.objects.values_list("key", flat=True)))
    made = QuestionSet.objects.create(
        key=key, title=title, intro=intro, language=language, made_by=by
    )
    audit.record("joining.make_question_set", by=by, on=made)
    return made


@transaction.atomic
def set_words(question_set: QuestionSet, *, by: User, title: str, intro: str) -> None:
    """Change the title and the words that stand before the questions. Raises `Refused` when frozen.

    The key stays.
    """
    held = _open(question_set)
    held.title, held.intro = title, intro
    held.save(update_fields=["title", "intro"])
    audit.record("joining.set_question_set_words", by=by, on=held)


@transaction.atomic
def add_question(question_set: QuestionSet, *, by: User, **words: Any) -> Question:
    """Put one more question at the end. `words` are those of `Question`, choices as lines."""
    held = _open(question_set)
    questions = held.questions.all()
    last = questions.aggregate(last=Max("order"))["last"] or 0
    key = free_key(words["label"], set(questions.values_list("key", flat=True)))
    made = Question(question_set=held, key=key, order=last + 1)
    _fill(made, words)
    made.save()
    audit.record("joining.add_question", by=by, on=made, question_set=held.pk)
    return made


@transaction.atomic
def change_question(question: Question, *, by: User, **words: Any) -> None:
    """Word a question anew. Raises `Refused` when its set is frozen, or its choices do not do."""
    _open(question.question_set)
    _fill(question, words)
    question.save()
    audit.record("joining.change_question", by=by, on=question)


@transaction.atomic
def remove_question(question: Question, *, by: User) -> None:
    """Ask one question less. Raises `Refused` when the set is frozen."""
    held = _open(question.question_set)
    audit.record("joining.remove_question", by=by, on=question, question_set=held.pk)
    question.delete()


@transaction.atomic
def move_question(question: Question, *, by: User, up: bool) -> None:
    """Change places with the question before, or after. At the end of the list nothing happens."""
    held = _open(question.question_set)
    others = held.questions.exclude(pk=question.pk)
    if up:
        other = others.filter(order__lt=question.order).order_by("-order").first()
    else:
        other = others.filter(order__gt=question.order).order_by("order").first()
    if other is None:
        return
    here, there = question.order, other.order
    last = held.questions.aggregate(last=Max("order"))["last"] or 0
    # One order, one question: the other steps aside first.
    for moved, order in ((other, last + 1), (question, there), (other, here)):
        moved.order = order
        moved.save(update_fields=["order"])
    audit.record("joining.move_question", by=by, on=question)


@transaction.atomic
def new_version(question_set: QuestionSet, *, by: User) -> QuestionSet:
    """A copy to change, the next version of this set in this language."""
    same = QuestionSet.objects.filter(key=question_set.key, language=question_set.language)
    last = same.aggregate(last=Max("version"))["last"] or 0
    made = _copy(question_set, by=by, language=question_set.language, version=last + 1)
    audit.record("joining.new_question_set_version", by=by, on=made, made_from=question_set.pk)
    return made


@transaction.atomic
def new_language(question_set: QuestionSet, *, by: User, language: str) -> QuestionSet:
    """A copy to translate: the same keys, the words still those of the original.

    Raises `Refused` for a language the site does not speak, and for one there is already.
    """
    if language not in dict(settings.LANGUAGES):
        raise Refused("Choose a language from the list.")
    same = QuestionSet.objects.filter(key=question_set.key, language=language)
    if same.exists():
        raise Refused("These questions are there in this language. Make a new version of them.")
    made = _copy(question_set, by=by, language=language, version=1)
    audit.record("joining.new_question_set_language", by=by, on=made, made_from=question_set.pk)
    return made


@transaction.atomic
def delete_set(question_set: QuestionSet, *, by: User) -> None:
    """Throw away a set nobody asked yet. Raises `Refused` when answered or chosen for a wave."""
    held = _open(question_set)
    if held.waves.exists() or held.applications.exists():
        raise Refused("A wave asks these questions. Take them out of the wave first.")
    audit.record("joining.delete_question_set", by=by, on=held)
    held.delete()


def _open(question_set: QuestionSet) -> QuestionSet:
    """The set as it is now, held until the end of the transaction, unless it is frozen."""
    held = QuestionSet.objects.select_for_update().get(pk=question_set.pk)
    if held.frozen_at is not None:
        raise Refused(FROZEN)
    return held


def _copy(question_set: QuestionSet, *, by: User, language: str, version: int) -> QuestionSet:
    made = QuestionSet.objects.create(
        key=question_set.key,
        language=language,
        version=version,
        title=question_set.title,
        intro=question_set.intro,
        made_from=question_set,
        made_by=by,
    )
    Question.objects.bulk_create(
        [
            Question(
                question_set=made,
                choices=one.choices,
                **{name: getattr(one, name) for name in COPIED},
            )
            for one in question_set.questions.order_by("order")
        ]
    )
    return made


def _fill(question: Question, words: dict[str, Any]) -> None:
    lines = words.pop("choices", ())
    for name, value in words.items():
        setattr(question, name, value)
    chosen = question.kind in CHOSEN
    question.choices = _choices(lines, question.choices) if chosen else []
    if chosen and len(question.choices) < 2:
        raise Refused("Give two choices or more, one on each line.")
    if question.kind not in (Question.Kind.SHORT, Question.Kind.LONG):
        question.words_from = question.words_to = None
    if (question.words_from or 0) > (question.words_to or question.words_from or 0):
        raise Refused("The guide to length must go upwards, for example from 100 to 300 words.")


def _choices(lines: Sequence[str], before: list[list[str]]) -> list[list[str]]:
    """Pairs of key and words. A line that only changed its words keeps the key it had."""
    known = {words: key for key, words in before}
    if len(set(lines)) < len(lines):
        raise Refused("Give each choice once.")
    found: list[list[str]] = []
    taken = {known[line] for line in lines if line in known}
    for place, line in enumerate(lines):
        key = known.get(line) or _key_at(place, line, lines, before, taken)
        taken.add(key)
        found.append([key, line])
    return found


def _key_at(
    place: int, line: str, lines: Sequence[str], before: list[list[str]], taken: set[str]
) -> str:
    """The key a line had before it was worded anew, where its place says so; else a new one."""
    if len(lines) == len(before) and before[place][0] not in taken:
        return before[place][0]
    return free_key(line, taken | {key for key, _ in before})


def free_key(words: str, taken: set[str]) -> str:
    """A key made from words that nothing else has."""
    start = slugify(words)[:50].strip("-") or "question"
    key, number = start, 1
    while key in taken:
        number += 1
        key = f"{start}-{number}"
    return key
