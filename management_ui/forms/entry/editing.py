"""What the buttons of the form change in what is typed: rows come and go, persons are chosen."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from django.http import QueryDict

from management_ui.forms.entry.nodes import Group, Leaf, Listing, Node
from management_ui.forms.entry.typing_down import MARK, ROOT, Typed, rows_of, rows_shown, under

AROUND: Final = ("occurred", "reason", "right", "court")
_OURS: Final = re.compile(rf"{ROOT}/.{{1,4000}}|ground/[0-9a-f-]{{36}}|{'|'.join(AROUND)}", re.DOTALL)


def typed_in(posted: QueryDict, *, shown: Typed) -> dict[str, str]:
    """What a form sent, as far as it is ours, beside what it was `shown` with.

    Of what somebody typed, blanks around it go, and what no database takes. What nobody touched stays as it was: a
    browser writes the ends of lines in its own way, and that is no change.
    """
    sent = {name: posted.get(name, "") for name in posted if _OURS.fullmatch(name)}
    found = {name: _taken(text, shown=shown.get(name, "")) for name, text in sent.items()}
    return {name: text for name, text in found.items() if text}


def with_row(typed: Typed, path: str) -> dict[str, str]:
    """One row more in a list."""
    return {**typed, f"{path}{MARK}": str((rows_of(typed, path) or 0) + 1)}


def without_row(typed: Typed, path: str, row: int) -> dict[str, str]:
    """One row less; those after it move up. A list without rows is not there."""
    count = rows_of(typed, path) or 0
    if not 0 <= row < count:
        return dict(typed)
    found = dict(_moved_up(typed, path=path, row=row))
    found[f"{path}{MARK}"] = str(count - 1) if count > 1 else ""
    return {name: text for name, text in found.items() if text}


def with_value(typed: Typed, path: str, text: str) -> dict[str, str]:
    """Another value at a path; nothing when the text is empty."""
    found = {name: value for name, value in typed.items() if name != path}
    return found | ({path: text} if text else {})


def says_something(typed: Typed) -> bool:
    """Whether anything was typed: a list of empty rows says nothing."""
    return any(text and not name.endswith(MARK) for name, text in typed.items())


def ids_in(typed: Typed) -> frozenset[UUID]:
    """Every id that is typed: of persons, and of events."""
    return frozenset(found for text in typed.values() if (found := _uuid(text)) is not None)


def leaves_at(node: Node, typed: Typed, *, path: str = ROOT) -> Iterator[tuple[str, Leaf]]:
    """Every input of a form, with its path: as many rows as there are."""
    match node:
        case Leaf():
            yield path, node
        case Group():
            for member in node.members:
                yield from leaves_at(member, typed, path=under(path, member.name))
        case Listing():
            for row in range(rows_shown(typed, path)):
                yield from leaves_at(node.item, typed, path=f"{path}/{row}")


def _moved_up(typed: Mapping[str, str], *, path: str, row: int) -> Iterator[tuple[str, str]]:
    under = re.compile(rf"{re.escape(path)}/(\d+)((?:[/{MARK}].*)?)", re.DOTALL)
    for name, text in typed.items():
        match = under.fullmatch(name)
        if match is None or int(match[1]) < row:
            yield name, text
        elif int(match[1]) > row:
            yield f"{path}/{int(match[1]) - 1}{match[2]}", text


def _taken(text: str, *, shown: str) -> str:
    lines = _lines(text)
    return shown if lines == _lines(shown) else lines.replace("\0", "").strip()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == 36 else None
    except ValueError:
        return None
