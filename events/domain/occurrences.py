"""Who holds a key: the claims in force of one occurrence, or with one value that only one may have."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from uuid import UUID

from events.domain import identity
from events.domain.chains import Content, content_of_claim
from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.identity import Key
from events.domain.log import Log
from events.domain.readings import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a content holds: its occurrence (None: one of its own), and its value per uniqueness rule."""

    identity: Key | None
    unique: Mapping[str, Key]

    @property
    def all(self) -> tuple[Key, ...]:
        """Every key."""
        own = tuple(self.unique.values())
        return own if self.identity is None else (self.identity, *own)


def held_by(content: Content) -> Held:
    """The keys of a content, with what officials added to it."""
    event_type, data = content.event_type, content.data
    unique = ((rule, identity.unique_key(event_type, rule=rule, data=data)) for rule in event_type.unique_keys)
    return Held(
        identity=identity.identity_key(event_type, data=data),
        unique={rule: key for rule, key in unique if key is not None},
    )


def holders(key: Key, *, log: Log, catalogue: Catalogue) -> tuple[Event, ...]:
    """The claims in force that hold the key, by order: in a lawful log never more than one."""
    what, name = key[:2]

    def compute() -> tuple[Catalogue, Mapping[Key, tuple[Event, ...]]]:
        found: dict[Key, tuple[Event, ...]] = {}
        for claim in log.claims():
            held = _held(claim, what=what, name=name, log=log, catalogue=catalogue)
            if held is not None:
                found[held] = (*found.get(held, ()), claim)
        return catalogue, found

    return log.answer(("holders", what, name, id(catalogue)), compute)[1].get(key, ())


def others_holding(key: Key, *, root_id: UUID, log: Log, catalogue: Catalogue) -> tuple[Event, ...]:
    """The claims in force that hold the key, but for the one named."""
    return tuple(claim for claim in holders(key, log=log, catalogue=catalogue) if claim.id != root_id)


def _held(claim: Event, *, what: Hashable, name: Hashable, log: Log, catalogue: Catalogue) -> Key | None:
    """The key of that kind that the claim holds: of its type the occurrence, or by that rule the value."""
    content = content_of_claim(claim, log=log, catalogue=catalogue, view=View.LEGAL)
    if content is None:
        return None
    event_type = content.event_type
    if what == identity.OCCURRENCE:
        return identity.identity_key(event_type, data=content.data) if event_type.name == name else None
    rules = [rule for rule in event_type.unique_keys if rule == name]
    return identity.unique_key(event_type, rule=rules[0], data=content.data) if rules else None
