"""What somebody typed, to be sent once more as it was, and to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

READABLE_MAX: Final = 50
OF_THE_PAGE: Final = re.compile(
    r"event_id|expected|seen|seen_at|difference|revision|number|object|event|after|back|next|van|pile|whose|confirmed"
    r"|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|.*#"
)
"""The names of what a page itself puts in a form, and of what says where to go."""
BUTTONS: Final = re.compile(r"_.*|decision|action|act")
IDENTIFIER: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|", re.ASCII)
"""What was chosen from a list, or nothing: no words to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One value of a form, as a hidden input sends it."""

    name: str
    value: str


def inputs(typed: QueryDict) -> tuple[Input, ...]:
    """Every value, in order, so that the form can be sent again as it was."""
    return tuple(_each(typed))


def readable(typed: QueryDict) -> tuple[str, ...]:
    """What a person filled in, to be read and copied: without what the page itself put there."""
    words = (it for it in _each(typed) if not (BUTTONS.fullmatch(it.name) or OF_THE_PAGE.fullmatch(it.name)))
    filled = (it.value.strip() for it in words)
    return tuple(dict.fromkeys(value for value in filled if not IDENTIFIER.fullmatch(value)))[:READABLE_MAX]


def _each(typed: QueryDict) -> Iterator[Input]:
    for name, values in typed.lists():
        for value in values:
            if isinstance(value, str):
                yield Input(name=name, value=value)
