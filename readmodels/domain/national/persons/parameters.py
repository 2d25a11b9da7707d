"""The parameters of a request for persons: the form of each, and how to mend one that does not have it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from events.domain.plain_json import pointer_token
from events.domain.refusals import Violation

BSN_MAX: Final = 20
FIELDS_MAX: Final = 130
FIELD_LENGTH_MAX: Final = 200
NAME_LENGTH_MAX: Final = 200
PREFIX_LENGTH_MAX: Final = 10
STREET_LENGTH_MAX: Final = 80
HOUSE_NUMBER_MAX: Final = 99_999
NAME_BEFORE_WILDCARD_MIN: Final = 3
STREET_BESIDE_WILDCARD_MIN: Final = 7
WILDCARD: Final = "*"

Check = Callable[[Any], str | None]
"""What is wrong with a value, as a sentence that tells how to mend it; None when nothing is."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One member of a request body."""

    name: str
    check: Check
    required: bool = False


def violations_of(parameter: Parameter, value: Any) -> Iterator[Violation]:
    """What is wrong with the value of a parameter that was sent."""
    message = parameter.check(value)
    if message is not None:
        yield Violation(pointer=f"/{parameter.name}", code="value", message=message)


def list_violations(name: str, value: Any, *, check: Check, items_max: int) -> Iterator[Violation]:
    """What is wrong with a list of one to `items_max` items."""
    if not isinstance(value, list) or not value or len(value) > items_max:
        message = f"Send a list of 1 to {items_max} items."
        yield Violation(pointer=f"/{pointer_token(name)}", code="items", message=message)
        return
    for place, item in enumerate(value):
        said = check(item)
        if said is not None:
            yield Violation(pointer=f"/{pointer_token(name)}/{place}", code="value", message=said)


def fits(pattern: str, message: str) -> Check:
    """Text of a form."""
    compiled = re.compile(pattern, re.ASCII)

    def check(value: Any) -> str | None:
        return None if isinstance(value, str) and compiled.fullmatch(value) else message

    return check


def day(value: Any) -> str | None:
    """A whole date."""
    try:
        is_day = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        is_day = False
    return None if is_day else "Send a whole date that exists: yyyy-mm-dd."


def flag(value: Any) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else "Send true or false."


def house_number(value: Any) -> str | None:
    """A whole number from 1."""
    is_one = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= HOUSE_NUMBER_MAX
    return None if is_one else f"Send a whole number from 1 to {HOUSE_NUMBER_MAX}."


def field_path(value: Any) -> str | None:
    """The path of a field, or its beginning."""
    is_path = isinstance(value, str) and 0 < len(value) <= FIELD_LENGTH_MAX
    return None if is_path else f"Send the path of a field, of 1 to {FIELD_LENGTH_MAX} characters."


def words(*, length_max: int, beside_wildcard_min: int = 0, leading: bool = False) -> Check:
    """Text in which `*` may stand at its end (or at its beginning) for any characters, beside enough others."""
    places = "at its end" + (" or at its beginning" if leading else "")
    message = f"Send 1 to {length_max} characters" + (
        f"; a {WILDCARD} may stand {places}, beside at least {beside_wildcard_min} other characters."
        if beside_wildcard_min
        else f", without {WILDCARD}."
    )

    def check(value: Any) -> str | None:
        if not isinstance(value, str) or not value.strip() or len(value) > length_max:
            return message
        bare = value.removesuffix(WILDCARD)
        bare = bare.removeprefix(WILDCARD) if leading and bare == value else bare
        is_short = bare != value and len(bare) < beside_wildcard_min
        return message if WILDCARD in bare or is_short or (bare != value and not beside_wildcard_min) else None

    return check


BSN = fits(r"\d{9}", "Send a citizen service number: nine digits, in quotes.")
MUNICIPALITY = fits(r"\d{4}", "Send the code of a municipality: four digits, in quotes.")
BAG_ID = fits(r"\d{16}", "Send an identification of the BAG: sixteen digits, in quotes.")
POSTCODE = fits(r"[1-9]\d{3} ?[A-Za-z]{2}", "Send a postcode: four digits and two letters.")
HOUSE_LETTER = fits(r"[A-Za-z]", "Send one letter.")
HOUSE_ADDITION = fits(r"[A-Za-z0-9 -]{1,4}", "Send 1 to 4 letters or digits.")
SEX = fits(r"[MVOmvo]", "Send M, V or O.")
SURNAME = words(length_max=NAME_LENGTH_MAX, beside_wildcard_min=NAME_BEFORE_WILDCARD_MIN)
GIVEN_NAMES = SURNAME
PREFIX = words(length_max=PREFIX_LENGTH_MAX)
STREET = words(length_max=STREET_LENGTH_MAX, beside_wildcard_min=STREET_BESIDE_WILDCARD_MIN, leading=True)
