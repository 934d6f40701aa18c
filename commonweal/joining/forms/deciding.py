"""Asking who reads, what they find, and what is decided."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms

from commonweal.core.forms import BAD_ADDRESS
from commonweal.joining.queries.queue import STRETCHES
from commonweal.joining.services.reading import Given

ADVICE = [("ADMIT", "Admit"), ("UNSURE", "Not sure"), ("REFUSE", "Do not admit")]
OUTCOMES = [("ADMIT", "Admit"), ("WAIT", "Put on the waiting list"), ("REFUSE", "Do not admit")]
# What the lowest and the highest score mean; a top of 3 has a word for each.
WORDS = {0: "0: not shown", 1: "1: a little", 2: "2: well", 3: "3: very well"}
LONGEST = 4000


class Narrowing(forms.Form):
    """What the queue is narrowed to, from its address."""

    show = forms.CharField(required=False)
    reader = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    nation = forms.CharField(required=False, max_length=80)
    ready = forms.BooleanField(required=False)

    def said(self) -> dict[str, Any]:
        """What makes sense of it; the rest is left out."""
        self.is_valid()
        given = self.cleaned_data
        show = given.get("show") or "open"
        return {
            "stretch": show if show in {*STRETCHES, "all"} else "open",
            "reader": given.get("reader"),
            "nation": given.get("nation") or "",
            "ready": bool(given.get("ready")),
        }


class NewReader(forms.Form):
    """Somebody of the team, or anybody with an account by address."""

    person = forms.ChoiceField(label="Somebody of the team", required=False)
    email = forms.EmailField(
        label="Or anybody, by the e-mail address of their account",
        required=False,
        error_messages={"invalid": BAD_ADDRESS},
    )

    def __init__(self, *args: Any, team: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), str(user)) for user in team]
        _choices(self, "person", [("", "Choose somebody"), *people])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and bool(given.get("person")) == bool(given.get("email")):
            raise forms.ValidationError("Choose somebody of the team, or enter an address.")
        return given


class Asking(forms.Form):
    """Who is asked to read one application."""

    reader = forms.ChoiceField(
        label="Ask somebody to read it", error_messages={"required": "Choose a reader"}
    )

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "reader", [(str(user.pk), str(user)) for user in people])


class StepAside(forms.Form):
    note = forms.CharField(
        label="What is the conflict?",
        help_text="For example: I manage the applicant. The team can read this.",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what the conflict is"},
    )


class Reading(forms.Form):
    """A score and a reason for each criterion, then advice. Fields are named by the criterion."""

    advice = forms.ChoiceField(
        label="What do you advise?",
        choices=ADVICE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you advise"},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="For those who decide. Write what the applicant could be told.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say why you advise this"},
    )

    def __init__(self, *args: Any, criteria: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        own = [name for one in criteria for name in self._add(one)]
        self.order_fields([*own, "advice", "reason"])

    def _add(self, criterion: Any) -> tuple[str, str]:
        score, reason = f"score_{criterion.key}", f"reason_{criterion.key}"
        self.fields[score] = forms.TypedChoiceField(
            label=criterion.label,
            help_text=criterion.help,
            choices=[(value, anchor(value, criterion.top)) for value in range(criterion.top + 1)],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose a score for “{criterion.label}”"},
        )
        self.fields[reason] = forms.CharField(
            label=f"Reason for this score: {criterion.label}",
            max_length=LONGEST,
            widget=forms.Textarea({"rows": 3}),
            error_messages={"required": f"Give a reason for the score of “{criterion.label}”"},
        )
        return score, reason

    def typed(self) -> dict[str, str]:
        """What was typed, as it was typed. No database keeps a NUL."""
        return {name: self.data.get(name, "").replace("\0", "") for name in self.fields}

    def scores(self) -> dict[str, Given]:
        """Score and reason by the criterion’s key, once the form is valid."""
        given = self.cleaned_data
        return {
            one.key: Given(given[f"score_{one.key}"], given[f"reason_{one.key}"])
            for one in self.criteria
        }


def anchor(value: int, top: int) -> str:
    """What a score means in words, where there is a word for it."""
    if top == max(WORDS):
        return WORDS[value]
    return {0: WORDS[0], top: f"{top}: very well"}.get(value, str(value))


class Outcomes(forms.Form):
    """A choice of outcomes."""

    def outcome_label(self) -> str:
        """The outcome chosen, as it reads on the form."""
        return dict(OUTCOMES)[self.cleaned_data["outcome"]]


class Deciding(Outcomes):
    """What is decided, and what the applicant is told."""

    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="The applicant reads this in the letter. Needed when you do not admit them.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
        required=False,
    )
    change = forms.CharField(
        label="What would change it (optional)",
        help_text="When you do not admit them: what would make a later application stronger.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    early = forms.CharField(
        label="Why before enough people have read it?",
        help_text="Kept with the decision. The applicant does not see it.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why you decide before enough people have read it"},
    )

    def __init__(
        self, *args: Any, outcomes: Sequence[str], early: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # Where nothing is open, the service says by whom it was decided.
        fitting = [each for each in OUTCOMES if not outcomes or each[0] in outcomes]
        _choices(self, "outcome", fitting)
        if not early:
            del self.fields["early"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("outcome") == "REFUSE" and not given.get("reason") and "reason" in given:
            self.add_error("reason", "Give the applicant a reason")
        return given


class DecidingMany(Outcomes):
    """One outcome for several, with a reason for all and, where wanted, own words for each."""

    outcome = forms.ChoiceField(
        label="What do you decide for all of these?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )
    reason = forms.CharField(
        label="Reason for all of them",
        help_text="Each applicant reads this in their letter.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )
    change = forms.CharField(
        label="What would change it (optional)",
        help_text="When you do not admit them: what would make a later application stronger.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    early = forms.CharField(
        label="Why before enough people have read all of them? (optional)",
        help_text="Without it, those are left undecided. The applicants do not see it.",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )

    def __init__(
        self, *args: Any, applications: Sequence[Any], early: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not early:
            del self.fields["early"]
        for one in applications:
            self.fields[f"own_{one.ref}"] = forms.CharField(
                label=f"Own words for {one.name} (optional)",
                help_text="They stand before the reason for all.",
                max_length=LONGEST,
                widget=forms.Textarea({"rows": 2}),
                required=False,
            )

    def reason_for(self, ref: str) -> str:
        """What one applicant is told: their own words, then those for all."""
        given = self.cleaned_data
        parts = (given.get(f"own_{ref}", ""), given.get("reason", ""))
        return "\n\n".join(part.strip() for part in parts if part and part.strip())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("outcome") == "REFUSE" and not given.get("reason"):
            own = [name for name in self.fields if name.startswith("own_")]
            if not all(given.get(name) for name in own):
                self.add_error("reason", "Give a reason for all, or own words for each applicant")
        return given


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices
