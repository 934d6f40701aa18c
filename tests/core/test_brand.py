import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.checks import run_checks
from django.urls import reverse

from commonweal.core import brand
from commonweal.core.colour import contrast, from_oklch, to_oklch

PNG = b"\x89PNG\r\n\x1a\n"


def value(css, theme, name):
    """The value of a custom property in one theme of the stylesheet."""
    start = {
        "light": ":root {",
        "dark": ":root[data-theme=dark]",
        "contrast": "[data-theme=contrast]",
    }
    block = css[css.index(start[theme]) :].split("}")[0]
    return re.search(rf"--{name}: #(\w+);", block)[1]


def test_the_design_is_used_as_it_is_with_the_designed_colours():
    assert value(brand.stylesheet(), "light", "paint-a8471f") == "a8471f"


def test_a_communitys_own_colour_replaces_the_brand_and_its_shades(settings):
    settings.BRAND_COLOUR = "#5b2a86"
    css = brand.stylesheet()
    assert value(css, "light", "ink-17494d") == "5b2a86"
    shade = next(
        d
        for _, d, _ in brand.tokens().values()
        if d != "17494d" and brand.branded(d, "5b2a86", "a8471f") != d
    )
    lightness = to_oklch(shade)[0] - to_oklch("17494d")[0]
    moved = brand.branded(shade, "5b2a86", "a8471f")
    assert abs(to_oklch(moved)[0] - to_oklch("5b2a86")[0] - lightness) < 0.1
    assert value(css, "light", "ink-1d2a2b") == "1d2a2b"


def test_dark_turns_page_and_text_around_and_keeps_focus():
    css = brand.stylesheet()
    page, text = value(css, "dark", "paint-faf7f1"), value(css, "dark", "ink-1d2a2b")
    assert contrast(page, "ffffff") > 15
    assert contrast(page, text) > 12
    assert value(css, "dark", "paint-ffd83d") == "ffd83d"


@pytest.mark.parametrize(("theme", "least"), [("light", 4.5), ("dark", 4.5), ("contrast", 7)])
@pytest.mark.parametrize("ink", ["1d2a2b", "4b5a5b", "17494d", "a8471f", "b3261e", "8c2f5a"])
def test_text_is_readable_on_page_card_and_tint_in_every_theme(theme, least, ink):
    css = brand.stylesheet()
    for paint in ("faf7f1", "ffffff", "f1ebe0", "fdf0d5", "e6efe9"):
        ratio = contrast(value(css, theme, f"ink-{ink}"), value(css, theme, f"paint-{paint}"))
        assert ratio >= least, f"{ink} on {paint} in {theme}: {ratio:.2f}"


@pytest.mark.parametrize("digits", ["17494d", "a8471f", "ffffff", "000000", "ffd83d"])
def test_a_colour_survives_the_way_to_lightness_and_back(digits):
    assert from_oklch(*to_oklch(digits)) == digits


def test_contrast_of_black_and_white_is_21():
    assert round(contrast("000000", "ffffff"), 3) == 21


@pytest.mark.parametrize(
    ("colour", "sentence"),
    [
        ("#17494d", None),
        ("teal", "BRAND_COLOUR must be a colour such as #17494d, not “teal”."),
        (
            "#ffcc00",
            "BRAND_COLOUR #ffcc00 is too light: white text on it has a contrast of 1.5 to 1",
        ),
    ],
)
def test_a_colour_nobody_could_read_stops_the_start(settings, colour, sentence):
    settings.BRAND_COLOUR = colour
    found = [message.msg for message in run_checks() if message.id == "core.brand"]
    assert [text.startswith(sentence) for text in found] == ([True] if sentence else [])


def test_the_stylesheet_is_kept_by_browsers_under_an_address_that_follows_its_content(
    client, settings
):
    before = brand.version()
    assert "immutable" in client.get(reverse("core:brand"))["Cache-Control"]
    settings.BRAND_ACCENT = "#7a1f5c"
    assert brand.version() != before


def test_a_communitys_typeface_replaces_ours(settings):
    settings.BRAND_TYPEFACE, settings.BRAND_TYPEFACE_FILE = "Our Type", "/somewhere/our.woff2"
    css = brand.stylesheet()
    assert '--typeface: "Our Type"' in css
    assert "Atkinson" not in css


def test_the_logo_comes_from_the_settings(client, settings, tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(PNG)
    settings.BRAND_LOGO = str(logo)
    response = client.get(reverse("core:brand_file", args=["logo"]))
    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Type"] == "image/png"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["", "/etc/passwd", "/nowhere/logo.png"])
def test_nothing_but_a_logo_is_served_as_the_logo(client, settings, path):
    settings.BRAND_LOGO = path
    assert client.get(reverse("core:brand_file", args=["logo"])).status_code == 404


def test_the_administration_wears_the_communitys_colours_and_every_one_of_them_exists(team):
    page = team.get("/admin/").text
    assert reverse("core:brand") in page
    sheet = finders.find("commonweal/admin.css")
    used = re.findall(r"var\(--((?:ink|paint|line)-\w+)\)", Path(sheet).read_text())
    assert [name for name in used if name not in brand.tokens()] == []
