"""The values of a person as text in which other persons can be linked: what `holdings` says, in parts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from management_ui.presenters.holdings import BY_LAW, holding_text
from management_ui.presenters.persons import Names
from readmodels.domain.holdings import Holding

RESIDENCES: Final = frozenset({"verblijfplaats", "woonadres"})
START: Final = "ingang"
_BEGIN, _NAME, _END = "\ue000", "\ue001", "\ue002"
"""Signs for private use: what stands between them is a person, first the id, then the name."""
_PERSON = re.compile(f"{_BEGIN}([^{_NAME}]*){_NAME}([^{_END}]*){_END}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a value: text, or the name of another person with his id."""

    text: str
    person: UUID | None = None


Parts = tuple[Part, ...]


class _Marking(Names):
    """Names that tell in the text where a person stands."""

    def of(self, person: UUID) -> str:
        """The name with the id, between signs."""
        return f"{_BEGIN}{person}{_NAME}{Names.of(self, person)}{_END}"


def kind_of(name: str) -> str:
    """What kind of value a name is of: `ouder` of `ouder/1`, `gezag` of `rechtsgevolg/gezag`."""
    return name.removeprefix(BY_LAW).partition("/")[0].partition("#")[0]


def parts(holding: Holding, *, names: Names) -> Parts:
    """What a value says. Of a residence not since when: the moments beside it do; why not, where the law is silent."""
    if not holding.determined:
        return (Part(text=_("cannot be determined")),)
    told = holding
    if kind_of(holding.name) in RESIDENCES and isinstance(holding.value, Mapping):
        told = replace(holding, value={name: it for name, it in holding.value.items() if name != START})
    marking = _Marking(known=names.known, code=names.code)
    return tuple(_parted(holding_text(told, names=marking)))


def text(found: Iterable[Part]) -> str:
    """The parts as one line."""
    return "".join(part.text for part in found)


def _parted(said: str) -> Iterator[Part]:
    at = 0
    for person in _PERSON.finditer(said):
        if person.start() > at:
            yield Part(text=said[at : person.start()])
        yield Part(text=person[2], person=UUID(person[1]))
        at = person.end()
    if at < len(said):
        yield Part(text=said[at:])
