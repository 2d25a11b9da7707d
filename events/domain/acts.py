"""The act that an acceptance adds to the data of a claim (a midwife does not know the name; the official does).

An act may add members that were absent, at any depth; it never changes one. To change, correct.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from events.domain.plain_json import pointer_token
from events.domain.refusals import Violation
from events.domain.schema_messages import violation


def merged(data: Mapping[str, Any], *, act: Mapping[str, Any]) -> dict[str, Any]:
    """The data with what the act adds. Where both say something, the data stands: the function is total."""
    found = dict(data)
    for name, added in act.items():
        present = data.get(name)
        if name not in data:
            found[name] = added
        elif isinstance(present, Mapping) and isinstance(added, Mapping):
            found[name] = merged(present, act=added)
    return found


def conflicts(data: Mapping[str, Any], *, act: Mapping[str, Any], pointer: str) -> Iterator[Violation]:
    """Every place at which the act says otherwise than the data, as pointers under `pointer`."""
    for name, added in act.items():
        place = f"{pointer}/{pointer_token(name)}"
        present = data.get(name)
        if name not in data or present == added:
            continue
        if isinstance(present, Mapping) and isinstance(added, Mapping):
            yield from conflicts(present, act=added, pointer=place)
        else:
            yield violation("act-conflict", pointer=place)
