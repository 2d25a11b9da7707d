"""The result of doing one thing with several claims: a line for each."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one of them: done, or why not."""

    id: UUID
    title: str
    persons: str
    text: str
    succeeded: bool
