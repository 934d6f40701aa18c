"""The parts of a wave that the team fills in, each on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from commonweal.joining.forms import setting_up as pages
from commonweal.joining.models import Wave
from commonweal.joining.services import setting_up


@dataclass(frozen=True)
class Part:
    """One page of a wave: its words, its form, what it shows at first, what saving does."""

    title: str
    form: Callable[..., forms.Form]
    initial: Callable[[Wave], dict[str, Any]]
    save: Callable[..., None]
    lead: str = ""


def _fields(*names: str) -> Callable[[Wave], dict[str, Any]]:
    return lambda wave: {name: getattr(wave, name) for name in names}


def _words_form(*args: Any, wave: Wave, **kwargs: Any) -> forms.Form:
    return pages.Words(*args, **kwargs)


def _who(wave: Wave) -> dict[str, Any]:
    return {
        "nations": [term.key for term in wave.nations.all()],
        "regions": wave.regions,
        "groups": [group.pk for group in wave.groups.all()],
        "invited_only": wave.invited_only,
    }


def _reading(wave: Wave) -> dict[str, Any]:
    said = _fields("partner_name", "places", "readers_each")(wave)
    return {"partner": wave.partner_id or "", **said}


def _asked(wave: Wave) -> dict[str, Any]:
    return {one.language: one.pk for one in wave.question_sets.all()}


PARTS = {
    "words": Part(
        title="Name and words",
        form=_words_form,
        initial=_fields("name", "about", "how_judged"),
        save=setting_up.set_basics,
    ),
    "dates": Part(
        title="Dates",
        form=pages.Dates,
        initial=_fields("opens_at", "closes_at", "decide_by", "welcome_on", "second_look_days"),
        save=setting_up.set_dates,
        lead="Times are UK time. A wave takes applications until just before it closes.",
    ),
    "who": Part(
        title="Who may apply",
        form=pages.Who,
        initial=_who,
        save=setting_up.set_who,
        lead="Once the wave is published you can let more people apply, and shut nobody out.",
    ),
    "reading": Part(
        title="Partner, places and readers",
        form=pages.Reading,
        initial=_reading,
        save=setting_up.set_reading,
    ),
    "questions": Part(
        title="Questions",
        form=pages.Asked,
        initial=_asked,
        save=setting_up.set_questions,
        lead="A wave asks one version of one set in each language. Once somebody has begun to "
        "answer, the wave keeps it.",
    ),
}
