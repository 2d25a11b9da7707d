"""What the buttons inside the form of a draft do: rows come and go, persons are looked up and chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain.permissions import Principal
from events.domain.refusals import Refusal, TooManyFound, ZoneForbidden
from management_ui.forms.entry.editing import with_row, with_value, without_row
from management_ui.forms.entry.typing_down import rows_of
from management_ui.forms.persons import PersonSearchForm
from management_ui.presenters.moments import now
from management_ui.presenters.person_panel import Panel, found_people
from management_ui.presenters.refusals import sentence
from readmodels.queries.person_search import Found, search_persons

PREFIX: Final = "find"
"""Before the names of the inputs of a search, which stand within another form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What is typed now, at which input to go on, and the search that stands open."""

    typed: Mapping[str, str]
    focus: str = ""
    panel: Panel | None = None


def done(request: HttpRequest, typed: Mapping[str, str], *, principal: Principal) -> Done | None:
    """Do what the pressed button says; None when it says nothing of this kind."""
    verb, _space, rest = request.POST.get("action", "").partition(" ")
    path, _space, more = rest.partition(" ")
    match verb:
        case "add":
            return Done(typed=with_row(typed, path), focus=f"{path}/{rows_of(typed, path) or 0}")
        case "remove":
            return Done(typed=without_row(typed, path, _row(more)), focus=path)
        case "find":
            return Done(typed=typed, panel=Panel(path=path, form=_search(autofocus=True)))
        case "search":
            return _searched(request, typed, path=path, principal=principal)
        case "refresh":
            return Done(typed=typed, focus="refresh")
    return _chosen(typed, verb, path=path, more=more)


def _chosen(typed: Mapping[str, str], verb: str, *, path: str, more: str) -> Done | None:
    """Put a person at a path: who was chosen, a new one, or nobody."""
    people = {"choose": _identifier(more), "new": str(uuid4()), "clear": ""}
    return Done(typed=with_value(typed, path, people[verb]), focus=path) if verb in people else None


def _searched(request: HttpRequest, typed: Mapping[str, str], *, path: str, principal: Principal) -> Done:
    panel = Panel(path=path, form=_search(request.POST, autofocus=True))
    if panel.form.is_valid():
        try:
            found = search_persons(panel.form.wanted(), as_of=now(), principal=principal)
        except ZoneForbidden:
            panel.said = _("You may not read in any zone, so nobody can be looked up here.")
        except Refusal as refusal:
            panel.said = sentence(refusal)
        else:
            panel.found, panel.said = found_people(found), _outcome(found)
            if panel.found:  # one goes on at who was found
                panel.form = _search(request.POST, autofocus=False)
    return Done(typed=typed, panel=panel)


def _search(data: Any = None, *, autofocus: bool) -> PersonSearchForm:
    form = PersonSearchForm(data, prefix=PREFIX)
    if autofocus:
        form.fields["name"].widget.attrs["autofocus"] = True
    return form


def _outcome(found: Found) -> str:
    if found.more_than is not None:
        return sentence(TooManyFound(limit=found.more_than))
    if not found.persons:
        return _("Nobody was found. Try another spelling, or less.")
    count = len(found.persons)
    return ngettext("%(n)d person found.", "%(n)d persons found.", count) % {"n": count}


def _row(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1


def _identifier(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
