"""One question, and what a steward must say to open answers."""

from typing import Any, cast

from django import forms

from commonweal.equalities.models import ReadEntry
from commonweal.equalities.questions import PREFER_NOT, PREFER_NOT_LABEL, Question

REASONS = [
    (why.value, why.label)
    for why in (ReadEntry.Why.COPY, ReadEntry.Why.CORRECTION, ReadEntry.Why.COMPLAINT)
]


class Answer(forms.Form):
    """One question. Choosing nothing is as good as any answer."""

    answer = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the answers shown"},
    )

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        field = cast(forms.ChoiceField, self.fields["answer"])
        field.label = question.wording
        field.choices = [(one.key, one.label) for one in question.options] + [
            (PREFER_NOT, PREFER_NOT_LABEL)
        ]


class OpenAnswers(forms.Form):
    who = forms.CharField(
        label="Whose answers?",
        help_text="The e-mail address of a member, or the reference of an application.",
        max_length=254,
        error_messages={"required": "Enter an e-mail address or a reference"},
    )
    why = forms.ChoiceField(
        label="Why do you open them?",
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )
    case = forms.CharField(
        label="Your own reference (optional)",
        help_text="Such as the number of a request. Never a name: the log of reads cannot be "
        "changed.",
        max_length=40,
        required=False,
    )
