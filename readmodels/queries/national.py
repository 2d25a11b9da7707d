"""The questions of the national APIs, answered from person files: at any formal moment, and any moment in reality.

Every reading is written to the log of processing in the same transaction; when that fails, nothing is returned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from events import processing
from events.domain.permissions import Principal
from readmodels.domain.national import history, occupancy
from readmodels.domain.national.file_rows import filed
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.keys import ADDRESSABLE_OBJECT, BSN
from readmodels.domain.national.occupancy.request import OccupancyRequest
from readmodels.domain.national.person_file import PersonFile
from readmodels.projectors.projections import PERSON_FILES
from readmodels.queries.code_tables import descriptions
from readmodels.queries.live_views import Freshness, LiveView


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

    def __init__(self, *, principal: Principal, fresh: Freshness) -> None:
        self._view = LiveView(PERSON_FILES, principal=principal, fresh=fresh)
        self._principal = principal

    @property
    def as_at(self) -> datetime:
        """The formal moment that is answered for."""
        return self._view.as_at

    def under(self, name: str, value: str) -> list[PersonFile]:
        """The files that ever said this, as they were known at the moment."""
        found = self._view.segments(self._view.found_under(name, value))
        return [filed(person_id, segments) for person_id, segments in found.items()]

    def of_bsn(self, bsn: str) -> PersonFile | None:
        """The file of who holds a citizen service number; None when nobody did, as far as was known then."""
        held = [file for file in self.under(BSN, bsn) if file.exists and file.bsn == bsn]
        return next(iter(held), None)

    def answered(self, body: dict[str, Any], *, action: str, about: Iterable[UUID]) -> Answered:
        """The answer, written down as a reading of these persons."""
        processing.record(action, principal=self._principal, subjects=about, activity=processing.Activity.READ)
        view = self._view
        return Answered(body=body, as_at=view.as_at, provisional=view.provisional, zones=tuple(sorted(view.zones)))


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
    lived = files.under(ADDRESSABLE_OBJECT, request.object_id)
    answer = {Form.DATA: occupancy.data_answer, Form.PUBLIC: occupancy.public_answer}[form]
    body = answer(lived, request, descriptions())
    return files.answered(body, action="Bewoning geraadpleegd", about=(file.id for file in lived))


def _ids(*files: PersonFile | None) -> list[UUID]:
    return [file.id for file in files if file is not None]
