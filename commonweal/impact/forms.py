from django import forms

from commonweal.core.dates import DayMonthYear


class Ask(forms.Form):
    as_of = DayMonthYear(
        label="Day of the snapshot",
        help_text="The community is shown as it was at the end of this day. For example, 1 4 2023",
    )
