"""Reading the configuration: an index file, with one file per event type (or per few) beside it.

The index is named by the setting `F6_WRITE_CONFIG_PATH` (the original's `write_config`). See `docs/event-types.md`.
"""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from events.domain import type_declarations
from events.domain.declaration_shape import INDEX
from events.domain.event_types import EventTypeVersion
from events.domain.refusals import Violation
from events.domain.schemas import violations
from events.domain.type_declarations import Declaration, DeclarationsRefused, Surroundings

SHIPPED = Path(__file__).parent.parent / "write_config.json"


def declared_versions(path: Path, *, published: Collection[str] = ()) -> tuple[EventTypeVersion, ...]:
    """Every version that the configuration declares, in its order.

    `published` are names of types that need not be in the files. Raises `DeclarationsRefused` with all mistakes.
    """
    index = _index(path)
    surroundings = _surroundings(index, path=path, published=published)
    return type_declarations.parse(tuple(_declarations(index, path=path)), surroundings=surroundings)


def declared_surroundings(path: Path, *, published: Collection[str]) -> Surroundings:
    """What a declaration made outside the files may refer to. Raises `DeclarationsRefused`."""
    return _surroundings(_index(path), path=path, published=published)


def _index(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = _json(path)
    wrong = violations(INDEX, found, f"{path.name}#")
    if wrong:
        raise DeclarationsRefused(wrong)
    return found


def _surroundings(index: dict[str, Any], *, path: Path, published: Collection[str]) -> Surroundings:
    definitions = _json(path.parent / index["definitions"]) if "definitions" in index else {}
    return Surroundings(definitions=definitions, source_types=index["source_types"], event_types=frozenset(published))


def _declarations(index: dict[str, Any], *, path: Path) -> Iterator[Declaration]:
    for position, entry in enumerate(index["event_types"]):
        if isinstance(entry, str):
            yield from _types_in(entry, content=_json(path.parent / entry))
        else:
            yield Declaration(place=f"{path.name}#/event_types/{position}", content=entry)


def _types_in(name: str, *, content: Any) -> Iterator[Declaration]:
    """A file holds one event type, or a list of them."""
    if isinstance(content, list):
        for position, item in enumerate(content):
            yield Declaration(place=f"{name}#/{position}", content=item)
    else:
        yield Declaration(place=f"{name}#", content=content)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_without_doubles)
    except OSError as error:
        raise _refused(path, "file", f"Put a readable file here ({error.strerror}): {path}") from error
    except UnicodeDecodeError as error:
        raise _refused(path, "encoding", "Save this file as UTF-8.") from error
    except json.JSONDecodeError as error:
        message = f"Mend the JSON at line {error.lineno}, column {error.colno}: {error.msg}."
        raise _refused(path, "json", message) from error
    except _DoubleMember as error:
        raise _refused(path, "double", f"Write “{error}” once: one object has it twice.") from error


class _DoubleMember(Exception):
    """An object in the file names a member twice; JSON readers disagree on which counts."""


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _DoubleMember(name)
        found[name] = value
    return found


def _refused(path: Path, code: str, message: str) -> DeclarationsRefused:
    return DeclarationsRefused([Violation(pointer=path.name, code=code, message=message)])
