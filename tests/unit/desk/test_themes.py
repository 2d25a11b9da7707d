"""Colours and their contrast, and whether a theme can be read: that of F6, and the example of another municipality."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from management_ui.theming.colours import Colour, contrast, parse
from management_ui.theming.judging import faults, pairs
from management_ui.theming.tokens import Tokens, laid_over, read

PROJECT = Path(settings.BASE_DIR)
HOUSE = read((PROJECT / "management_ui/static/management_ui/tokens.css").read_text(encoding="utf-8"))
EXAMPLE = PROJECT / "docs/themes/duinvoorde.css"
NOTHING = Tokens(light={})

channels = st.integers(0, 255)
colours = st.builds(Colour, channels, channels, channels)


@given(one=colours, other=colours)
def test_contrast_lies_between_1_and_21_and_does_not_mind_the_order(one: Colour, other: Colour) -> None:
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, other) == contrast(other, one)
    assert contrast(one, one) == 1


@given(colour=colours)
def test_a_colour_is_read_as_it_is_written(colour: Colour) -> None:
    red, green, blue = colour.red, colour.green, colour.blue
    assert parse(f"#{red:02x}{green:02X}{blue:02x}") == colour
    assert parse(f" rgb({red}, {green}, {blue}) ") == colour
    assert parse(f"rgb({red} {green} {blue})") == colour


def test_known_contrasts_are_those_that_others_compute() -> None:
    white = Colour(255, 255, 255)
    assert contrast(Colour(0, 0, 0), white) == 21
    assert round(contrast(Colour(0x76, 0x76, 0x76), white), 2) == 4.54
    assert parse("#fff") == white == parse("white")


@pytest.mark.parametrize("written", ["", "#12", "rgb(1 2 3 / 50%)", "rgb(256, 0, 0)", "hsl(0 0% 0%)", "currentcolor"])
def test_what_is_written_otherwise_is_not_guessed(written: str) -> None:
    assert parse(written) is None


@pytest.mark.parametrize("theme", [NOTHING, read(EXAMPLE.read_text(encoding="utf-8"))], ids=["F6", "Duinvoorde"])
def test_the_themes_we_ship_can_be_read(theme: Tokens) -> None:
    assert list(faults(theme, house=HOUSE)) == []


def test_every_colour_of_the_house_that_text_has_is_judged() -> None:
    judged = {name for front, back, _ in pairs() for name in (front, back)}
    coloured = {name for name, value in HOUSE.light.items() if value.startswith("#")}
    decorative = {  # lines between rows and around cards and pills: what they part is told by space and words too
        "--utrecht-surface-border-color",
        "--utrecht-table-row-border-color",
        "--utrecht-page-header-border-color",
    }
    assert coloured - judged == decorative


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (":root { --utrecht-document-color: #999; }", "light: --utrecht-document-color on"),
        (":root { --utrecht-document-background-color: #fff; }", "dark: --utrecht-document-color on"),
        (":root { --utrecht-link-color: #c8102e; }", "dark: --utrecht-link-color on"),
        (":root { --utrecht-link-colour: #000; }", "--utrecht-link-colour is no token of F6"),
        (":root { --utrecht-link-color: oklch(0.4 0.1 250); }", "write it as #rrggbb"),
        (":root { color: red; }", "this is more: color: red;"),
        (".card { display: none; }", "this is more: .card"),
    ],
)
def test_what_is_wrong_with_a_theme_is_said(css: str, said: str) -> None:
    assert any(said in fault.text for fault in faults(read(css), house=HOUSE))


def test_a_theme_that_forgets_the_dark_puts_its_light_colours_there() -> None:
    theme = read(":root { --utrecht-document-color: #123456; }")
    assert laid_over(HOUSE, theme).dark["--utrecht-document-color"] == "#123456"


def test_the_command_says_the_same(tmp_path: Path) -> None:
    call_command("check_theme", str(EXAMPLE), stdout=StringIO())
    wrong = tmp_path / "thema.css"
    wrong.write_text(":root { --utrecht-document-color: #999; }", encoding="utf-8")
    with pytest.raises(CommandError, match="has a contrast of 2"):
        call_command("check_theme", str(wrong))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_theme", str(tmp_path / "nergens.css"))
