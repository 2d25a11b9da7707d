"""Person files and custody out of the log of several organisations together: by the functions of our own views."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain import closures
from events.domain import facts as effective
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from readmodels.domain.law.custody import custody_of
from readmodels.domain.national import search, told
from readmodels.domain.national.custody import FileOf, relation
from readmodels.domain.national.filing import person_file
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.societies import Society
from readmodels.projectors.projections import CUSTODY, PERSON_FILES, PROJECTIONS, Projection


class MergedFiles:
    """What a log tells of persons, as known at a formal moment.

    `rests_on` are the events of all that was read. Each read raises `RequestTooLarge` when more bears on somebody than
    one answer may rest on.
    """

    def __init__(self, log: Log, *, as_at: datetime, types: Catalogue) -> None:
        self._log = log
        self._as_at = as_at
        self._types = types
        self._files: dict[UUID, PersonFile | None] = {}
        self.rests_on: dict[UUID, None] = {}

    def of_id(self, person_id: UUID) -> PersonFile | None:
        """The file of a person over his whole life; None when nothing is known of him."""
        if person_id not in self._files:
            facts = self._facts(person_id, PROJECTIONS[PERSON_FILES])
            file = person_file(person_id, facts, catalogue=self._types)
            self._files[person_id] = file if file.stacks else None
        return self._files[person_id]

    def rely_on(self, file: PersonFile | None) -> PersonFile | None:
        """The same file, of which something is told."""
        stacks = () if file is None else (stack for those in file.stacks.values() for stack in those)
        self.rests_on |= dict.fromkeys(it for stack in stacks for row in stack for it in row.supports)
        return file

    def under_number(self, person_id: UUID, bsn: str, *, as_of: datetime) -> PersonFile | None:
        """The file of a person over his whole life, when he held this number (any, when empty) and it counts."""
        file = self.of_id(person_id)
        then = None if file is None else file.as_of(as_of)
        if then is None or not (told.holds(then, bsn) if bsn else then.exists):
            return None
        return file

    def lived_at(self, person_id: UUID, addressable_object: str) -> list[PersonFile]:
        """His file, when it ever told of this address."""
        file = self.of_id(person_id)
        key = (search.ADDRESSABLE_OBJECT, addressable_object)
        return [] if file is None or key not in search.search_keys(file) else [file]

    def custody(self, *, as_of: datetime) -> told.Custody:
        """Custody at a moment in reality."""

        def relations_of(person_id: UUID, file_of: FileOf) -> list[dict[str, Any]]:
            society = Society(self._facts(person_id, PROJECTIONS[CUSTODY]), as_of=as_of, catalogue=self._types)
            found = custody_of(person_id, society)
            self.rests_on |= dict.fromkeys(support for custody in found for support in custody.supports)
            return [relation(custody, file_of=file_of) for custody in found]

        return told.Custody(relations_of, file_of=lambda it: self.rely_on(self.of_id(it)), as_of=as_of)

    def _facts(self, person_id: UUID, projection: Projection) -> tuple[Fact, ...]:
        return effective.facts(log_about(person_id, self._log, projection), catalogue=self._types, as_at=self._as_at)


def log_about(object_id: UUID, log: Log, projection: Projection) -> Log:
    """What of a log bears on the rows of one object. Raises `RequestTooLarge`."""
    found = projection.told([object_id], read=lambda ids: closures.about(ids, log=log))[object_id]
    if found.too_large is not None:
        raise found.too_large
    return found.log
