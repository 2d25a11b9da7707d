"""What follows by law from the facts: a consequence, and the rule that it follows from (`product.md`, section 4).

A rule is a named, versioned, pure function with its article and the period in which the rule itself was in force. By
which version something is judged follows from the moment of the fact that triggers it, unless the asker says otherwise
(`rules_at`; `inWerkingOp` on the wire): a recognition of 2020 is judged by the law of 2020.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events.domain.moments import PartialDate
from readmodels.domain.person import Person
from readmodels.domain.societies import Society


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One legal consequence for one person.

    `kind` names it in Dutch (`gezag`, `ouderschap`), `key` tells those of one kind apart (the other person, a code).
    `since` and `until` are material; None: from the beginning, or still. When it is not `determined`, `reason` says
    why and `value` is empty. `in_doubt`: something it rests on is under investigation.
    """

    subject: UUID
    kind: str
    key: str = ""
    value: Mapping[str, Any]
    since: PartialDate | None = None
    until: PartialDate | None = None
    rule: str
    version: str
    article: str
    supports: tuple[UUID, ...]
    determined: bool = True
    reason: str = ""
    in_doubt: bool = False

    @property
    def name(self) -> str:
        """Kind and key: what is compared when the past changes."""
        return f"{self.kind}/{self.key}" if self.key else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule finds, before it is said by which rule. `trigger` is the day of the fact that brings it about.

    `article` replaces that of the rule, where one rule has several.
    """

    trigger: date
    kind: str
    key: str = ""
    value: Mapping[str, Any]
    since: PartialDate | None = None
    until: PartialDate | None = None
    supports: tuple[UUID, ...]
    determined: bool = True
    reason: str = ""
    in_doubt: bool = False
    article: str = ""


Deriving = Callable[[Person, Society, date | None], Iterable[Found]]
"""Of a person, in a society; `rules_at` for what itself has parts that came into force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of law. `since` and `until` bound the time in which this version was in force (until: first day not)."""

    name: str
    version: str
    title: str
    """What it decides, in Dutch."""
    article: str
    derive: Deriving
    since: date = date.min
    until: date = date.max
    retroactive: bool = False
    """Whether its consequence reaches back before the fact that triggers it (a denial does, a recognition does not)."""

    def in_force_on(self, day: date) -> bool:
        """Whether this version of the rule was the law on that day."""
        return self.since <= day and (day < self.until or self.until == date.max)
