"""How fields are drawn and what they take."""

import datetime

import pytest
from django import forms

from commonweal.core.dates import DayMonthYear, DayMonthYearTime, clock, time_of_day


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


class Until(forms.Form):
    closes = DayMonthYearTime(label="Closing time")


def moment(day, month, year, at):
    return Until({"closes_0": day, "closes_1": month, "closes_2": year, "closes_3": at})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("9am", (9, 0)),
        ("4:05pm", (16, 5)),
        ("12 PM", (12, 0)),
        ("12am", (0, 0)),
        ("noon", (12, 0)),
        ("Midday", (12, 0)),
        ("16.30", (16, 30)),
        ("11:59 p.m.", (23, 59)),
    ],
)
def test_a_time_may_be_written_in_many_ways(said, meant):
    assert time_of_day(said) == datetime.time(*meant)


@pytest.mark.parametrize("said", ["midnight", "13pm", "0am", "24:00", "12:60", "soon", "9"])
def test_what_is_no_time_or_could_be_two_is_not_guessed(said):
    assert time_of_day(said) is None


@pytest.mark.parametrize("said", ["midday", "9am", "4:05pm", "12:30am"])
def test_a_time_is_shown_as_it_may_be_typed(said):
    assert clock(time_of_day(said)) == said


def test_a_moment_is_one_of_the_settings_time_zone_in_summer_and_winter():
    summer, winter = moment("1", "7", "2026", "9am"), moment("1", "12", "2026", "")

    assert summer.is_valid()
    assert winter.is_valid()
    assert summer.cleaned_data["closes"].isoformat() == "2026-07-01T09:00:00+01:00"
    assert winter.cleaned_data["closes"].isoformat() == "2026-12-01T12:00:00+00:00"


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("", "", "", ""), "Enter the closing time"),
        (("", "", "", "midday"), "Enter the closing time"),
        (("1", "7", "2026", "late"), "Enter the time of the closing time like 9am, 4:30pm"),
        (("29", "3", "2026", "1:30am"), "There is no 1:30am on that day: the clocks go forward"),
        (("31", "2", "2026", "9am"), "The closing time must be a real date"),
    ],
)
def test_what_is_no_moment_is_refused_in_a_sentence(parts, sentence):
    assert moment(*parts).errors["closes"][0].startswith(sentence)


def test_a_moment_is_four_boxes_the_last_filled_with_midday():
    html = str(Until()["closes"].as_field_group())

    assert html.count("<input") == 4
    assert 'value="midday"' in html


def test_a_moment_kept_is_shown_in_local_time():
    kept = datetime.datetime(2026, 7, 1, 8, 30, tzinfo=datetime.UTC)

    assert 'value="9:30am"' in str(Until(initial={"closes": kept})["closes"].as_field_group())


def test_an_optional_moment_left_as_it_was_is_none():
    class Maybe(forms.Form):
        on = DayMonthYearTime(label="Start", required=False)

    form = Maybe({"on_0": "", "on_1": "", "on_2": "", "on_3": "midday"})

    assert form.is_valid()
    assert form.cleaned_data["on"] is None
