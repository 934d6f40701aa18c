"""What the team fills in to write questions."""

from typing import Any

from django import forms
from django.conf import settings

from commonweal.joining.forms.setting_up import number, offer
from commonweal.joining.models import Question as Model


class Words(forms.Form):
    title = forms.CharField(
        label="Name of the set",
        help_text="Applicants do not see it.",
        max_length=120,
        error_messages={"required": "Enter a name"},
    )
    intro = forms.CharField(
        label="Words before the questions (optional)",
        help_text="Something to give people courage.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


class NewSet(Words):
    language = forms.ChoiceField(label="Language", choices=settings.LANGUAGES)
    field_order = ("title", "language", "intro")


class Question(forms.Form):
    label = forms.CharField(
        label="Question", max_length=250, error_messages={"required": "Enter a question"}
    )
    help = forms.CharField(
        label="Help (optional)",
        help_text="What to think of, and an example of what a good answer holds.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    why = forms.CharField(
        label="Why it is asked (optional)",
        help_text="People answer better when they know.",
        max_length=250,
        required=False,
    )
    kind = forms.ChoiceField(
        label="Kind of answer", choices=Model.Kind.choices, widget=forms.RadioSelect
    )
    choices = forms.CharField(
        label="Choices",
        help_text="Only for one or any of several: each choice on a line of its own.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    words_from = number(
        "Guide to length: from how many words (optional)",
        0,
        2000,
        required=False,
        hint="Only for answers in words. A guide, never a limit.",
    )
    words_to = number("To how many words (optional)", 1, 5000, required=False)
    required = forms.BooleanField(label="It must be answered", required=False)

    def clean_choices(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines())
        return [line[:200] for line in lines if line]


class Language(forms.Form):
    language = forms.ChoiceField(
        label="Language",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a language"},
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "language", languages)
