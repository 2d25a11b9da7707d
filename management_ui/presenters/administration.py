"""The front page of the administration: what there is to do, in the order of an administrator's work."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Words = str | Promise

VIEWS: Final = "Views"
FEDERATION: Final = "Federation"
TITLES: Final[Mapping[str, Words]] = {
    VIEWS: _("Views"),
    FEDERATION: _("Federation"),
    "StoredContract": _("Connections"),
    "Peer": _("Peers"),
    "TransactionRecord": _("Transaction log"),
}
"""What a kind of thing is called here, where that is not the name of its model."""
SECTIONS: Final[tuple[tuple[Words, Mapping[str, Words]], ...]] = (
    (
        _("People and rights"),
        {
            "User": _("Who can log in, and what each may do."),
            "Group": _("Rights that several people share."),
            "Zone": _("Each zone, and who may do what in it."),
            "Organisation": _("Whose the zones are."),
        },
    ),
    (
        _("What is recorded"),
        {
            "EventType": _("What can be claimed: drafts, versions, what no longer may be used."),
            "LegalTerm": _("By which day there must be a decision."),
            VIEWS: _("What consumers read: how far each is, rebuilding, views of your own."),
        },
    ),
    (
        _("Systems"),
        {
            "ApiClient": _("Systems that call us, and their tokens."),
            "Subscription": _("Systems that we tell of events: how far each is, and what it did not take."),
            "ReceiverAllowance": _("Private networks that we send to."),
        },
    ),
    (
        _("Other organisations"),
        {
            FEDERATION: _("How it goes: who we are in the group, what waits for us, who does not answer."),
            "StoredContract": _("Who may read what of whom: asked, approved, rejected, revoked."),
            "Peer": _("The F6s of others, and whether they answer."),
            "TransactionRecord": _("Every call between us and others."),
        },
    ),
    (
        _("Proof"),
        {
            "AdministrativeChange": _("Who changed what here, from what to what."),
            "ProcessingRecord": _("Every look at a person and every act on one, without names."),
            "AccessRecord": _("Who did it, with what right."),
            "AccessAttempt": _("Who failed to log in, and is shut out for a while."),
            "LogEntry": _("What Django's own pages noted."),
        },
    ),
)
"""Title → kind of thing → what one does there. A test holds that nothing that is registered is absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page to go to. `add` is where one makes a new thing of this kind; empty for who may not.

    `waits`: what waits there for somebody; empty when nothing does.
    """

    title: str
    does: str
    address: str
    add: str = ""
    waits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Pages that belong together."""

    title: str
    entries: tuple[Entry, ...]


def sections(applications: Sequence[Mapping[str, Any]], *, requests: int = 0) -> tuple[Section, ...]:
    """What the administration has for whom Django made this list (`AdminSite.get_app_list`); nothing empty.

    `requests`: how many connections are asked of us.
    """
    models = {model["object_name"]: model for application in applications for model in application["models"]}
    found = (
        Section(title=str(title), entries=tuple(_entries(does, models, requests=requests))) for title, does in SECTIONS
    )
    return tuple(section for section in found if section.entries)


def _entries(does: Mapping[str, Words], models: Mapping[str, Mapping[str, Any]], *, requests: int) -> Iterator[Entry]:
    for name, words in does.items():
        if name == VIEWS:
            yield Entry(title=str(TITLES[name]), does=str(words), address=reverse("views"))
        elif name == FEDERATION and "StoredContract" in models:
            waits = ngettext("%(n)d request waits for us.", "%(n)d requests wait for us.", requests) % {"n": requests}
            yield Entry(
                title=str(TITLES[name]),
                does=str(words),
                address=reverse("admin:app_list", args=["federation"]),
                waits=waits if requests else "",
            )
        elif name in models and models[name]["admin_url"]:
            model = models[name]
            yield Entry(
                title=_capitalised(str(TITLES.get(name, model["name"]))),
                does=str(words),
                address=model["admin_url"],
                add=model["add_url"] or "",
            )


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
