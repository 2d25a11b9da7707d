"""The answers of the national services, of person files and custody: wherever those are read from.

Our own views give them, and the log of several organisations together: so both say the same of the same events.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from readmodels.domain.known import local_day
from readmodels.domain.national import history as of_history
from readmodels.domain.national import occupancy as of_occupancy
from readmodels.domain.national.codes import Codes
from readmodels.domain.national.custody import FileOf
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.occupancy.request import OccupancyRequest
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons import answers as of_persons
from readmodels.domain.national.persons.request import PersonsRequest

Body = dict[str, Any]
RelationsOf = Callable[[UUID, FileOf], Collection[Mapping[str, Any]]]
"""The relations of custody that a person is in, of whom the others are described by their files."""


class Form(StrEnum):
    """In which form: the elements as they were registered, or typed and put in words for whoever reads them."""

    DATA = "data"
    PUBLIC = "public"


class Custody:
    """Custody at a moment in reality. `told_of` is who has been described in it."""

    def __init__(self, relations_of: RelationsOf, *, file_of: FileOf, as_of: datetime) -> None:
        self._relations_of = relations_of
        self._file_of_all = file_of
        self._as_of = as_of
        self.told_of: set[UUID] = set()

    def relations(self, person_id: UUID) -> list[Mapping[str, Any]]:
        """Of one person."""
        return list(self._relations_of(person_id, self._file_of))

    def _file_of(self, person_id: UUID) -> PersonFile | None:
        self.told_of.add(person_id)
        file = self._file_of_all(person_id)
        return None if file is None else file.as_of(self._as_of)


def persons(
    request: PersonsRequest,
    found: Iterable[PersonFile],
    *,
    as_of: datetime,
    form: Form,
    describe: Codes,
    custody: Custody,
) -> Body:
    """The persons that were found, as they were in reality at a moment."""
    answer = {Form.DATA: of_persons.data_answer, Form.PUBLIC: of_persons.public_answer}[form]
    today = local_day(as_of)
    return answer(request, found, today=today, describe=describe, custody=lambda file: custody.relations(file.id))


def custody_of(held: Mapping[str, PersonFile | None], custody: Custody) -> Body:
    """The custody of who holds each of these numbers; nobody's of a number of which there is no file that counts."""
    found = {bsn: [] if file is None else custody.relations(file.id) for bsn, file in held.items()}
    return {"personen": [{"burgerservicenummer": bsn, "gezag": relations} for bsn, relations in found.items()]}


def custody_of_one(file: PersonFile | None, custody: Custody) -> Body:
    """The custody of one person, whether or not he has a number; nobody's when no file of him counts."""
    if file is None:
        return {"personen": []}
    number = {"burgerservicenummer": file.bsn} if file.bsn else {}
    return {"personen": [number | {"gezag": custody.relations(file.id)}]}


def residence_history(request: HistoryRequest, file: PersonFile | None, *, form: Form, describe: Codes) -> Body:
    """Where somebody lived. Nothing of somebody of whom there is no file that counts."""
    answer = {Form.DATA: of_history.data_answer, Form.PUBLIC: of_history.public_answer}[form]
    return {"verblijfplaatsen": []} if file is None else answer(file, request, describe)


def occupancy(request: OccupancyRequest, lived: Collection[PersonFile], *, form: Form, describe: Codes) -> Body:
    """Who of these lived at an address, and who may have."""
    answer = {Form.DATA: of_occupancy.data_answer, Form.PUBLIC: of_occupancy.public_answer}[form]
    return answer(lived, request, describe)


def occupants_in(body: Mapping[str, Any]) -> Iterator[str]:
    """The numbers of everybody who is told of as living there, or possibly."""
    for part in body["bewoningen"]:
        everybody = (*part.get("bewoners", ()), *part.get("mogelijkeBewoners", ()))
        yield from (it["burgerservicenummer"] for it in everybody if "burgerservicenummer" in it)


def holds(file: PersonFile, bsn: str) -> bool:
    """Whether it is a file that counts, of who has this number."""
    return file.exists and file.bsn == bsn
