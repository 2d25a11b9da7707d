"""How the words on the form of a definition are read: names from titles, places by what they are called, values."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from events.domain.event_types import EventTypeVersion
from readmodels.domain.own_views import functions, places
from readmodels.domain.own_views.conditions import NOTHING, OPERATIONS, SEVERAL
from readmodels.domain.own_views.definition_shape import NAME_LENGTH_MAX

_YES_OR_NO: Final = {"true": True, "ja": True, "yes": True, "false": False, "nee": False, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How typed text is read: by the chosen types, and by what places are called."""

    types: Sequence[EventTypeVersion]
    called: Mapping[str, str]

    def pointer(self, text: str) -> str:
        """The pointer that was typed, or that of the place that is called so."""
        return text if text.startswith("/") else self.called.get(text.casefold(), text)

    def value(self, text: str, *, op: str, at: str | list[str]) -> Any:
        """The value as what can stand there: text, unless only numbers or yes and no do. None for nothing."""
        takes = OPERATIONS[op].takes if op in OPERATIONS else NOTHING
        if not text:
            return None
        if takes == SEVERAL:
            return [self._scalar(part.strip(), at=at) for part in _listed(text) if part.strip()]
        return self._scalar(text, at=at)

    def _scalar(self, text: str, *, at: str | list[str]) -> str | int | float | bool:
        pointers = [at] if isinstance(at, str) else at
        kinds = frozenset[str]().union(*(places.possible(it, types=self.types).kinds for it in pointers if it))
        if not kinds or kinds & {"string", "date"}:
            return text
        if "boolean" in kinds and text.casefold() in _YES_OR_NO:
            return _YES_OR_NO[text.casefold()]
        number = functions.number(text.replace(",", "."))
        return text if number is None else number


def name_of_view(title: str) -> str:
    """A name for addresses: “Adressen in de wijk” is `adressen-in-de-wijk`."""
    return "-".join(_words(title))[:NAME_LENGTH_MAX].strip("-")


def name_of_field(title: str) -> str:
    """A name as fields have: “Nieuwe postcode” is `nieuwePostcode`."""
    first, *rest = _words(title) or [""]
    return (first + "".join(word.title() for word in rest))[:NAME_LENGTH_MAX]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain.lower())


def last_step(pointers: str | list[str]) -> str:
    """What the first of the places is called in the data."""
    first = pointers if isinstance(pointers, str) else pointers[0]
    steps = [step for step in first.split("/") if step not in ("", "*")]
    return steps[-1] if steps else ""


def value_text(value: Any) -> str:
    """A value of a condition as one would have typed it."""
    if isinstance(value, list):
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow(map(value_text, value))
        return written.getvalue()
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _listed(text: str) -> list[str]:
    """The parts between commas; one that holds a comma itself stands between quotes."""
    return next(csv.reader([" ".join(text.splitlines())], skipinitialspace=True), [])
