"""What applicants are asked. Nothing is required while they write: what is missing is said before
they send.
"""

from typing import Any

from django import forms

from commonweal.core.forms import BAD_ADDRESS
from commonweal.joining.models import Question
from commonweal.joining.queries import waves_open

# Far above any guide: a limit only for the sake of the database.
LONGEST = 50_000
TOO_LONG = "This is longer than we can keep. Shorten it, and keep the rest elsewhere."
CHOOSE = "Choose an answer from the list"


class Where(forms.Form):
    nation = forms.ChoiceField(
        label="Where do you work?",
        help_text="If you work in several nations, or do not work, choose the one you live in.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where you work", "invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "nation", [(term.key, str(term)) for term in waves_open.nations()])


class Which(forms.Form):
    group = forms.ChoiceField(
        label="Which of these describes you best?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what describes you best", "invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "group", [(one.key, one.label) for one in waves_open.groups()])


class Address(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        help_text="Use an address you will still read if you change jobs. Work or home is fine.",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": "Enter your e-mail address", "invalid": BAD_ADDRESS},
    )


class Begin(Address):
    """`languages` are pairs of code and name; they are only asked for where there is a choice."""

    language = forms.ChoiceField(
        label="In which language would you like to answer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a language", "invalid_choice": CHOOSE},
    )

    def __init__(
        self, *args: Any, languages: list[tuple[str, str]], signed_in: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["email"]
        if len(languages) < 2:
            del self.fields["language"]
        else:
            _choices(self, "language", languages)


class Name(forms.Form):
    name = forms.CharField(
        label="Your name",
        help_text="As you would like to be called.",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )


class Work(forms.Form):
    role_title = forms.CharField(
        label="Your role (optional)",
        help_text="As you would say it to somebody you meet, such as ward manager, carer or "
        "improvement lead.",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )


class OtherOrganisation(forms.Form):
    organisation_name = forms.CharField(
        label="Its name, if it is not in the list", max_length=250, required=False
    )


class Workplace(forms.Form):
    organisation = forms.IntegerField()


class Place(forms.Form):
    nation = forms.ChoiceField(
        label="Nation",
        help_text="The one you work in. If you work in several, or do not work, the one you live "
        "in.",
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )
    region = forms.CharField(
        label="Region (optional)",
        help_text="The part of the nation you work or live in, as you would call it.",
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, regions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "nation", [(term.key, str(term)) for term in waves_open.nations()])
        if regions:
            chosen = self.initial.get("region") or ""
            named = list(dict.fromkeys([*regions, *filter(None, [chosen])]))
            self.fields["region"] = forms.ChoiceField(
                label="Region (optional)",
                help_text="The one you work in, or live in if you do not work.",
                choices=[("", "Another, or none of these"), *[(one, one) for one in named]],
                required=False,
            )


class Group(Which):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].required = False


class Words(forms.Form):
    """Something written: of any length a person can type."""

    answer = forms.CharField(
        max_length=LONGEST,
        strip=False,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )


class Line(Words):
    """A line. Longer ones are kept as they are."""


class One(forms.Form):
    answer = forms.ChoiceField(
        widget=forms.RadioSelect, required=False, error_messages={"invalid_choice": CHOOSE}
    )


class Many(forms.Form):
    answer = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": CHOOSE},
    )


KINDS: dict[str, type[forms.Form]] = {
    Question.Kind.SHORT: Line,
    Question.Kind.LONG: Words,
    Question.Kind.ONE: One,
    Question.Kind.MANY: Many,
    Question.Kind.YES_NO: One,
}


def form_for(question: Question, *args: Any, **kwargs: Any) -> forms.Form:
    """The form of one question."""
    form = KINDS[question.kind](*args, **kwargs)
    form.fields["answer"].label = question.label
    form.fields["answer"].help_text = question.help
    if question.kind == Question.Kind.YES_NO:
        _choices(form, "answer", [("yes", "Yes"), ("no", "No")])
    elif question.kind in (Question.Kind.ONE, Question.Kind.MANY):
        _choices(form, "answer", [(key, label) for key, label in question.choices])
    return form


class Declare(forms.Form):
    declared = forms.BooleanField(
        label="What I have written is true, and is my own account",
        error_messages={"required": "Tick the box to say that what you have written is true"},
    )


class SecondLook(forms.Form):
    words = forms.CharField(
        label="What should we look at again?",
        help_text="Say what you think was missed, or what you would like to add. A few sentences "
        "are enough.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 8}),
        error_messages={
            "required": "Say what we should look at again",
            "max_length": TOO_LONG,
        },
    )


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells mypy what the class says
    field.choices = choices
