"""The functions of `product.md`, section 3, as literally as Python allows: the measure for the real ones.

Recursive, quadratic and without memory. What is added to the text: a reference counts only if it points back within its
zone, and n acceptances are those of n different officials.
"""

from uuid import UUID

from events.domain.event import Event, Kind
from events.domain.log import Log
from events.domain.readings import View, declared
from tests.builders import SmallCatalogue


class Literal:
    """A log, a view, and the recursion."""

    def __init__(self, log: Log, *, view: View, catalogue: SmallCatalogue) -> None:
        self.events = list(log)
        self.view = view
        self.catalogue = catalogue

    def targets(self, event: Event, of: Event) -> bool:
        return (
            event.kind is not Kind.CLAIM
            and event.references[:1] == (of.id,)
            and event.zone == of.zone
            and event.order > of.order
            and self.rooted(of)
        )

    def rooted(self, event: Event) -> bool:
        return event.kind is Kind.CLAIM or any(self.targets(event, of) for of in self.events)

    def validations(self, event: Event, decision: str) -> set[UUID]:
        return {
            other.source_id
            for other in self.events
            if other.kind is Kind.VALIDATION and self.targets(other, event) and self.in_force(other)
            if other.data.get("decision") == decision
        }

    def head(self, event: Event) -> Event | None:
        found = [
            other
            for other in self.events
            if other.kind is Kind.CORRECTION and other.data.get("operation") in ("replace", "retract")
            if self.targets(other, event) and self.in_force(other)
        ]
        return max(found, key=lambda other: (other.order, other.id), default=None)

    def is_retract(self, event: Event | None) -> bool:
        return event is not None and event.data.get("operation") == "retract"

    def in_force(self, event: Event) -> bool:
        return not self.is_retract(self.head(event)) and (event.kind is Kind.VALIDATION or self.accepted(event))

    def accepted(self, event: Event) -> bool:
        if event.kind is Kind.VALIDATION or self.validations(event, "rejected"):
            return False
        needed = max(1, declared(event, catalogue=self.catalogue).acceptances)
        return self.view is View.ASSERTED or len(self.validations(event, "accepted")) >= needed

    def content(self, event: Event) -> Event | None:
        head = self.head(event)
        if head is None:
            own = event.kind is Kind.CLAIM or event.data.get("operation") != "retract"
            return event if own and event.kind is not Kind.VALIDATION else None
        return None if self.is_retract(head) else self.content(head)
