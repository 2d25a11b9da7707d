"""Changes of the administration as people read them: who did what, and which values are not as they were."""

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.administration import OPERATOR, Action, Subject
from events.models import AdministrativeChange
from events.queries.changes import ChangePage
from management_ui.presenters.change_words import key_title, texts_apart, value_text
from management_ui.presenters.moments import recorded_text

VALUES_MAX: Final = 40
LINES_MAX: Final = 120
HEADER_LINES: Final = 2
"""Before its lines, a difference names the two texts."""
CHANGED_SIGNS: Final = frozenset({"+", "-"})
SHORT_MAX: Final = 8
SAME_MAX: Final = 2
"""Values that stayed the same are told when they are this few: they say of what the change is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLine:
    """One value that changed; of a text of several lines, the lines that did."""

    place: str
    before: str
    after: str
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change."""

    id: int
    when: str
    who: str
    action: str
    kind: str
    thing: str
    same: tuple[tuple[str, str], ...]
    values: tuple[ValueLine, ...]
    more: int
    """How many values changed beside those shown."""

    @property
    def is_short(self) -> bool:
        """Whether it can stand open among the others."""
        return len(self.values) + sum(len(value.lines) for value in self.values) <= SHORT_MAX


def change_lines(page: ChangePage, *, now: datetime) -> tuple[ChangeLine, ...]:
    """Every change of a page."""
    return tuple(_line(change, names=page.names, now=now) for change in page.changes)


def _line(change: AdministrativeChange, *, names: Mapping[UUID, str], now: datetime) -> ChangeLine:
    values = tuple(value_lines(change.before, change.after, kind=change.subject_type))
    return ChangeLine(
        id=change.pk,
        when=recorded_text(change.changed_at, now=now),
        who=names.get(change.source_id) or _nobody(change),
        action=_word(Action, change.action),
        kind=_word(Subject, change.subject_type),
        thing=change.subject,
        same=_same(change),
        values=values[:VALUES_MAX],
        more=max(len(values) - VALUES_MAX, 0),
    )


def _nobody(change: AdministrativeChange) -> str:
    """Who has no account: the system itself, or who ran a command on the server (his name there is in the change)."""
    if change.source_id.int:
        return str(change.source_id)
    return _("an operator, at the command line") if change.source_type == OPERATOR.source_type else _("the system")


def _word(words: type[Action] | type[Subject], value: str) -> str:
    return str(words(value).label) if value in words.values else value


def _same(change: AdministrativeChange) -> tuple[tuple[str, str], ...]:
    before, after = change.before, change.after
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return ()
    kept = [
        name
        for name, value in before.items()
        if _is_same(after.get(name), value) and not isinstance(value, list | dict)
    ]
    told = kept if len(kept) <= SAME_MAX else []
    return tuple(
        (key_title(name, kind=change.subject_type), value_text(before[name], kind=change.subject_type)) for name in told
    )


def value_lines(before: Any, after: Any, *, kind: str, place: str = "") -> Iterator[ValueLine]:
    """The values that are not the same, each by its place; objects are gone into, lists are whole."""
    if _is_same(before, after):
        return
    if _is_group(before) and _is_group(after) and (before or after or not place):
        old, new = before or {}, after or {}
        for name in [*old, *(name for name in new if name not in old)]:
            title = key_title(str(name), kind=kind)
            inner = f"{place} › {title}" if place else title
            yield from value_lines(old.get(name), new.get(name), kind=kind, place=inner)
    elif _is_list(before) and _is_list(after) and (left := _left_out(before, after)) != ([], []):
        told = texts_apart(left[0] or None, left[1] or None)
        yield ValueLine(place=place, before=told[0], after=told[1])
    elif isinstance(before, str) and isinstance(after, str) and "\n" in before + after:
        yield ValueLine(place=place, before="", after="", lines=_changed_lines(before, after))
    else:
        told = texts_apart(before, after, kind=kind)
        yield ValueLine(place=place, before=told[0], after=told[1])


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values are written the same: 1 is not true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str | int) for item in value)


def _left_out(before: list[Any], after: list[Any]) -> tuple[list[Any], list[Any]]:
    """Of two lists what only the one has, and only the other: of ten rights the one that came is told."""
    return [item for item in before if item not in after], [item for item in after if item not in before]


def _is_group(value: Any) -> bool:
    return value is None or isinstance(value, Mapping)


def _changed_lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The lines that changed, with those around them; beyond LINES_MAX how many there are more."""
    found = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=1)
    lines = list(found)[HEADER_LINES:]
    shown = [("", "…") if line.startswith("@@") else (line[:1], line[1:].replace("\r", "␍")) for line in lines]
    more = sum(1 for sign, _text in shown[LINES_MAX:] if sign in CHANGED_SIGNS)
    if not more:
        return tuple(shown[:LINES_MAX])
    text = ngettext("… and %(n)d line more that changed", "… and %(n)d lines more that changed", more) % {"n": more}
    return (*shown[:LINES_MAX], ("", text))
