"""From data to what stands in the inputs, and from there to data.

What stands in them is text by name: the path of a value is `data` with its JSON Pointer behind it (`data/kind`,
`data/personen/0`). Beside it a *mark* (the path with `#`) tells what no input can: of a list how many rows it has, of
anything else (“0”) that it is there though nothing is typed in it: an empty text, an object without members.

A list too long for a page is one text of JSON at its own path, as is a value that is not of the shape of its inputs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from events.domain.plain_json import pointer_token
from management_ui.forms.entry.nodes import INPUTS_MAX, REST, ROWS_MAX, Group, Kind, Leaf, Listing, Node, leaves
from management_ui.forms.entry.values import code_names, text_of, value_of
from readmodels.domain.national.codes import Codes

Typed = Mapping[str, str]
"""What stands in the inputs, by name."""

ROOT: Final = "data"
MARK: Final = "#"
EMPTY: Final = "0"
DIGITS_MAX: Final = 6


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
        f"{under(ROOT, member.name)}{MARK}": str(max(1, member.rows_min))
        for member in root.members
        if isinstance(member, Listing) and (member.required or member.wanted)
    }


def under(path: str, name: str) -> str:
    """The path of a member: as in a JSON Pointer, and without the signs of a mark and of the end of a path."""
    return f"{path}/{REST if name == REST else pointer_token(name).replace(MARK, '~2').replace(' ', '~3')}"


def rows_of(typed: Typed, path: str) -> int | None:
    """How many rows a list has; None when it is not there at all."""
    mark = typed.get(f"{path}{MARK}", "")
    return int(mark) if mark.isascii() and mark.isdigit() and len(mark) <= DIGITS_MAX else None


def rows_shown(typed: Typed, path: str) -> int:
    """How many rows of a list have inputs: every one that is typed in, and of empty ones no more than fit a page."""
    count = rows_of(typed, path) or 0
    rows = (name.removeprefix(f"{path}/").partition("/")[0] for name in typed if name.startswith(f"{path}/"))
    numbers = (row.removesuffix(MARK) for row in rows)
    last = max((int(it) + 1 for it in numbers if it.isascii() and it.isdigit() and len(it) <= DIGITS_MAX), default=0)
    return min(count, max(last, ROWS_MAX))


def as_json(node: Node, *, hint: str = "") -> Leaf:
    """One input of JSON in place of those of a node."""
    return Leaf(
        name=node.name,
        title=node.title,
        hint=f"{node.hint} {hint}".strip(),
        required=node.required,
        wanted=node.wanted,
        kind=Kind.JSON,
    )


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
        whole = self.typed.get(path, "")
        match node:
            case Leaf():
                return self._leaf(node, path=path)
            case _ if whole:
                return value_of(whole, as_json(node))
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
            at = f"{pointer}/{pointer_token(member.name)}"
            value = self.node(member, path=under(path, member.name), pointer=at)
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
        for row in range(rows_shown(self.typed, path)):
            at = f"{path}/{row}"
            if is_touched(self.typed, at):
                found.append(self.node(listing.item, path=at, pointer=f"{pointer}/{len(found)}"))
        return found if found or count == 0 else ABSENT

    def _rest(self, path: str) -> dict[str, Any]:
        text = self.typed.get(under(path, REST), "")
        found = value_of(text, Leaf(name=REST, title="", kind=Kind.JSON)) if text else {}
        return dict(found) if isinstance(found, Mapping) else {}


def _node(node: Node, value: Any, *, path: str, describe: Codes) -> Iterator[tuple[str, str]]:
    if isinstance(node, Group) and isinstance(value, Mapping):
        yield from _group(node, value, path=path, describe=describe)
        if not value:
            yield f"{path}{MARK}", EMPTY
    elif isinstance(node, Listing) and (rows := _rows(node, value, path=path, describe=describe)) is not None:
        yield f"{path}{MARK}", str(len(value))
        yield from rows
    elif isinstance(node, Leaf) and value == "":
        yield f"{path}{MARK}", EMPTY
    else:
        leaf = node if isinstance(node, Leaf) else as_json(node)
        yield path, text_of(value, leaf, describe=describe)


def _rows(listing: Listing, value: Any, *, path: str, describe: Codes) -> list[tuple[str, str]] | None:
    """What stands in the inputs of the rows; None when it is no list, or too long for a page or for one request."""
    if not isinstance(value, list | tuple) or len(value) > ROWS_MAX:
        return None
    rows = [_node(listing.item, item, path=f"{path}/{row}", describe=describe) for row, item in enumerate(value)]
    typed = [it for row in rows for it in row]
    inputs = len(value) * sum(1 for _leaf in leaves(listing.item))
    return typed if max(inputs, len(typed)) <= INPUTS_MAX else None


def _group(group: Group, data: Mapping[str, Any], *, path: str, describe: Codes) -> Iterator[tuple[str, str]]:
    known = {member.name for member in group.members}
    for member in group.members:
        if member.name in data and member.name != REST:
            at = under(path, member.name)
            yield from _node(member, data[member.name], path=at, describe=describe)
    rest = {name: value for name, value in data.items() if name not in known}
    if rest and REST in known:
        yield under(path, REST), text_of(rest, Leaf(name=REST, title="", kind=Kind.JSON))
