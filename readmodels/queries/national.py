"""The questions of the national APIs, answered from person files: at any formal moment, and any moment in reality.

Every reading is written to the log of processing in the same transaction; when that fails, nothing is returned.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from events import processing
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import Principal
from events.domain.refusals import TooManyFound
from readmodels.domain.national import search, told
from readmodels.domain.national.custody import FileOf
from readmodels.domain.national.custody import told as written_down
from readmodels.domain.national.custody_request import CustodyRequest
from readmodels.domain.national.custody_rows import relations_at
from readmodels.domain.national.file_rows import filed
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.occupancy.request import OccupancyRequest
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons.request import PersonsRequest
from readmodels.domain.national.search import Selector
from readmodels.domain.national.told import Form
from readmodels.projectors.projections import CUSTODY, PERSON_FILES
from readmodels.queries.code_tables import descriptions
from readmodels.queries.live_views import Freshness, LiveView

FOUND_MAX: Final = 100
"""Persons in one answer to a search at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The body of an answer in its national form, for which formal moment it is given, and over which zones."""

    body: dict[str, Any]
    as_at: datetime
    provisional: bool
    zones: tuple[str, ...]


class Files:
    """Person files, for one answer to one caller."""

    def __init__(self, *, principal: Principal, fresh: Freshness, made_max: int | None = None) -> None:
        self._view = LiveView(PERSON_FILES, principal=principal, fresh=fresh, made_max=made_max)
        self._principal = principal
        self._known: dict[UUID, PersonFile | None] = {}

    @property
    def as_at(self) -> datetime:
        """The formal moment that is answered for."""
        return self._view.as_at

    def under(self, name: str, value: str) -> list[PersonFile]:
        """The files that ever said this, as they were known at the moment."""
        return self._read(self._view.found_under(name, value))

    def selected(self, selector: Selector) -> list[PersonFile]:
        """The files that a selector finds."""
        return self._read(self._view.found_under(selector.name, selector.value, prefix=selector.beginning))

    def of_id(self, person_id: UUID) -> PersonFile | None:
        """The file of a person; None when nothing was known of him."""
        if person_id not in self._known:
            self._known[person_id] = next(iter(self._read([person_id])), None)
        return self._known[person_id]

    def of_bsn(self, bsn: str, *, as_of: datetime = LAST_MOMENT) -> PersonFile | None:
        """The file of who held a citizen service number at a moment in reality; None when nobody did."""
        held = (file for file in self.under(search.BSN, bsn) if told.holds(file.as_of(as_of), bsn))
        return next(held, None)

    def _read(self, person_ids: Collection[UUID]) -> list[PersonFile]:
        found = self._view.segments(person_ids)
        files = [filed(person_id, segments) for person_id, segments in found.items()]
        self._known |= {file.id: file for file in files}
        return files

    def answered(
        self, body: dict[str, Any], *, action: str, about: Iterable[UUID], provisional: bool = False
    ) -> Answered:
        """The answer, written down as a reading of these persons."""
        processing.record(action, principal=self._principal, subjects=about, activity=processing.Activity.READ)
        view = self._view
        return Answered(
            body=body, as_at=view.as_at, provisional=provisional or view.provisional, zones=tuple(sorted(view.zones))
        )


@transaction.atomic
def persons(
    request: PersonsRequest, *, as_of: datetime, form: Form, principal: Principal, fresh: Freshness
) -> Answered:
    """The persons that are asked or searched for, as they were in reality at a moment. Raises `TooManyFound`."""
    files = Files(principal=principal, fresh=fresh)
    candidates = {file.id: file for it in search.selectors(request) for file in files.selected(it)}
    found = search.found(request, (file.as_of(as_of) for file in candidates.values()))
    if len(found) > FOUND_MAX:
        raise TooManyFound(limit=FOUND_MAX)
    custody, view = _custody(files, as_of=as_of, principal=principal, fresh=fresh)
    body = told.persons(request, found, as_of=as_of, form=form, describe=descriptions(), custody=custody)
    about = {*(file.id for file in found), *custody.told_of}
    return files.answered(body, action="Personen geraadpleegd", about=about, provisional=view.provisional)


@transaction.atomic
def custody(request: CustodyRequest, *, as_of: datetime, principal: Principal, fresh: Freshness) -> Answered:
    """Who has custody over a minor, or over whom an adult has it, at a moment in reality.

    Nobody's custody is told of a number of which there is no file that counts.
    """
    files = Files(principal=principal, fresh=fresh)
    held_by, view = _custody(files, as_of=as_of, principal=principal, fresh=fresh)
    held = {bsn: files.of_bsn(bsn, as_of=as_of) for bsn in request.bsns}
    body = told.custody_of(held, held_by)
    return files.answered(
        body,
        action="Gezag geraadpleegd",
        about={*_ids(*held.values()), *held_by.told_of},
        provisional=view.provisional,
    )


class _CustodyView:
    """The view of custody at the formal moment of the files; it is not read for who asks no custody.

    `provisional`: what was told of custody can still change.
    """

    def __init__(self, *, as_of: datetime, principal: Principal, fresh: Freshness) -> None:
        self._as_of = as_of
        self._principal = principal
        self._fresh = fresh
        self.provisional = False

    @cached_property
    def _view(self) -> LiveView:
        view = LiveView(CUSTODY, principal=self._principal, fresh=self._fresh)
        self.provisional = view.provisional
        return view

    def relations_of(self, person_id: UUID, file_of: FileOf) -> list[dict[str, Any]]:
        """The relations that a person is in."""
        segments = self._view.segments([person_id]).get(person_id, ())
        return [written_down(relation, file_of=file_of) for relation in relations_at(segments, self._as_of)]


def _custody(
    files: Files, *, as_of: datetime, principal: Principal, fresh: Freshness
) -> tuple[told.Custody, _CustodyView]:
    """Custody as its view has it, among who has a file here."""
    view = _CustodyView(as_of=as_of, principal=principal, fresh=replace(fresh, as_at=files.as_at))
    return told.Custody(view.relations_of, file_of=files.of_id, as_of=as_of), view


@transaction.atomic
def residence_history(request: HistoryRequest, *, form: Form, principal: Principal, fresh: Freshness) -> Answered:
    """Where somebody lived, on a day or over a period. Nothing of somebody of whom there is no file that counts."""
    files = Files(principal=principal, fresh=fresh)
    file = files.of_bsn(request.bsn)
    body = told.residence_history(request, file, form=form, describe=descriptions())
    return files.answered(body, action="Verblijfplaatshistorie geraadpleegd", about=_ids(file))


@transaction.atomic
def occupants(request: OccupancyRequest, *, form: Form, principal: Principal, fresh: Freshness) -> Answered:
    """Who lives, or may live, at an address, on a day or over a period."""
    files = Files(principal=principal, fresh=fresh)
    lived = files.under(search.ADDRESSABLE_OBJECT, request.object_id)
    body = told.occupancy(request, lived, form=form, describe=descriptions())
    told_of = set(told.occupants_in(body))
    about = [file.id for file in lived if file.bsn in told_of]
    return files.answered(body, action="Bewoning geraadpleegd", about=about)


def _ids(*files: PersonFile | None) -> list[UUID]:
    return [file.id for file in files if file is not None]
