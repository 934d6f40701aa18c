"""What members and the team are asked about belonging."""

from typing import Any, cast

from django import forms

from commonweal.belonging.models import Signpost
from commonweal.core.dates import DayMonthYear
from commonweal.members.forms import Exchange
from commonweal.members.models import Vocabulary
from commonweal.members.queries import terms

ANSWERS = [("yes", "I accept the compact"), ("no", "I do not accept it")]


class Answer(forms.Form):
    """An answer to the version of the compact that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32000)
    answer = forms.ChoiceField(
        label="Do you accept the compact?",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you accept the compact"},
    )


class Part(Exchange):
    """One part of what somebody wants and gives: only the fields that are asked here."""

    asked: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.asked):
            del self.fields[name]


class Purpose(Part):
    asked = ("purpose",)


class Interests(Part):
    asked = ("interests",)


class Offers(Part):
    asked = ("offers", "offer_note")


class Asks(Part):
    asked = ("asks", "ask_note")


class NextVersion(forms.Form):
    """The words of the version being written: a point a line."""

    what_changed = forms.CharField(
        label="What changed, and why",
        help_text="A sentence or two. Members read it before they answer.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    intro = forms.CharField(
        label="Introduction",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    can_expect = forms.CharField(
        label="What members can expect",
        help_text="One point on each line.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Enter what members can expect"},
    )
    expected = forms.CharField(
        label="What is expected of members",
        help_text="One point on each line.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Enter what is expected of members"},
    )


class Sign(forms.Form):
    """A group, an event or something to read that newcomers are led to."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=Signpost.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    title = forms.CharField(
        label="Title", max_length=160, error_messages={"required": "Enter a title"}
    )
    url = forms.URLField(
        label="Web address",
        help_text="Where newcomers are led to.",
        max_length=300,
        assume_scheme="https",
        error_messages={
            "required": "Enter a web address",
            "invalid": "Enter a web address, like https://example.org/group",
        },
    )
    summary = forms.CharField(
        label="In one sentence (optional)",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    on = DayMonthYear(
        label="Day of the event",
        help_text="Only for events. For example 27 3 2027.",
        required=False,
    )
    nations = forms.MultipleChoiceField(
        label="For members in",
        help_text="Choose none for all nations.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interests = forms.MultipleChoiceField(
        label="For those interested in or looking for",
        help_text="Choose none for everybody.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [*self.initial.get("interests", []), *self.initial.get("nations", [])]
        found = list(terms(Vocabulary.INTEREST, Vocabulary.SKILL, Vocabulary.NATION, kept=kept))
        nations = [term for term in found if term.vocabulary == Vocabulary.NATION]
        others = [term for term in found if term.vocabulary != Vocabulary.NATION]
        for name, offered in (("nations", nations), ("interests", others)):
            field = cast(forms.MultipleChoiceField, self.fields[name])
            field.choices = [(term.key, str(term)) for term in offered]

    def clean(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        is_event = values.get("kind") == Signpost.Kind.EVENT
        if is_event and values.get("on") is None and "on" not in self.errors:
            self.add_error("on", "Enter the day of the event")
        if not is_event:
            values["on"] = None
        return values
