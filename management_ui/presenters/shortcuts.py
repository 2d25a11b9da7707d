"""The keyboard shortcuts: one table, shown in the dialog that `?` opens and on a page of its own.

A letter alone never decides anything: it moves to a button or a row, and Enter does the rest. `g` and a letter go to a
page. The script reads the addresses from the page and the letters of buttons from `data-shortcut` (shortcuts.js).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

GO: Final[Mapping[str, str]] = {
    "": "w",
    "personen": "p",
    "nieuwe-claim": "n",
    "in-onderzoek": "i",
    "overzichten": "o",
    "beheer": "b",
}
"""The letter after `g` of a page in the menu, by the first part of its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """Keys to press one after the other, and what they do; `address` where they go to."""

    keys: tuple[str, ...]
    does: str
    address: str = ""

    @property
    def letter(self) -> str:
        """The letter of one that only works where something carries it; nothing of one that always does."""
        return "" if self.address or self.keys == ("?",) else self.keys[0]

    @property
    def typed(self) -> str:
        """The keys as the script reads them."""
        return " ".join(self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Shortcuts that work on the same pages."""

    title: str
    shortcuts: tuple[Shortcut, ...]


def groups(menu: Iterable[tuple[str, str]], *, page: str | None = None) -> tuple[Group, ...]:
    """The shortcuts of a page (by the name of its address), or of every page. `menu`: labels and addresses."""
    places = [*menu, (_("Decisions under investigation"), reverse("investigations"))]
    everywhere = Group(title=_("On every page"), shortcuts=(_help(), *_go(places)))
    of_pages = {"queue": _list(), "queue-found": _list(), "investigations": _list(), "review": _review()}
    if page is None:
        titles = {"queue": _("In a list"), "review": _("On the page of a claim")}
        return (*(Group(title=titles[name], shortcuts=of_pages[name]) for name in titles), everywhere)
    here = of_pages.get(page)
    return (everywhere,) if here is None else (Group(title=_("On this page"), shortcuts=here), everywhere)


def _help() -> Shortcut:
    return Shortcut(keys=("?",), does=_("Show the shortcuts of this page"))


def _go(places: Iterable[tuple[str, str]]) -> tuple[Shortcut, ...]:
    found = ((GO.get(address.strip("/").split("/")[0]), label, address) for label, address in places)
    return tuple(
        Shortcut(keys=("g", letter), does=label, address=address) for letter, label, address in found if letter
    )


def _list() -> tuple[Shortcut, ...]:
    return (
        Shortcut(keys=("j",), does=_("To the next row; Enter opens it")),
        Shortcut(keys=("k",), does=_("To the row before")),
        Shortcut(keys=("x",), does=_("Tick the row, or untick it")),
    )


def _review() -> tuple[Shortcut, ...]:
    return (
        Shortcut(keys=("m",), does=_("To the motivation")),
        Shortcut(keys=("v",), does=_("To “Validate”; Enter confirms")),
        Shortcut(keys=("a",), does=_("To “Reject”; Enter confirms")),
        Shortcut(keys=("q",), does=_("To “Ask for more”; Enter confirms")),
        Shortcut(keys=("n",), does=_("To the next claim in the queue, once this one is decided; Enter opens it")),
    )
