"""What people and stewards say with a request about data."""

from typing import Any

from django import forms

from commonweal.stewardship.models import Kind

KINDS = [
    (Kind.ACCESS, "A copy of their data"),
    (Kind.ERASURE, "To be erased"),
]


class Wish(forms.Form):
    """What somebody says with their own wish to be erased."""

    reason = forms.CharField(
        label="Is there anything you want us to know? (optional)",
        help_text="You need no reason.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Opened(forms.Form):
    """What a steward notes of a request that came by mail, by telephone or in person."""

    kind = forms.ChoiceField(
        label="What did they ask for?",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they asked for"},
    )
    reason = forms.CharField(
        label="How did they ask, and how do you know that it was them?",
        help_text="For example “By telephone; called back on the number we had”.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say how they asked, and how you know that it was them"},
    )


class Refusal(forms.Form):
    why = forms.CharField(
        label="Why can this person not be erased?",
        help_text="They read this sentence in a letter.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say why"},
    )


class Confirm(forms.Form):
    """The name or address of who is erased, typed once more. `initial["word"]` is what to type."""

    typed = forms.CharField(
        label="To confirm",
        max_length=254,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word = str(self.initial["word"])
        self.fields["typed"].label = f"Type {self.word} to confirm"

    def clean_typed(self) -> str:
        typed = str(self.cleaned_data["typed"])
        if " ".join(typed.split()).casefold() != " ".join(self.word.split()).casefold():
            raise forms.ValidationError(f"Type {self.word}")
        return typed
