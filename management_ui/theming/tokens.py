"""What a style sheet of tokens says, and what it comes to when a theme is laid over it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
DARK: Final = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\{\s*:root\s*\{([^}]*)\}\s*\}")
LIGHT: Final = re.compile(r":root\s*\{([^}]*)\}")
TOKEN: Final = re.compile(r"(--[\w-]+)\s*:\s*([^;]+);")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The values of tokens, always and when the visitor prefers dark; and what is more than tokens."""

    light: Mapping[str, str]
    dark: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""
    """What the sheet says besides tokens; a theme should say nothing."""


def read(css: str) -> Tokens:
    """The tokens of a style sheet."""
    text = COMMENT.sub("", css)
    in_the_dark, text = DARK.findall(text), DARK.sub("", text)
    always, text = LIGHT.findall(text), LIGHT.sub("", text)
    more = [TOKEN.sub("", block).strip() for block in (*always, *in_the_dark)]
    return Tokens(light=_values(always), dark=_values(in_the_dark), rest=" ".join([*more, text]).strip())


def _values(blocks: Iterable[str]) -> dict[str, str]:
    return {name: value.strip() for block in blocks for name, value in TOKEN.findall(block)}


def laid_over(house: Tokens, theme: Tokens) -> Tokens:
    """What a page shows: the theme comes later, so what it says always holds in the dark as well."""
    light = {**house.light, **theme.light}
    return Tokens(light=light, dark={**house.light, **house.dark, **theme.light, **theme.dark})
