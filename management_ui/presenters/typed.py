"""What somebody typed, to be sent once more as it was, and to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

READABLE_MAX: Final = 50
OF_THE_PAGE: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\[{].*[\]}]|", re.DOTALL)
"""What a page itself put in a form: ids, JSON, nothing."""
BUTTONS: Final = re.compile(r"_.*|decision|action|next|van|pile")
"""The names of buttons, and of what says where to go."""


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
    filled = [(it.name, it.value.strip()) for it in _each(typed) if not BUTTONS.fullmatch(it.name)]
    return tuple(dict.fromkeys(value for _, value in filled if not OF_THE_PAGE.fullmatch(value)))[:READABLE_MAX]


def _each(typed: QueryDict) -> Iterator[Input]:
    for name, values in typed.lists():
        for value in values:
            if isinstance(value, str):
                yield Input(name=name, value=value)
