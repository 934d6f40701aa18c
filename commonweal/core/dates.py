"""A date asked for as day, month and year, the way the NHS service manual asks."""

import datetime
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format


class DayMonthYearInput(forms.MultiWidget):
    """Three boxes. `forms/field.jinja` draws them."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DayMonthYear(forms.MultiValueField):
    """A day of the calendar, cleaned to a date. Says in a sentence what is wrong with another."""

    widget: type[forms.MultiWidget] = DayMonthYearInput

    def __init__(self, **kwargs: Any) -> None:
        numbers = [forms.CharField(max_length=4, required=False) for _ in range(3)]
        super().__init__(fields=numbers, require_all_fields=False, **kwargs)
        self.error_messages["required"] = f"Enter the {self.noun}"

    @property
    def noun(self) -> str:
        label = str(self.label)
        return label[:1].lower() + label[1:]

    def compress(self, data_list: list[str]) -> datetime.date | None:
        if not any(data_list):
            return None
        day, month, year = ((part or "").strip() for part in data_list)
        missing = [
            word
            for word, part in zip(("day", "month", "year"), (day, month, year), strict=True)
            if not part
        ]
        if missing:
            raise forms.ValidationError(f"The {self.noun} must include a {' and a '.join(missing)}")
        if len(year) != 4:
            raise forms.ValidationError("The year must have 4 numbers")
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError as problem:
            raise forms.ValidationError(f"The {self.noun} must be a real date") from problem


TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\.?|(\d{1,2})[:.](\d{2})")
MIDDAY = datetime.time(12)


def clock(value: datetime.time) -> str:
    """A time of day as the NHS style guide writes it: 4:05pm, 9am, midday."""
    if value == MIDDAY:
        return "midday"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def day_and_time(value: datetime.datetime) -> str:
    """A moment people must not miss: “midday on 3 August 2026 (UK time)”."""
    local = timezone.localtime(value)
    return f"{clock(local.time())} on {date_format(local, 'j F Y')} (UK time)"


def time_of_day(text: str) -> datetime.time | None:
    """What “4:05pm”, “16:05”, “9am” or “midday” means; None for what means nothing.

    Midnight is not taken: people differ on which day it belongs to.
    """
    said = text.strip().lower()
    if said in ("midday", "noon"):
        return MIDDAY
    found = TIME.fullmatch(said)
    if found is None:
        return None
    hour, minute, half, hour24, minute24 = found.groups()
    if half is None:
        return _time(int(hour24), int(minute24))
    if not 1 <= int(hour) <= 12:
        return None
    return _time(int(hour) % 12 + (12 if half == "p" else 0), int(minute or 0))


def _time(hour: int, minute: int) -> datetime.time | None:
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


class DayMonthYearTimeInput(forms.MultiWidget):
    """Four boxes. `forms/field.jinja` draws them."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput() for _ in range(4)])

    def decompress(self, value: Any) -> list[Any]:
        if not value:
            return ["", "", "", clock(MIDDAY)]
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return [local.day, local.month, local.year, clock(local.time())]


class DayMonthYearTime(DayMonthYear):
    """A day and a time of it, cleaned to a moment in the time zone of the settings.

    Without a time it is midday. Says in a sentence what is wrong with another.
    """

    widget = DayMonthYearTimeInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields = (*self.fields, forms.CharField(max_length=20, required=False))

    def clean(self, value: Any) -> Any:
        """A time alone says nothing: the box begins with one in it."""
        if value and not any(value[:3]):
            value = ["", "", "", ""]
        return super().clean(value)

    def compress(self, data_list: list[str]) -> datetime.datetime | None:
        on = super().compress(data_list[:3])
        if on is None:
            return None
        at = time_of_day(data_list[3] or "midday")
        if at is None:
            raise forms.ValidationError(
                f"Enter the time of the {self.noun} like 9am, 4:30pm or midday"
            )
        moment = timezone.make_aware(datetime.datetime.combine(on, at))
        if timezone.localtime(moment.astimezone(datetime.UTC)).time() != at:
            raise forms.ValidationError(
                f"There is no {clock(at)} on that day: the clocks go forward"
            )
        return moment
