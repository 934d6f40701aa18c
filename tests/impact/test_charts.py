"""Charts as files and as parts of a page."""

import datetime
import re

import pytest

from commonweal.impact.charts import bars, columns, drawing, lines, style

DAY = datetime.date


def drawn(spec):
    return drawing.svg(spec, name="f", title="Who <we> are", words="Seven & eight.")


def words_of(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_a_chart_says_what_it_is():
    svg = drawn(bars.spec([bars.Bar("Nurse", 12, "12 (60%)"), bars.Bar("Other", 8, "8", True)]))

    assert 'role="img" aria-labelledby="f-title f-words">' in svg
    assert '<title id="f-title">Who &lt;we&gt; are</title>' in svg
    assert '<desc id="f-words">Seven &amp; eight.</desc>' in svg
    assert svg.count("role=") == 1
    assert words_of(svg) == ["12 (60%)", "8", "Nurse", "Other"]


def test_every_column_has_its_year_and_its_value():
    svg = drawn(columns.spec([("2021", 231, "231"), ("2022", 0, "0")]))

    assert words_of(svg) == ["231", "0", "2021", "2022"]


def test_columns_of_nothing_are_drawn_too():
    assert words_of(drawn(columns.spec([("2021", 0, "0")]))) == ["0", "2021"]


def test_more_than_nine_columns_lie_down():
    rows = [(str(2000 + i), i + 1, str(i + 1)) for i in range(10)]

    assert columns.spec(rows) == bars.grouped([bars.Bar(*row) for row in rows])


def test_grouped_bars_stand_under_their_heading():
    svg = drawn(
        bars.grouped(["Visit", bars.Bar("2021", 0, "0"), "Event", bars.Bar("2021", 4, "4")])
    )

    assert words_of(svg) == ["0", "4", "Visit", "Event", "2021", "2021"]


def test_lines_are_named_where_they_end():
    points = [(DAY(2020, 3, 31), 10), (DAY(2023, 4, 1), 1204)]
    svg = drawn(lines.spec([lines.Line("Members", points, above=True)]))

    assert re.findall(r"<tspan[^>]*>([^<]*)</tspan>", svg) == ["Members", "1,204"]


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0, [0]),
        (2, [0, 1, 2]),
        (9, [0, 2, 4, 6, 8]),
        (5_320, [0, 1_000, 2_000, 3_000, 4_000, 5_000]),
        (1_584_000, [0, 500_000, 1_000_000, 1_500_000]),
    ],
)
def test_ticks_are_round_and_whole(highest, expected):
    assert lines.ticks(highest) == expected


@pytest.mark.slow
def test_a_picture_is_three_times_as_large():
    png = drawing.png(drawn(columns.spec([("2021", 1, "1")])))

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == 3 * style.WIDTH


def test_on_a_page_a_chart_takes_the_colours_of_its_reader():
    svg = drawing.for_page(drawn(bars.spec([bars.Bar("Nurse", 12, "12")])), style.colours())

    assert 'width="100%"' in svg
    assert 'fill="none"' in svg
    assert 'fill="var(--ink-17494d, #17494d)"' in svg
    assert 'fill="var(--ink-1d2a2b, #1d2a2b)"' in svg
    assert not re.search(r'"#[0-9a-f]{6}"', svg)
    assert "style=" not in svg


def test_what_is_no_chart_is_shown_as_nothing():
    assert drawing.for_page("", style.colours()) == ""


def test_the_brand_decides_the_colours(settings):
    settings.BRAND_COLOUR = "#3A2A7A"

    assert 'fill="#3a2a7a"' in drawn(bars.spec([bars.Bar("Nurse", 12, "12")]))
