"""A page of the work queue: as it stands, or of those whose work is sought.

A name is looked for in what is known of the persons of the queue, so at most in the oldest `SEARCHED_MAX` at a time; a
BSN or a birth date is looked up, however long the queue is. Who is sought is kept sealed in the session.
"""

from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from events import processing
from events.api import cursors
from events.api.parameters import InvalidQuery
from events.catalogue import catalogue
from events.domain.permissions import Principal
from events.domain.refusals import TooManyFound
from events.queries import work
from management_ui.forms.queue import NAME_LENGTH_MAX, Sought
from management_ui.presenters import queue as presenter
from management_ui.presenters.moments import now
from management_ui.presenters.persons import names_of
from management_ui.presenters.refusals import sentence
from readmodels.queries.work_of_persons import work_about

PAGE_SIZE: Final = 25
KEPT: Final = "queue-search"
"""Under what the session keeps who was sought last: encrypted, and of use to nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page, and in words why the search was not done, or not wholly ("" when it was)."""

    page: work.Page
    refused: str = ""


def keep(request: HttpRequest, text: str, *, principal: Principal) -> None:
    """Keep who is sought; of what is too long, enough to say so."""
    request.session[KEPT] = cursors.seal_place(text[: NAME_LENGTH_MAX + 1], asked={}, principal=principal)


def kept(request: HttpRequest, *, principal: Principal) -> str:
    """Who was sought last; "" for nobody, or when somebody else sought."""
    try:
        return str(cursors.unseal_place(request.session.get(KEPT, ""), asked={}, principal=principal))
    except InvalidQuery:
        return ""


def page_of(wanted: work.Wanted, sought: Sought, *, principal: Principal, after: work.Cursor | None) -> FoundPage:
    """The page after the cursor: of all that is wanted, or of what is about who is sought."""
    if sought.person is not None:
        return _about(wanted, sought, principal=principal, after=after)
    if sought.name:
        return FoundPage(page=_named(wanted, name=sought.name, principal=principal, after=after))
    return FoundPage(page=work.claims_awaiting_decision(wanted, principal=principal, after=after, size=PAGE_SIZE))


def record(page: work.Page, sought: Sought, *, principal: Principal) -> None:
    """Leave the lines of the log of processing for the persons on the page; of a search also when it finds nobody."""
    subjects = {object_id for item in page.items for object_id in item.event.object_ids}
    if subjects or sought.text:
        action = "Werkvoorraad doorzocht op persoon" if sought.text else "Werkvoorraad bekeken"
        processing.record(action, principal=principal, subjects=subjects, activity=processing.Activity.READ)


def _about(wanted: work.Wanted, sought: Sought, *, principal: Principal, after: work.Cursor | None) -> FoundPage:
    """What waits about who has the number, or was born on the day."""
    assert sought.person is not None
    try:
        found = work_about(sought.person, pile=wanted.pile, as_of=now(), principal=principal)
    except TooManyFound as refusal:
        return FoundPage(page=work.Page(items=(), after=None), refused=sentence(refusal))
    among = replace(wanted, among=found.ids)
    page = work.claims_awaiting_decision(among, principal=principal, after=after, size=PAGE_SIZE)
    behind = (
        ""
        if found.refused is None
        else _("What is known of persons is behind: only claims were searched. Try again soon.")
    )
    return FoundPage(page=replace(page, searched=found.searched), refused=behind)


def _named(wanted: work.Wanted, *, name: str, principal: Principal, after: work.Cursor | None) -> work.Page:
    """What matches among the first `SEARCHED_MAX` after the cursor, until there is a page of it."""
    found: list[work.Waiting] = []
    searched = 0
    page = work.Page(items=(), after=after)
    while len(found) < PAGE_SIZE and searched < work.SEARCHED_MAX:
        page = work.claims_awaiting_decision(wanted, principal=principal, after=page.after, size=work.SEARCH_STEP)
        found += presenter.named(page.items, name=name, names=names_of(page.log, catalogue=catalogue()))
        searched += len(page.items)
        if page.after is None:
            break
    objects = {object_id for item in found for object_id in item.event.object_ids[: work.PERSONS_READ_MAX]}
    log = work.visible_log(objects, principal=principal)
    return replace(page, items=tuple(found), log=log, searched=None if page.after is None else searched)
