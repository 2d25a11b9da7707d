"""The questions of the national APIs, answered from person files: at any formal moment, and any moment in reality.

Every reading is written to the log of processing in the same transaction; when that fails, nothing is returned.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from events import processing
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import Principal
from events.domain.refusals import TooManyFound
from readmodels.domain.known import local_day
from readmodels.domain.national import history, occupancy, search
from readmodels.domain.national.custody import told
from readmodels.domain.national.custody_request import CustodyRequest
from readmodels.domain.national.custody_rows import relations_at
from readmodels.domain.national.file_rows import filed
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.occupancy.request import OccupancyRequest
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons import answers as of_persons
from readmodels.domain.national.persons.request import PersonsRequest
from readmodels.domain.national.search import Selector
from readmodels.projectors.projections import CUSTODY, PERSON_FILES
from readmodels.queries.code_tables import descriptions
from readmodels.queries.live_views import Freshness, LiveView

FOUND_MAX: Final = 100
"""Persons in one answer to a search at most."""


class Form(StrEnum):
    """In which form: the elements as they were registered, or typed and put in words for whoever reads them."""

    DATA = "data"
    PUBLIC = "public"


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
        held = (file for file in self.under(search.BSN, bsn) if _holds(file.as_of(as_of), bsn))
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
    custody = _Custody(files, as_of=as_of, principal=principal, fresh=fresh)
    answer = {Form.DATA: of_persons.data_answer, Form.PUBLIC: of_persons.public_answer}[form]
    today, describe = local_day(as_of), descriptions()
    body = answer(request, found, today=today, describe=describe, custody=lambda file: custody.relations(file.id))
    about = {*(file.id for file in found), *custody.told_of}
    return files.answered(body, action="Personen geraadpleegd", about=about, provisional=custody.provisional)


@transaction.atomic
def custody(request: CustodyRequest, *, as_of: datetime, principal: Principal, fresh: Freshness) -> Answered:
    """Who has custody over a minor, or over whom an adult has it, at a moment in reality.

    Nobody's custody is told of a number of which there is no file that counts.
    """
    files = Files(principal=principal, fresh=fresh)
    held_by = _Custody(files, as_of=as_of, principal=principal, fresh=fresh)
    held = {bsn: files.of_bsn(bsn, as_of=as_of) for bsn in request.bsns}
    found = {bsn: [] if file is None else held_by.relations(file.id) for bsn, file in held.items()}
    body = {"personen": [{"burgerservicenummer": bsn, "gezag": gezag} for bsn, gezag in found.items()]}
    return files.answered(
        body,
        action="Gezag geraadpleegd",
        about={*_ids(*held.values()), *held_by.told_of},
        provisional=held_by.provisional,
    )


class _Custody:
    """The relations of custody, as the view of custody has them. `told_of` is who is in them.

    `provisional`: what was told of custody can still change.
    """

    def __init__(self, files: Files, *, as_of: datetime, principal: Principal, fresh: Freshness) -> None:
        self._files = files
        self._as_of = as_of
        self._principal = principal
        self._fresh = replace(fresh, as_at=files.as_at)
        self.provisional = False
        self.told_of: set[UUID] = set()

    @cached_property
    def _view(self) -> LiveView:
        """The view of custody at the formal moment of the files; it is not read for who asks no custody."""
        view = LiveView(CUSTODY, principal=self._principal, fresh=self._fresh)
        self.provisional = view.provisional
        return view

    def relations(self, person_id: UUID) -> list[dict[str, Any]]:
        """Of one person."""
        segments = self._view.segments([person_id]).get(person_id, ())
        return [told(relation, file_of=self._file_of) for relation in relations_at(segments, self._as_of)]

    def _file_of(self, person_id: UUID) -> PersonFile | None:
        self.told_of.add(person_id)
        file = self._files.of_id(person_id)
        return None if file is None else file.as_of(self._as_of)


@transaction.atomic
def residence_history(request: HistoryRequest, *, form: Form, principal: Principal, fresh: Freshness) -> Answered:
    """Where somebody lived, on a day or over a period. Nothing of somebody of whom there is no file that counts."""
    files = Files(principal=principal, fresh=fresh)
    file = files.of_bsn(request.bsn)
    answer = {Form.DATA: history.data_answer, Form.PUBLIC: history.public_answer}[form]
    body = {"verblijfplaatsen": []} if file is None else answer(file, request, descriptions())
    return files.answered(body, action="Verblijfplaatshistorie geraadpleegd", about=_ids(file))


@transaction.atomic
def occupants(request: OccupancyRequest, *, form: Form, principal: Principal, fresh: Freshness) -> Answered:
    """Who lives, or may live, at an address, on a day or over a period."""
    files = Files(principal=principal, fresh=fresh)
    lived = files.under(search.ADDRESSABLE_OBJECT, request.object_id)
    answer = {Form.DATA: occupancy.data_answer, Form.PUBLIC: occupancy.public_answer}[form]
    body = answer(lived, request, descriptions())
    told_of = {it["burgerservicenummer"] for part in body["bewoningen"] for it in _people(part)}
    about = [file.id for file in lived if file.bsn in told_of]
    return files.answered(body, action="Bewoning geraadpleegd", about=about)


def _people(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Who is told of as living there, or possibly."""
    everybody = (*part.get("bewoners", ()), *part.get("mogelijkeBewoners", ()))
    return (it for it in everybody if "burgerservicenummer" in it)


def _holds(file: PersonFile, bsn: str) -> bool:
    return file.exists and file.bsn == bsn


def _ids(*files: PersonFile | None) -> list[UUID]:
    return [file.id for file in files if file is not None]
