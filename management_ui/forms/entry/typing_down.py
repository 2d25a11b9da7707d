"""From data to what stands in the inputs, and from there to data.

What stands in them is text by name: the path of a value is `data` with its JSON Pointer behind it (`data/kind`,
`data/personen/0`). Beside it a *mark* (the path with `#`) tells what no input can: of a list how many rows it has, of
anything else (“0”) that it is there though nothing is typed in it: an empty text, an object without members.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from events.domain.plain_json import pointer_token
from management_ui.forms.entry.nodes import REST, Group, Kind, Leaf, Listing, Node
from management_ui.forms.entry.values import code_names, text_of, value_of
from readmodels.domain.national.codes import Codes

Typed = Mapping[str, str]
"""What stands in the inputs, by name."""

ROOT: Final = "data"
MARK: Final = "#"
EMPTY: Final = "0"


class _Absent:
    """Nothing was said here."""


ABSENT: Final = _Absent()


@dataclass(frozen=True, slots=True)
class Said:
    """The data that what is typed says. `paths` tells for a place in it (a JSON Pointer) at which input it stands."""

    data: Mapping[str, Any]
    paths: Mapping[str, str] = field(default_factory=dict)

    def path_at(self, pointer: str) -> str:
        """The path of the input (or of what holds it) that says what stands at a place; that of the root at last."""
        while pointer and pointer not in self.paths:
            pointer = pointer.rpartition("/")[0]
        return self.paths.get(pointer, ROOT)


def said(root: Group, typed: Typed) -> Said:
    """The data, and where each place in it was typed. Total: any text says something, right or wrong."""
    reader = _Reader(typed)
    data = reader.group(root, path=ROOT, pointer="")
    return Said(data, reader.paths)


def typed_as(root: Group, data: Mapping[str, Any], *, describe: Codes = code_names) -> dict[str, str]:
    """The data as one would have typed it."""
    return dict(_group(root, data, path=ROOT, describe=describe))


def at_first(root: Group) -> dict[str, str]:
    """What stands in a form that nobody typed in: a row for every list that must have one."""
    return {
        f"{ROOT}/{member.name}{MARK}": str(max(1, member.rows_min))
        for member in root.members
        if isinstance(member, Listing) and (member.required or member.wanted)
    }


def rows_of(typed: Typed, path: str) -> int | None:
    """How many rows a list has; None when it is not there at all."""
    mark = typed.get(f"{path}{MARK}", "")
    return int(mark) if mark.isascii() and mark.isdigit() and len(mark) <= 3 else None


def is_touched(typed: Typed, path: str) -> bool:
    """Whether something was typed at the path or under it."""
    return any(_says(name, text, path=path) for name, text in typed.items())


def _says(name: str, text: str, *, path: str) -> bool:
    if not (name in {path, f"{path}{MARK}"} or name.startswith(f"{path}/")):
        return False
    return text == EMPTY if name.endswith(MARK) else text != ""


class _Reader:
    """Reads data from what is typed, and notes where each place came from."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.paths: dict[str, str] = {}

    def node(self, node: Node, *, path: str, pointer: str) -> Any:
        self.paths[pointer] = path
        match node:
            case Leaf():
                return self._leaf(node, path=path)
            case Listing():
                return self._rows(node, path=path, pointer=pointer)
            case Group():
                found = self.group(node, path=path, pointer=pointer)
                return found if node.required or is_touched(self.typed, path) else ABSENT

    def group(self, group: Group, *, path: str, pointer: str) -> dict[str, Any]:
        self.paths[pointer] = path
        found: dict[str, Any] = {}
        for member in group.members:
            if member.name == REST:
                found |= self._rest(path)
                continue
            token = pointer_token(member.name)
            value = self.node(member, path=f"{path}/{token}", pointer=f"{pointer}/{token}")
            if value is not ABSENT:
                found[member.name] = value
        return found

    def _leaf(self, leaf: Leaf, *, path: str) -> Any:
        text = self.typed.get(path, "")
        if text:
            return value_of(text, leaf)
        return "" if self.typed.get(f"{path}{MARK}") == EMPTY else ABSENT

    def _rows(self, listing: Listing, *, path: str, pointer: str) -> Any:
        count = rows_of(self.typed, path)
        if count is None:
            return ABSENT
        found: list[Any] = []
        for row in range(min(count, listing.rows_max + 1)):
            at = f"{path}/{row}"
            if is_touched(self.typed, at):
                found.append(self.node(listing.item, path=at, pointer=f"{pointer}/{len(found)}"))
        return found if found or count == 0 else ABSENT

    def _rest(self, path: str) -> dict[str, Any]:
        text = self.typed.get(f"{path}/{REST}", "")
        found = value_of(text, Leaf(name=REST, title="", kind=Kind.JSON)) if text else {}
        return dict(found) if isinstance(found, Mapping) else {}


def _node(node: Node, value: Any, *, path: str, describe: Codes) -> Iterator[tuple[str, str]]:
    if isinstance(node, Group) and isinstance(value, Mapping):
        yield from _group(node, value, path=path, describe=describe)
        if not value:
            yield f"{path}{MARK}", EMPTY
    elif isinstance(node, Listing) and isinstance(value, list | tuple):
        yield f"{path}{MARK}", str(len(value))
        for row, item in enumerate(value):
            yield from _node(node.item, item, path=f"{path}/{row}", describe=describe)
    elif isinstance(node, Leaf) and value == "":
        yield f"{path}{MARK}", EMPTY
    else:
        leaf = node if isinstance(node, Leaf) else Leaf(name=node.name, title=node.title, kind=Kind.JSON)
        yield path, text_of(value, leaf, describe=describe)


def _group(group: Group, data: Mapping[str, Any], *, path: str, describe: Codes) -> Iterator[tuple[str, str]]:
    known = {member.name for member in group.members}
    for member in group.members:
        if member.name in data and member.name != REST:
            at = f"{path}/{pointer_token(member.name)}"
            yield from _node(member, data[member.name], path=at, describe=describe)
    rest = {name: value for name, value in data.items() if name not in known}
    if rest and REST in known:
        yield f"{path}/{REST}", text_of(rest, Leaf(name=REST, title="", kind=Kind.JSON))
