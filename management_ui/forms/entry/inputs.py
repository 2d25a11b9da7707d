"""The inputs of an event type on the page: Django's fields in the tree of the schema, with what is wrong beside them.

An input is called by its path (`data/nieuwAdres/straat`). Nothing here decides what is right: the schema does.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from django import forms
from django.utils.translation import gettext as _

from management_ui.forms.entry.nodes import REST, Group, Kind, Leaf, Listing, Node
from management_ui.forms.entry.options import option_title
from management_ui.forms.entry.typing_down import MARK, ROOT, Typed, as_json, is_touched, rows_shown, under
from management_ui.forms.entry.values import option_text

TEXT_LENGTH_MAX: Final = 4_000
Options = Mapping[str, Sequence[tuple[str, str]]]


@dataclasses.dataclass(slots=True, kw_only=True)
class Shown:
    """A node of the tree as it stands on the page. `mark` says whether it must be filled in, and when."""

    shape: Literal["leaf", "group", "list", "person"]
    path: str
    title: str
    hint: str = ""
    mark: str = ""
    is_open: bool = True
    field: forms.BoundField | None = None
    parts: list["Shown"] = dataclasses.field(default_factory=list)
    errors: list[str] = dataclasses.field(default_factory=list)
    person: str = ""
    may_grow: bool = False
    count: int | None = None
    number: int = 0
    is_row: bool = False
    kind: Kind | None = None

    @property
    def id(self) -> str:
        """The id of the element that stands for it."""
        return f"id_{self.path}"

    @property
    def list_path(self) -> str:
        """Of a row, the path of its list."""
        return self.path.rpartition("/")[0]

    @property
    def row(self) -> int:
        """Of a row, which it is, from 0."""
        return self.number - 1


class EntryForm(forms.Form):
    """All inputs, as they were typed. `events` are what may be named where an event is asked for."""

    def __init__(
        self,
        root: Group,
        typed: Typed,
        *,
        persons: Mapping[str, str],
        events: Options,
        around: Mapping[str, forms.Field],
        focus: str = "",
    ) -> None:
        super().__init__(dict(typed), label_suffix="")
        self.typed = typed
        self.persons = persons
        self.events = events
        self.focus = focus
        self._by_path: dict[str, Shown] = {}
        self._pending: list[Shown] = []
        members = [self._prepared(member, path=under(ROOT, member.name)) for member in root.members]
        self.around = [self._beside(name, field) for name, field in around.items()]
        self.full_clean()
        self.shown = members
        self._bind()

    def blame(self, path: str, text: str) -> str:
        """Put a sentence at the input of a path, or at what holds it. The id of where it stands; "" when nowhere."""
        shown = self.at(path)
        if shown is None:
            return ""
        if shown.field is not None:
            self.add_error(shown.path, text)
        elif text not in shown.errors:
            shown.errors.append(text)
        self._open(shown.path)
        return shown.id

    def at(self, path: str) -> Shown | None:
        """What stands at a path, or what holds it; None when nothing does."""
        while path and path not in self._by_path:
            path = path.rpartition("/")[0]
        return self._by_path.get(path)

    def titles(self) -> Mapping[str, str]:
        """What the members of the data are called, by their names."""
        return {path.rpartition("/")[2]: shown.title for path, shown in self._by_path.items()}

    @property
    def marks(self) -> Iterator[tuple[str, str]]:
        """What no input can tell, as hidden inputs."""
        return ((name, text) for name, text in self.typed.items() if name.endswith(MARK) and text)

    def _open(self, path: str) -> None:
        while path:
            if path in self._by_path:
                self._by_path[path].is_open = True
            path = path.rpartition("/")[0]

    def _bind(self) -> None:
        for shown in self._pending:
            shown.field = self[shown.path]

    def _prepared(self, node: Node, *, path: str, number: int = 0) -> Shown:
        shared: dict[str, Any] = {"path": path, "title": node.title, "hint": node.hint, "number": number}
        shared |= {"mark": _mark(node), "is_row": bool(number)}
        is_open = node.required or node.wanted or is_touched(self.typed, path)
        if not isinstance(node, Leaf) and self.typed.get(path):
            node = as_json(node, hint=_("This is too long for inputs of its own: it stands here whole, as JSON."))
            shared["hint"] = node.hint
        if isinstance(node, Leaf):
            shown = self._leaf(node, shared=shared)
        elif isinstance(node, Group):
            shown = Shown(shape="group", is_open=is_open, parts=self._members(node, path=path), **shared)
        else:
            shown = self._listing(node, path=path, is_open=is_open, shared=shared)
        self._by_path[path] = shown
        return shown

    def _members(self, group: Group, *, path: str) -> list[Shown]:
        """The members; of a group in several forms, the later forms fold away until they have something to say."""
        named = {it.name: it for it in group.members}
        if not group.forms:
            return [self._prepared(it, path=under(path, it.name)) for it in group.members]
        found: list[Shown] = []
        for at, (title, names) in enumerate(group.forms):
            parts = [self._prepared(named[name], path=under(path, name)) for name in names]
            if at == 0:
                found += parts
            else:
                is_open = any(is_touched(self.typed, part.path) for part in parts)
                found.append(
                    Shown(
                        shape="group",
                        path=f"{path}~{at}",
                        title=_("Or instead: %(title)s") % {"title": title},
                        is_open=is_open,
                        parts=parts,
                    )
                )
        return [*found, *(self._prepared(it, path=under(path, REST)) for it in group.members if it.name == REST)]

    def _listing(self, listing: Listing, *, path: str, is_open: bool, shared: dict[str, Any]) -> Shown:
        count = rows_shown(self.typed, path)
        rows = [self._prepared(listing.item, path=f"{path}/{row}", number=row + 1) for row in range(count)]
        for row in rows:
            row.title = row.title if listing.item.title else listing.title
        return Shown(
            shape="list",
            is_open=is_open or bool(rows),
            parts=rows,
            may_grow=count < listing.rows_max,
            count=count,
            **shared,
        )

    def _beside(self, name: str, field: forms.Field) -> Shown:
        """An input that is no part of the data."""
        field.required = False  # it is told when the draft is checked, with all that lacks in the data
        if name == self.focus:
            field.widget.attrs["autofocus"] = True
        self.fields[name] = field
        shown = Shown(shape="leaf", path=name, title=str(field.label))
        self._by_path[name] = shown
        self._pending.append(shown)
        return shown

    def _leaf(self, leaf: Leaf, *, shared: dict[str, Any]) -> Shown:
        path = shared["path"]
        title = _("Other members, as JSON") if leaf.name == REST else leaf.title
        is_person = leaf.kind in (Kind.PERSON, Kind.PERSON_ID)
        self.fields[path] = field_of(
            leaf,
            label=_labelled(leaf, title=title),
            typed=self.typed.get(path, ""),
            options=self.events.get(path, ()),
        )
        if is_person:
            self.fields[path].widget = forms.HiddenInput()
        if path == self.focus:
            self.fields[path].widget.attrs["autofocus"] = True
        shown = Shown(shape="person" if is_person else "leaf", kind=leaf.kind, **{**shared, "title": title})
        shown.person = self.persons.get(self.typed.get(path, ""), "")
        self._pending.append(shown)
        return shown


def _mark(node: Node) -> str:
    if node.required and node.name:
        return _("required")
    return _("needed to validate") if node.wanted else ""


def field_of(leaf: Leaf, *, label: str, typed: str = "", options: Sequence[tuple[str, str]] = ()) -> forms.Field:
    """The input of a single value. `options` are the events, or the persons, that can be chosen."""
    hint = _hint(leaf)
    if leaf.kind is Kind.EVENT and not options:
        hint = _("Choose the persons first: then their events stand here.")
    shared: dict[str, Any] = {"label": label, "help_text": hint, "required": False}
    match leaf.kind:
        case Kind.PERSON | Kind.PERSON_ID | Kind.EVENT:
            return forms.CharField(widget=forms.Select(choices=_choices(options, typed=typed)), **shared)
        case Kind.CHOICE:
            titled = [
                (option_text(it, among=leaf.options), option_title(it, among=leaf.options)) for it in leaf.options
            ]
            return forms.CharField(widget=forms.Select(choices=_choices(titled, typed=typed)), **shared)
        case Kind.BOOLEAN:
            either = [("yes", _("yes")), ("no", _("no"))]
            return forms.CharField(widget=forms.Select(choices=_choices(either, typed=typed)), **shared)
        case Kind.LINES | Kind.JSON:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), strip=False, **shared)
        case _:
            return forms.CharField(widget=_line(leaf, typed=typed), strip=False, **shared)


def _labelled(leaf: Leaf, *, title: str) -> str:
    mark = _mark(leaf)
    return f"{title} ({mark})" if mark else title


def _hint(leaf: Leaf) -> str:
    if leaf.kind is Kind.PARTIAL_DATE:
        ways = _("Day-month-year, such as 12-04-1985. Leave out what is not known: 04-1985, 1985, or “unknown”.")
        return f"{leaf.hint} {ways}".strip()
    return leaf.hint


def _choices(options: Sequence[tuple[str, str]], *, typed: str) -> list[tuple[str, str]]:
    """The options, and what was typed when it is none of them: nothing typed is lost."""
    found = [("", _("Choose")), *options]
    return found if typed in dict(found) else [*found, (typed, typed)]


def _line(leaf: Leaf, *, typed: str) -> forms.Widget:
    if "\n" in typed or "\r" in typed:
        return forms.Textarea(attrs={"rows": 3})
    attrs: dict[str, Any] = {"autocomplete": "off", "maxlength": leaf.length_max or TEXT_LENGTH_MAX}
    if leaf.kind is Kind.CODE:
        attrs["list"] = f"codes-{leaf.table}"
    if leaf.kind in (Kind.INTEGER, Kind.NUMBER):
        attrs["inputmode"] = "numeric" if leaf.kind is Kind.INTEGER else "decimal"
    kinds = {Kind.DATE: "date", Kind.TIME: "time"}
    is_shown = leaf.kind in kinds and _is_shown(leaf.kind, typed)
    return forms.TextInput(attrs=attrs | ({"type": kinds[leaf.kind]} if is_shown else {}))


def _is_shown(kind: Kind, typed: str) -> bool:
    """Whether a browser's own input for days or times shows this text; it would drop any other."""
    shape = {Kind.DATE: "dddd-dd-dd", Kind.TIME: "dd:dd:dd"}[kind]
    found = "".join("d" if sign.isdigit() else sign for sign in typed)
    return not typed or found in (shape, shape[:5] if kind is Kind.TIME else shape)
