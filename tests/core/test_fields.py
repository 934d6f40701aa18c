"""How fields are drawn and what they take."""

import datetime

import pytest
from django import forms

from commonweal.core.dates import DayMonthYear


class When(forms.Form):
    on = DayMonthYear(label="Last day", help_text="For example 27 3 2023.")


def typed(day, month, year):
    return When({"on_0": day, "on_1": month, "on_2": year})


def test_a_day_month_and_year_make_a_date():
    form = typed("27", " 3", "2023")

    assert form.is_valid()
    assert form.cleaned_data["on"] == datetime.date(2023, 3, 27)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("", "", ""), "Enter the last day"),
        (("27", "", "2023"), "The last day must include a month"),
        (("", "", "2023"), "The last day must include a day and a month"),
        (("27", "3", "23"), "The year must have 4 numbers"),
        (("31", "2", "2023"), "The last day must be a real date"),
        (("x", "2", "2023"), "The last day must be a real date"),
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(parts, sentence):
    assert typed(*parts).errors == {"on": [sentence]}


def test_an_optional_date_may_be_left_out():
    class Maybe(forms.Form):
        on = DayMonthYear(label="Last day", required=False)

    form = Maybe({"on_0": "", "on_1": "", "on_2": ""})

    assert form.is_valid()
    assert form.cleaned_data["on"] is None


def test_a_date_is_three_labelled_boxes_of_which_the_first_has_the_fields_id():
    html = str(When(initial={"on": datetime.date(2023, 3, 27)})["on"].as_field_group())

    for part in ('id="id_on"', 'name="on_1"', 'value="2023"', "Last day", "For example 27 3 2023."):
        assert part in html


def test_an_empty_date_has_empty_boxes():
    html = str(When()["on"].as_field_group())

    assert html.count('value=""') + (3 - html.count("value=")) >= 3
    assert "None" not in html


def test_a_file_is_asked_for_with_a_file_box():
    class Upload(forms.Form):
        photo = forms.FileField(widget=forms.FileInput(attrs={"accept": "image/*"}))

    html = str(Upload()["photo"].as_field_group())

    assert 'type="file"' in html
    assert 'accept="image/*"' in html


def test_a_text_area_has_the_rows_it_asks_for():
    class Note(forms.Form):
        note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))

    assert 'rows="3"' in str(Note()["note"].as_field_group())


@pytest.mark.parametrize(("count", "small"), [(10, False), (11, True)])
def test_a_long_list_of_boxes_is_drawn_small(count, small):
    class Pick(forms.Form):
        some = forms.MultipleChoiceField(
            choices=[(str(n), f"Choice {n}") for n in range(count)],
            widget=forms.CheckboxSelectMultiple,
        )

    html = str(Pick({"some": ["3"]})["some"].as_field_group())

    assert ("nhsuk-checkboxes--small" in html) is small
    assert html.count(" checked") == 1
