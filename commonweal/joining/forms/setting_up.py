"""What the team fills in to prepare a wave."""

from typing import Any

from django import forms
from django.conf import settings

from commonweal.core.dates import DayMonthYear, DayMonthYearTime
from commonweal.joining.models import Wave
from commonweal.joining.queries import setting_up as queries

ALL = "Tick none to let all of them apply."
WHY_DATES = "Needed when a date changes. Only the audit log keeps it: write nobody’s name."
WHY_CRITERIA = "Only the audit log keeps it: write nobody’s name."


def number(label: str, low: int, high: int, *, required: bool = True, hint: str = "") -> Any:
    """A whole number between two others, both allowed."""
    said = f"Enter a number from {low:,} to {high:,}"
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=low,
        max_value=high,
        widget=forms.TextInput({"inputmode": "numeric", "class": "nhsuk-input--width-4"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
    )


class NewWave(forms.Form):
    name = forms.CharField(
        label="Name",
        help_text="As visitors read it, for example Wales, spring 2027.",
        max_length=120,
        error_messages={"required": "Enter a name"},
    )
    opens_at = DayMonthYearTime(label="Opening time", help_text="From then on people can apply.")
    closes_at = DayMonthYearTime(
        label="Closing time", help_text="Midday on a working day gives people somebody to ask."
    )
    decide_by = DayMonthYear(
        label="Day of decision", help_text="The last day on which applicants hear from you."
    )


class Words(forms.Form):
    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Enter a name"}
    )
    about = forms.CharField(
        label="What this wave is about (optional)",
        help_text="One or two sentences at the top of its page.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    how_judged = forms.CharField(
        label="How applications are judged (optional)",
        help_text="In plain words: who reads, what they look for, who decides.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )


class Dates(forms.Form):
    opens_at = DayMonthYearTime(label="Opening time")
    closes_at = DayMonthYearTime(label="Closing time")
    decide_by = DayMonthYear(
        label="Day of decision", help_text="The last day on which applicants hear from you."
    )
    welcome_on = DayMonthYear(
        label="Day of welcome (optional)",
        help_text="When new members are welcomed together.",
        required=False,
    )
    second_look_days = number(
        "Days to ask for a second look",
        1,
        365,
        hint="For so long after the decision somebody who is not admitted can ask for one.",
    )
    reason = forms.CharField(
        label="Why the dates change", help_text=WHY_DATES, max_length=300, required=False
    )

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if wave.published_at is None:
            del self.fields["reason"]


class Who(forms.Form):
    nations = forms.MultipleChoiceField(
        label="Nations", help_text=ALL, widget=forms.CheckboxSelectMultiple, required=False
    )
    regions = forms.MultipleChoiceField(
        label="Regions",
        help_text=f"Those that organisations on your list lie in. {ALL}",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    groups = forms.TypedMultipleChoiceField(
        label="Eligibility groups",
        help_text=ALL,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    invited_only = forms.BooleanField(label="Only people with an invitation", required=False)

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "nations", [(term.key, str(term)) for term in queries.nations()])
        offer(self, "groups", [(g.pk, g.label) for g in queries.groups_to_offer(wave)])
        regions = sorted({*queries.regions(), *wave.regions})
        offer(self, "regions", [(region, region) for region in regions])
        for name in ("regions", "groups"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                self.fields[name].widget = forms.MultipleHiddenInput()


class Reading(forms.Form):
    partner = forms.ChoiceField(
        label="Nation of the partner who leads it (optional)",
        help_text="Partners of this nation see its applications, read and decide them.",
        required=False,
    )
    partner_name = forms.CharField(
        label="Name of the partner (optional)",
        help_text="As applicants read it.",
        max_length=160,
        required=False,
    )
    places = number("Places (optional)", 1, 100_000, required=False, hint="Empty is no limit.")
    readers_each = forms.TypedChoiceField(
        label="How many people read each application?",
        choices=[(1, "One"), (2, "Two"), (3, "Three")],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how many people read each application"},
    )

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nations = [(term.key, str(term)) for term in queries.nations()]
        offer(self, "partner", [("", "No partner: the team leads it"), *nations])


class Asked(forms.Form):
    """One choice for each language in which there are question sets."""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sets = {one.pk: one for one in queries.question_sets_to_ask(wave)}
        there = {one.language for one in self.sets.values()}
        for language, label in settings.LANGUAGES:
            if language not in there:
                continue
            choices = [(pk, str(one)) for pk, one in self.sets.items() if one.language == language]
            self.fields[language] = forms.TypedChoiceField(
                label=label,
                choices=[("", f"Not in {label}"), *choices],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        chosen = [pk for pk in self.cleaned_data.values() if pk]
        return {"question_sets": [self.sets[pk] for pk in chosen]}


class Criterion(forms.Form):
    label = forms.CharField(
        label="What readers look for",
        help_text="For example: has helped to improve something, and learnt from it.",
        max_length=160,
        error_messages={"required": "Enter what readers look for"},
    )
    hint = forms.CharField(
        label="What it means (optional)",
        help_text="What earns a high score, what a low one. Applicants read it too.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    top = number("Highest score", 1, 10, hint="The lowest is always 0.")
    reason = forms.CharField(
        label="Why the criteria change",
        help_text=WHY_CRITERIA,
        max_length=300,
        error_messages={"required": "Say why the criteria change"},
    )

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if wave.published_at is None:
            del self.fields["reason"]


class Removal(forms.Form):
    """Why a criterion of a published wave goes; of a draft nothing is asked."""

    reason = forms.CharField(
        label="Why the criteria change",
        help_text=WHY_CRITERIA,
        max_length=300,
        error_messages={"required": "Say why the criteria change"},
    )

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if wave.published_at is None:
            del self.fields["reason"]


class Group(forms.Form):
    label = forms.CharField(
        label="Who they are",
        help_text="As an answer to “Which of these describes you best?”",
        max_length=160,
        error_messages={"required": "Enter who they are"},
    )
    hint = forms.CharField(
        label="Who that includes (optional)",
        help_text="For example the names of courses or organisations.",
        max_length=250,
        required=False,
    )


def offer(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells mypy what the class says
    field.choices = choices
