"""The parts of an application, each on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms as django

from commonweal.core.models import User
from commonweal.joining.forms import applying as asked
from commonweal.joining.models import Application, Question
from commonweal.joining.queries import applications as queries
from commonweal.joining.queries import waves_open
from commonweal.joining.services import applying

Form = Callable[..., django.Form]


@dataclass(frozen=True)
class Part:
    """One page: its words, its form with what was said so far, and what saving does.

    `place` is “Question 2 of 4” for a question. `why` says why it is asked.
    """

    slug: str
    title: str
    hint: str
    form: Form
    save: Callable[..., None]
    is_done: bool
    is_optional: bool = False
    question: Question | None = None
    place: str = ""
    text: str = ""


def parts(application: Application) -> list[Part]:
    """Every part in the order of the pages."""
    return [*_about(application), *_questions(application)]


def part(application: Application, slug: str) -> Part | None:
    return next((one for one in parts(application) if one.slug == slug), None)


def after(application: Application, slug: str) -> Part | None:
    """The part that follows; None after the last."""
    found = parts(application)
    place = [one.slug for one in found].index(slug)
    return next(iter(found[place + 1 :]), None)


def _about(application: Application) -> list[Part]:
    found = [_name(application), _work(application), _place(application)]
    return [*found, _group(application)] if waves_open.groups() else found


def _name(application: Application) -> Part:
    def save(*, by: User | None, name: str) -> None:
        applying.save(application, by=by, name=name)

    return Part(
        slug="name",
        title="Your name",
        hint="As you would like to be called",
        form=_with(asked.Name, {"name": application.name}),
        save=save,
        is_done=bool(application.name.strip()),
    )


def _work(application: Application) -> Part:
    def save(*, by: User | None, role_title: str) -> None:
        applying.save(application, by=by, role_title=role_title)

    given = (application.role_title, application.organisation_id, application.organisation_name)
    return Part(
        slug="work",
        title="Where you work and your role",
        hint="If you work; leave it empty if you do not",
        form=_with(asked.Work, {"role_title": application.role_title}),
        save=save,
        is_done=any(given),
        is_optional=True,
    )


def _place(application: Application) -> Part:
    def save(*, by: User | None, nation: str, region: str) -> None:
        applying.save(application, by=by, nation_id=nation or None, region=region)

    start = {"nation": application.nation_id, "region": application.region}
    return Part(
        slug="place",
        title="Where you are",
        hint="Your nation and region",
        form=_with(asked.Place, start, regions=application.wave.regions),
        save=save,
        is_done=application.nation_id is not None,
    )


def _group(application: Application) -> Part:
    def save(*, by: User | None, group: str) -> None:
        chosen = waves_open.group_by_key(group)
        applying.save(application, by=by, group_id=chosen.pk if chosen else None)

    start = {"group": application.group.key if application.group else ""}
    return Part(
        slug="group",
        title="What describes you best",
        hint="So that we know from which side you see things",
        form=_with(asked.Group, start),
        save=save,
        is_done=application.group_id is not None,
    )


def _questions(application: Application) -> list[Part]:
    answers = queries.said(application)
    return [
        _question(application, said, f"Question {number} of {len(answers)}")
        for number, said in enumerate(answers, start=1)
    ]


def _question(application: Application, said: queries.Said, place: str) -> Part:
    question = said.question

    def save(*, by: User | None, answer: queries.Value) -> None:
        # Of several that was chosen is kept as a list, like those of a question for many.
        is_key = question.kind == Question.Kind.ONE and isinstance(answer, str) and answer
        value = [str(answer)] if is_key else answer
        applying.save_answer(application, question, by=by, value=value)

    def form(*args: Any) -> django.Form:
        return asked.form_for(question, *args, initial={"answer": said.value})

    return Part(
        slug=f"question-{question.key}",
        title=question.label,
        hint=question.why,
        form=form,
        save=save,
        is_done=bool(said.text.strip()),
        is_optional=not question.required,
        question=question,
        place=place,
        text=said.text,
    )


def _with(form: type[django.Form], initial: dict[str, Any], **more: Any) -> Form:
    return partial(form, initial=initial, **more)
