"""The answer to the question who has custody, in the kinds of the national service."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from readmodels.domain.person import Person, Someone


class Kind(StrEnum):
    """The answers of the national service."""

    JOINT_PARENTAL = "GezamenlijkOuderlijkGezag"
    SOLE = "EenhoofdigOuderlijkGezag"
    JOINT_WITH_THIRD = "GezamenlijkGezag"
    GUARDIANSHIP = "Voogdij"
    NONE_FOR_NOW = "TijdelijkGeenGezag"
    UNDETERMINABLE = "GezagNietTeBepalen"


UNKNOWN_THIRD = Someone()
"""A third party of whom the register does not say who it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Custody:
    """Who holds custody over one minor. `supports` are the events it rests on, `article` the law it follows from."""

    kind: Kind
    minor: Person
    parents: tuple[Someone, ...] = ()
    third: Someone | None = None
    guardians: tuple[Someone, ...] = ()
    reason: str = ""
    article: str = ""
    in_doubt: bool = False
    supports: tuple[UUID, ...] = ()

    def holders(self) -> frozenset[UUID]:
        """The persons known by id who hold it."""
        everyone = (*self.parents, *self.guardians, *((self.third,) if self.third else ()))
        return frozenset(someone.id for someone in everyone if someone.id is not None)
