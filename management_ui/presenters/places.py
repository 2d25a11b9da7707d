"""Where a field or condition of a view can point to, by the schemas of the chosen event types: with names to read."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.utils.translation import gettext as _

from events.domain import declared_pointers, pointers
from events.domain.event_types import EventTypeVersion
from events.domain.plain_json import pointer_token
from management_ui.presenters.values import title_of
from readmodels.domain.own_views import places

DATA: Final = "/event_data"
EVERY: Final = "*"
STEPS_MAX: Final = 6
PLACES_MAX: Final = 400
_NOT_SUGGESTED: Final = ("event_data", "event_kind", "event_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place where a value can stand: its pointer, and what it is called."""

    pointer: str
    label: str


def suggested(types: Sequence[EventTypeVersion]) -> tuple[Place, ...]:
    """Every place of the data of these types where one value can stand; then those that every event has."""
    found = islice(_values_below(DATA, types=types), PLACES_MAX) if types else ()
    beside = (name for name in places.names_at("", types=types) if name not in _NOT_SUGGESTED)
    own = (Place(pointer=pointer, label=label_of(pointer, types=types, say_which=True)) for pointer in found)
    return (*own, *(_of_every_event(name) for name in beside))


def label_of(pointer: str, *, types: Sequence[EventTypeVersion], say_which: bool = False) -> str:
    """What stands at a pointer, in the words of the schemas: “Nieuw adres – postcode”.

    `say_which`: with the types that have it, when others of these have not.
    """
    if not pointer.startswith(f"{DATA}/"):
        return _fixed_label(pointer)
    having = [version for version in types if places.possible(pointer, types=[version]).kinds]
    if not having:
        return pointer.removeprefix(f"{DATA}/").replace("/", " – ")
    label = _titles(pointer.removeprefix(DATA), version=having[0])
    if say_which and len(having) < len(types):
        label += f" ({', '.join(version.title for version in having)})"
    return label


def _values_below(start: str, *, types: Sequence[EventTypeVersion]) -> Iterator[str]:
    """The pointers to values under a place, in the order of the schemas; a date is one value."""
    waiting = deque([start])
    while waiting:
        place = waiting.popleft()
        kinds = places.possible(place, types=types).kinds
        if place != start and kinds - {"object", "array", "null"}:
            yield place
        elif place.count("/") <= STEPS_MAX:
            steps = [EVERY] if "array" in kinds else map(pointer_token, places.names_at(place, types=types))
            waiting.extendleft(reversed([f"{place}/{step}" for step in steps]))


def _titles(pointer: str, *, version: EventTypeVersion) -> str:
    titles: list[str] = []
    steps = pointer.split("/")[1:]
    for at, step in enumerate(pointers.tokens(pointer), start=1):
        if step == EVERY:
            continue
        found = declared_pointers.place("/" + "/".join(steps[:at]), schema=version.schema)
        titled = [schema for schema in (found.schemas if found else ()) if schema.get("title")]
        title = title_of(step, titled[0] if titled else {})
        titles.append(title if not titles else f"{title[:1].lower()}{title[1:]}")
    return " – ".join(titles)


def _of_every_event(name: str) -> Place:
    pointer = f"/{name}" + (f"/{EVERY}" if name in ("object_ids", "event_reference") else "")
    return Place(pointer=pointer, label=_fixed_label(pointer))


def _fixed_label(pointer: str) -> str:
    labels = {
        "/id": _("Id of the claim"),
        "/created_at": _("When it was recorded"),
        "/occurred_at": _("When it happened"),
        "/object_ids/*": _("Persons it is about"),
        "/event_type": _("Type of event"),
        "/event_source_id": _("Id of the source"),
        "/event_source_type": _("Type of source"),
        "/event_reference/*": _("Events it refers to"),
        "/zone": _("Zone"),
    }
    return labels.get(pointer, pointer)
