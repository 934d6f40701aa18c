"""A date asked for as day, month and year, the way the NHS service manual asks."""

import datetime
from typing import Any

from django import forms


class DayMonthYearInput(forms.MultiWidget):
    """Three boxes. `forms/field.jinja` draws them."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DayMonthYear(forms.MultiValueField):
    """A day of the calendar, cleaned to a date. Says in a sentence what is wrong with another."""

    widget = DayMonthYearInput

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
