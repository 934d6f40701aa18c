"""What an application still needs before it can be sent."""

from dataclasses import dataclass

from commonweal.joining.models import Application
from commonweal.joining.queries import waves_open
from commonweal.joining.queries.applications import said


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: on which page to say it, and the sentence that asks for it."""

    slug: str
    sentence: str


def missing(application: Application) -> list[Missing]:
    """All that is missing, in the order of the pages. Length is never among it."""
    answers = said(application)
    return _about(application) + [
        Missing(f"question-{one.question.key}", f"Answer the question “{one.question.label}”")
        for one in answers
        if one.question.required and not one.text.strip()
    ]


def _about(application: Application) -> list[Missing]:
    found = []
    if not application.name.strip():
        found.append(Missing("name", "Enter your name"))
    found += [Missing(slug, text) for slug, text in _who_it_is_for(application) if text]
    return found


def _who_it_is_for(application: Application) -> list[tuple[str, str]]:
    """Where somebody is and what describes them; an invitation opens a wave to anybody."""
    nation, group, wave = application.nation, application.group, application.wave
    place = kind = ""
    if nation is None:
        place = "Choose the nation you work in"
    elif application.invitation_id is None and not waves_open.is_for_nation(wave, nation.pk):
        names = " or ".join(str(term) for term in wave.nations.all())
        place = f"This wave is for people who work in {names}"
    if group is None:
        kind = "Choose what describes you best" if waves_open.groups() else ""
    elif application.invitation_id is None and not waves_open.is_for_group(wave, group.pk):
        kind = "This wave is for other groups of people. Look who it is for"
    return [("place", place), ("group", kind)]
