"""The parameters of a question in a national form: the form of each, and what is said of one that does not have it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

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


class Code(StrEnum):
    """What can be wrong with a question. For each, the table of problems has a sentence in every language."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"
    HOUSE_NUMBER = "house-number"
    ITEMS = "items"
    LAST_DAY = "last-day"
    OBJECT = "type"
    ORDER = "order"
    PATTERN = "pattern"
    REQUIRED = "required"
    SEARCH_TEXT = "search-text"
    UNKNOWN_FIELD = "unknown-field"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value: a sentence that tells how to mend it, and where inside the value (`/0`)."""

    code: Code
    message: str
    facts: tuple[tuple[str, str], ...] = ()
    """The words that the sentence of the code needs (`Violation.facts`)."""
    place: str = ""

    def at(self, pointer: str) -> Violation:
        """The same as a violation of the whole request."""
        return Violation(pointer=pointer + self.place, code=self.code, message=self.message, facts=self.facts)


Check = Callable[[Any], Iterable[Wrong]]
"""Everything that is wrong with a value."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One member of a request body."""

    name: str
    check: Check
    required: bool = False


def list_of(check: Check, *, items_max: int) -> Check:
    """A list of one to `items_max` items."""

    def check_list(value: Any) -> Iterator[Wrong]:
        if not isinstance(value, list) or not value or len(value) > items_max:
            yield Wrong(Code.ITEMS, f"Send a list of 1 to {items_max} items.")
            return
        for place, item in enumerate(value):
            for wrong in check(item):
                yield replace(wrong, place=f"/{place}{wrong.place}")

    return check_list


def fits(pattern: str, message: str, *, example: str) -> Check:
    """Text of a form."""
    compiled = re.compile(pattern, re.ASCII)
    wrong = Wrong(Code.PATTERN, message, (("example", example),))
    return lambda value: () if isinstance(value, str) and compiled.fullmatch(value) else (wrong,)


def among(*options: str) -> Check:
    """One of these texts, in capitals or not."""
    listed = ", ".join(options)
    wrong = Wrong(Code.CHOICE, f"Choose one of: {listed}.", (("options", listed),))
    return lambda value: () if isinstance(value, str) and value.upper() in options else (wrong,)


def read_day(value: Any) -> date | None:
    """The day that a text says as `yyyy-mm-dd`; None when it says none."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.isoformat() == value else None


def day(value: Any) -> Iterator[Wrong]:
    """A whole date."""
    if read_day(value) is None:
        yield Wrong(Code.DATE, "Give an existing day as yyyy-mm-dd.")


def flag(value: Any) -> Iterator[Wrong]:
    """True or false."""
    if not isinstance(value, bool):
        yield Wrong(Code.BOOLEAN, "Send true or false.")


def house_number(value: Any) -> Iterator[Wrong]:
    """A whole number from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= HOUSE_NUMBER_MAX:
        yield Wrong(Code.HOUSE_NUMBER, f"Send a whole number from 1 to {HOUSE_NUMBER_MAX}.")


def words(*, length_max: int, beside_wildcard_min: int = 0, leading: bool = False) -> Check:
    """Text in which `*` may stand at its end (or at its beginning) for any characters, beside enough others."""
    places = "at its end" + (" or at its beginning" if leading else "")
    message = f"Send 1 to {length_max} characters" + (
        f"; a {WILDCARD} may stand {places}, beside at least {beside_wildcard_min} other characters."
        if beside_wildcard_min
        else f", without {WILDCARD}."
    )

    def check(value: Any) -> Iterator[Wrong]:
        if not isinstance(value, str) or not _can_be_searched(value):
            yield Wrong(Code.SEARCH_TEXT, message)

    def _can_be_searched(value: str) -> bool:
        if not value.strip() or len(value) > length_max:
            return False
        bare = value.removesuffix(WILDCARD)
        bare = bare.removeprefix(WILDCARD) if leading and bare == value else bare
        if bare != value and not 0 < beside_wildcard_min <= len(bare):
            return False
        return WILDCARD not in bare

    return check


BSN = fits(r"\d{9}", "Send a citizen service number: nine digits, in quotes.", example="999990342")
BSNS = list_of(BSN, items_max=BSN_MAX)
MUNICIPALITY = fits(r"\d{4}", "Send the code of a municipality: four digits, in quotes.", example="0518")
BAG_ID = fits(r"\d{16}", "Send an identification of the BAG: sixteen digits, in quotes.", example="0518010000000001")
POSTCODE = fits(r"[1-9]\d{3} ?[A-Za-z]{2}", "Send a postcode: four digits and two letters.", example="2511CV")
HOUSE_LETTER = fits(r"[A-Za-z]", "Send one letter.", example="B")
HOUSE_ADDITION = fits(r"[A-Za-z0-9 -]{1,4}", "Send 1 to 4 letters or digits.", example="III")
FIELD = fits(
    rf"(?s:.{{1,{FIELD_LENGTH_MAX}}})",
    f"Send the path of a field, of 1 to {FIELD_LENGTH_MAX} characters.",
    example="naam.voornamen",
)
FIELDS = list_of(FIELD, items_max=FIELDS_MAX)
SEX = among("M", "V", "O")
SURNAME = words(length_max=NAME_LENGTH_MAX, beside_wildcard_min=NAME_BEFORE_WILDCARD_MIN)
GIVEN_NAMES = SURNAME
PREFIX = words(length_max=PREFIX_LENGTH_MAX)
STREET = words(length_max=STREET_LENGTH_MAX, beside_wildcard_min=STREET_BESIDE_WILDCARD_MIN, leading=True)
