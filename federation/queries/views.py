"""What views say of one person out of every F6 that holds events about him: as our own views say it of ours.

They are made by the same functions, of the log of all together, and come with all that a state comes with: who was
asked, who answered what, and what is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from events.catalogue import catalogue
from events.domain.event import Event
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import Principal
from events.domain.refusals import RequestTooLarge
from federation.domain.rounds import ALONE, RELATIVES, Company
from federation.queries import sources
from federation.queries.answering import FederatedAnswer, answer_about, write_down
from federation.queries.merged_files import MergedFiles, log_about
from federation.queries.sources import Others
from federation.queries.states import MOMENTS_MAX
from readmodels.domain.national import search, told
from readmodels.domain.national.custody_request import CustodyRequest
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.occupancy.request import OccupancyRequest
from readmodels.domain.national.persons.fields import CUSTODY_RELATIONS
from readmodels.domain.national.persons.request import RaadpleegVanEen
from readmodels.domain.national.told import Body, Form
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.recall import Recall
from readmodels.projectors.projections import own
from readmodels.queries.code_tables import descriptions
from readmodels.queries.objects import Asked
from readmodels.queries.own_rows import Found
from readmodels.queries.own_views import definition_that_answers


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedView:
    """What a view says of a person in its national form, the events that this rests on, and what all rests on."""

    answer: FederatedAnswer
    body: Body
    rests_on: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedRows:
    """The rows of one object in a view of one's own, and what they rest on."""

    answer: FederatedAnswer
    definition: Definition
    rows: tuple[Found, ...]


def federated_person_of(
    person_id: UUID,
    request: RaadpleegVanEen,
    *,
    asked: Asked,
    form: Form,
    principal: Principal,
    others: Others | None = None,
) -> FederatedView:
    """The person as the national service tells of him. Raises as `states.federated_state_of`.

    Nobody, when he does not hold a number that is asked for, or is not registered where it is asked.
    """
    with_custody = request.selection().asks(CUSTODY_RELATIONS)
    making = _Making(person_id, asked=asked, principal=principal, others=others, with_custody=with_custody)
    files, custody = making.files, making.files.custody(as_of=asked.as_of)
    file = files.of_id(person_id)
    found = search.found(request, [] if file is None else [file.as_of(asked.as_of)])
    for it in found:
        files.rely_on(it)
    body = told.persons(request, found, as_of=asked.as_of, form=form, describe=descriptions(), custody=custody)
    return making.made(body, action="Federatieve persoon geraadpleegd", custody=custody)


def federated_custody_of(
    person_id: UUID, request: CustodyRequest, *, asked: Asked, principal: Principal, others: Others | None = None
) -> FederatedView:
    """Who has custody over the person, or over whom he has it. Raises as `states.federated_state_of`."""
    making = _Making(person_id, asked=asked, principal=principal, others=others, with_custody=True)
    custody = making.files.custody(as_of=asked.as_of)
    held = {bsn: making.files.under_number(person_id, bsn, as_of=asked.as_of) for bsn in request.bsns}
    body = told.custody_of(held, custody)
    if not request.bsns:
        file = making.files.under_number(person_id, "", as_of=asked.as_of)
        body = told.custody_of_one(None if file is None else file.as_of(asked.as_of), custody)
    return making.made(body, action="Federatief gezag geraadpleegd", custody=custody)


def federated_residence_history_of(
    person_id: UUID,
    request: HistoryRequest,
    *,
    asked: Asked,
    form: Form,
    principal: Principal,
    others: Others | None = None,
) -> FederatedView:
    """Where the person lived, on a day or over a period. Raises as `states.federated_state_of`."""
    making = _Making(person_id, asked=asked, principal=principal, others=others)
    file = making.files.rely_on(making.files.under_number(person_id, request.bsn, as_of=LAST_MOMENT))
    body = told.residence_history(request, file, form=form, describe=descriptions())
    return making.made(body, action="Federatieve verblijfplaatshistorie geraadpleegd")


def federated_occupancy_of(
    person_id: UUID,
    request: OccupancyRequest,
    *,
    asked: Asked,
    form: Form,
    principal: Principal,
    others: Others | None = None,
) -> FederatedView:
    """Whether and when the person lived, or may have lived, at an address. Raises as `states.federated_state_of`.

    Of whoever else lived there nothing is told: others are asked about persons, never about addresses.
    """
    making = _Making(person_id, asked=asked, principal=principal, others=others)
    lived = making.files.lived_at(person_id, request.object_id)
    for file in lived:
        making.files.rely_on(file)
    body = told.occupancy(request, lived, form=form, describe=descriptions())
    return making.made(body, action="Federatieve bewoning geraadpleegd")


def federated_rows_of(
    object_id: UUID, name: str, *, asked: Asked, principal: Principal, others: Others | None = None
) -> FederatedRows:
    """The rows of one object in a view of one's own, as they held and were known at two moments.

    Raises as `states.federated_state_of`, `ViewNotFound`, and `RequestTooLarge` beyond `states.MOMENTS_MAX` moments at
    which something became known.
    """
    definition = definition_that_answers(name)
    asked = replace(asked, view=definition.counts)
    answer = _answer(object_id, asked=asked, principal=principal, others=others, company=ALONE)
    projection, known = own(definition), answer.known
    log = log_about(object_id, known.log.as_known_at(known.as_at), projection)
    _refuse_moments(log)
    made = (Found(object_id=object_id, row=row) for row in projection.rows(object_id, log, Recall(catalogue())))
    rows = tuple(sorted((it for it in made if it.holds_at(asked.as_of, known_at=known.as_at)), key=lambda it: it.place))
    rests_on = (support for it in rows for support in it.row.segment.supports)
    write_down("Federatief eigen overzicht geraadpleegd", object_id, rests_on, answer=answer, principal=principal)
    return FederatedRows(answer=answer, definition=definition, rows=rows)


class _Making:
    """One answer in the making: everybody was asked, and `files` are those of all together."""

    def __init__(
        self,
        person_id: UUID,
        *,
        asked: Asked,
        principal: Principal,
        others: Others | None,
        with_custody: bool = False,
    ) -> None:
        self._person_id = person_id
        self._principal = principal
        self._described = _Described(person_id, asked=asked)
        company = Company(described=self._described) if with_custody else RELATIVES
        self.answer = _answer(person_id, asked=asked, principal=principal, others=others, company=company)
        self.files = MergedFiles(self.answer.known.log, as_at=self.answer.known.as_at, types=catalogue())

    def made(self, body: Body, *, action: str, custody: told.Custody | None = None) -> FederatedView:
        """The answer, written down as a reading of everybody whose events it rests on."""
        answer = self.answer
        if custody is not None and not custody.told_of <= self._described.ids:
            answer = replace(answer, whole=False, complete=False)
        rests_on = tuple(self.files.rests_on)
        write_down(action, self._person_id, rests_on, answer=answer, principal=self._principal)
        return FederatedView(answer=answer, body=body, rests_on=rests_on)


class _Described:
    """Whom custody names beside the person: they are described by their files, so of those everything is asked too."""

    def __init__(self, person_id: UUID, *, asked: Asked) -> None:
        self._person_id = person_id
        self._asked = asked
        self.ids = frozenset({person_id})

    def __call__(self, log: Log) -> frozenset[UUID]:
        """The same, out of a log; and everybody who was found before."""
        files = MergedFiles(log, as_at=self._asked.as_at or LAST_MOMENT, types=catalogue())
        custody = files.custody(as_of=self._asked.as_of)
        custody.relations(self._person_id)
        self.ids |= custody.told_of
        return self.ids


def _answer(
    object_id: UUID, *, asked: Asked, principal: Principal, others: Others | None, company: Company
) -> FederatedAnswer:
    return answer_about(object_id, asked=asked, principal=principal, others=others or sources.others(), company=company)


def _refuse_moments(log: Iterable[Event]) -> None:
    if len({event.created_at for event in log}) > MOMENTS_MAX:
        raise RequestTooLarge(limit=MOMENTS_MAX, unit="formal moments")
