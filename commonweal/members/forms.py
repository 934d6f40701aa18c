"""The pages on which members say who they are. A term is chosen by its key."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.text import Truncator

from commonweal.core.dates import DayMonthYear
from commonweal.core.errors import Refused
from commonweal.members import queries
from commonweal.members.models import Audience, Vocabulary
from commonweal.members.photos import Portrait, portrait
from commonweal.members.visibility import DEFAULTS, LABELS

CLINICAL = [("yes", "Yes"), ("no", "No"), ("", "I would rather not say")]
LINKS = (1, 2, 3)
# What the team may find, and nobody says of themselves.
UNREACHABLE = "left:not-reachable"


class About(forms.Form):
    name = forms.CharField(
        label="Name",
        help_text="As you would like to be called.",
        max_length=200,
        error_messages={"required": "Enter your name"},
    )
    pronouns = forms.CharField(
        label="Pronouns (optional)", help_text="For example she/her.", max_length=40, required=False
    )
    place = forms.CharField(
        label="Place (optional)",
        help_text="The town, city or area you work in.",
        max_length=120,
        required=False,
    )
    nation = forms.ChoiceField(label="Nation", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_one(self, nation=Vocabulary.NATION)


class Work(forms.Form):
    role_title = forms.CharField(
        label="Role title",
        help_text="As it is on your signature, for example Improvement lead.",
        max_length=200,
        required=False,
    )
    role_type = forms.ChoiceField(label="Which kind of role is it?", required=False)
    sector = forms.ChoiceField(label="Which sector do you work in?", required=False)
    background = forms.ChoiceField(
        label="Professional background",
        help_text="What you trained for, even if you do something else now.",
        required=False,
    )
    clinical = forms.ChoiceField(
        label="Is your main role clinical?",
        choices=CLINICAL,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_one(
            self,
            role_type=Vocabulary.ROLE_TYPE,
            sector=Vocabulary.SECTOR,
            background=Vocabulary.BACKGROUND,
        )

    def clean_clinical(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["clinical"])


class Exchange(forms.Form):
    purpose = forms.CharField(
        label="What do you want from the community?",
        help_text="A few sentences. They are the first thing people read about you.",
        max_length=2000,
        widget=forms.Textarea,
        required=False,
    )
    interests = forms.MultipleChoiceField(
        label="What are you interested in?", widget=forms.CheckboxSelectMultiple, required=False
    )
    skills = forms.MultipleChoiceField(
        label="What are you good at?", widget=forms.CheckboxSelectMultiple, required=False
    )
    offers = forms.MultipleChoiceField(
        label="What can you help others with?",
        help_text="Only what you would gladly be asked about.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    offer_note = forms.CharField(
        label="More about what you offer (optional)",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    asks = forms.MultipleChoiceField(
        label="What would you like help with?", widget=forms.CheckboxSelectMultiple, required=False
    )
    ask_note = forms.CharField(
        label="More about what you ask for (optional)",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = ("interests", "skills", "offers", "asks")
        kept = [key for name in lists for key in self.initial.get(name, [])]
        found = list(queries.terms(Vocabulary.INTEREST, Vocabulary.SKILL, kept=kept))
        for name in lists:
            own = Vocabulary.INTEREST if name == "interests" else Vocabulary.SKILL
            chosen = self.initial.get(name, [])
            fitting = [term for term in found if term.vocabulary == own or term.key in chosen]
            _choices(self, name, _labelled(fitting))


class PhotoAndLinks(forms.Form):
    photo = forms.FileField(
        label="Photo",
        help_text="A JPEG, PNG or WebP file smaller than 5 MB. We crop it to a square.",
        required=False,
    )
    remove_photo = forms.BooleanField(label="Remove the photo I have now", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("has_photo"):
            del self.fields["remove_photo"]
        for number in LINKS:
            self.fields[f"label_{number}"] = forms.CharField(
                label=f"Link {number}: what is it?", max_length=80, required=False
            )
            self.fields[f"url_{number}"] = _address(f"Link {number}: address")

    def clean_photo(self) -> Portrait | None:
        upload = self.cleaned_data["photo"]
        if upload is None:
            return None
        try:
            return portrait(upload.file, size=upload.size)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        """Gather the links; an address without words is shown as it is."""
        links = []
        for number in LINKS:
            label = self.cleaned_data.pop(f"label_{number}", "")
            url = self.cleaned_data.pop(f"url_{number}", None)
            if label and url == "":
                self.add_error(f"url_{number}", f"Enter the address of “{label}”")
            if url:
                links.append((label or url.partition("://")[2][:80], url))
        return {**self.cleaned_data, "links": links}


class Visibility(forms.Form):
    """Who may see each field. `initial["said"]` holds what the member said, shown beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.initial.get("said", {})
        for field in DEFAULTS:
            self.fields[field] = forms.ChoiceField(
                label=LABELS[field],
                help_text=Truncator(said.get(field, "")).chars(100),
                choices=Audience.choices,
            )


class OneChoice(forms.Form):
    """Who may see one field, chosen by pressing a button."""

    field = forms.ChoiceField(choices=list(LABELS.items()))
    audience = forms.ChoiceField(choices=Audience.choices)


class Title(forms.Form):
    title = forms.CharField(
        label="Role title",
        help_text="For example Deputy director of nursing.",
        max_length=200,
        error_messages={"required": "Enter a role title"},
    )


class Seniority(forms.Form):
    seniority = forms.ChoiceField(
        label="Seniority",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a seniority"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "seniority", _labelled(queries.terms(Vocabulary.SENIORITY)))


class Workplace(forms.Form):
    """The key of an organisation, or nothing for none."""

    organisation = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class Leave(forms.Form):
    not_offered: ClassVar[tuple[str, ...]] = (UNREACHABLE,)
    reason = forms.ChoiceField(
        label="Reason", widget=forms.RadioSelect, error_messages={"required": "Choose a reason"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = queries.terms(Vocabulary.LEFT_REASON).exclude(pk__in=self.not_offered)
        _choices(self, "reason", _labelled(reasons))


PAUSES = [
    ("30", "For a month"),
    ("91", "For three months"),
    ("day", "Until a day I choose"),
    ("", "Until I come back"),
]


class Pause(forms.Form):
    """How long a break lasts. Cleaned to `until`: a day, or None for no end."""

    length = forms.ChoiceField(
        label="How long?", choices=PAUSES, widget=forms.RadioSelect, required=False
    )
    day = DayMonthYear(
        label="Day you come back",
        help_text="Only if you chose a day. For example 27 3 2027.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        length, day = self.cleaned_data.get("length"), self.cleaned_data.get("day")
        if length == "day" and day is None and "day" not in self.errors:
            self.add_error("day", "Enter the day you come back")
        if length == "day":
            return {"until": day}
        today = timezone.localdate()
        return {"until": today + datetime.timedelta(days=int(length)) if length else None}


class Leaving(Leave):
    """For the team, who may hear of it later."""

    not_offered = ()
    on = DayMonthYear(label="Last day", help_text="For example 27 3 2023.")
    field_order = ("on", "reason")


def _address(label: str) -> forms.URLField:
    field = forms.URLField(
        label=label,
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address, like https://example.org/my-work"},
    )
    field.validators = [URLValidator(schemes=["http", "https"], message="Enter a web address")]
    return field


def _offer_one(form: forms.Form, **lists: Vocabulary) -> None:
    """Fill select boxes with the terms of a list, and a first choice that says nothing."""
    found = list(queries.terms(*lists.values(), kept=[form.initial.get(name) for name in lists]))
    for name, vocabulary in lists.items():
        own = _labelled(term for term in found if term.vocabulary == vocabulary)
        _choices(form, name, [("", "Choose one, or leave it"), *own])


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _labelled(terms: Iterable[Any]) -> list[tuple[str, str]]:
    return [(term.key, str(term)) for term in terms]
