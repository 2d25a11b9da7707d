# ruff: noqa: ARG005 - every action is tried on somebody and on the scene, whether it needs them or not
"""What an action of the permission matrix is, and what several of them take."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from events.commands import event_types
from events.domain.permissions import OFFICIAL, Permission
from events.models import ApiClient, ApiToken, Zone
from readmodels.models import Reexamination
from tests import registry
from tests.callers import administrator
from tests.integration.access import principals
from tests.integration.views.scenes import NUMBERS as SHARED_NUMBERS

P = Permission
NUMBERS = SHARED_NUMBERS | {"name": "nummers"}
"""A view of somebody else's own."""


@dataclass(frozen=True)
class Scene:
    """What the actions are about: an open claim, and a client with a token in the civil registry's zone."""

    claim: UUID
    decision: UUID
    child: UUID
    zone: Zone
    client: ApiClient
    token: ApiToken
    receiver: str
    """The address of a receiver that agrees to whatever it is asked."""


@dataclass(frozen=True)
class Action:
    """What is tried, and the permissions it takes in the zone (all of them). `public`: needs nobody in particular."""

    does: Callable[..., Any]
    takes: frozenset[Permission] = frozenset()
    officials_only: bool = False
    public: bool = False
    anywhere: bool = False
    """Whether holding the permissions in any zone will do: all of them in one and the same."""
    everywhere: bool = False
    """Whether the permissions must be held in every zone."""
    or_anywhere: frozenset[Permission] | None = None
    """What will do as well, held in any zone."""
    or_everywhere: frozenset[Permission] | None = None
    """What will do as well, held in every zone."""

    def is_open_to(self, kind: principals.Kind, *, anyone: bool) -> bool:
        """Whether this kind of somebody must succeed. `anyone`: without a valid token too, when nothing is taken."""
        if self.public:
            return True
        known = kind.valid or (anyone and kind.secret is None)
        everywhere = kind.held & kind.elsewhere
        held = everywhere if self.everywhere else kind.held
        holds = (
            self.takes <= held
            or (self.anywhere and self.takes <= kind.elsewhere)
            or (self.or_anywhere is not None and (self.or_anywhere <= kind.held or self.or_anywhere <= kind.elsewhere))
            or (self.or_everywhere is not None and self.or_everywhere <= everywhere)
        )
        return known and holds and (kind.source_type == OFFICIAL or not self.officials_only)


READS = Action(does=lambda by, s: None, takes=frozenset({P.VIEW}), anywhere=True)
"""What takes reading anywhere, and answers with what may be seen."""
KNOWS = replace(READS, or_anywhere=frozenset({P.MANAGE}))
"""The same, and for who administers something."""
ADMINISTERS = Action(does=lambda by, s: None, takes=frozenset({P.MANAGE}), everywhere=True)
DEFINES = replace(READS, or_everywhere=frozenset({P.MANAGE}))

BSN = "999990019"
HOUSE = "0518010000000001"
HISTORY = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": BSN, "peildatum": "2020-01-01"}
OCCUPANCY = {"type": "BewoningMetPeildatum", "adresseerbaarObjectIdentificatie": HOUSE, "peildatum": "2020-01-01"}
PERSONS = {
    "type": "RaadpleegMetBurgerservicenummer",
    "burgerservicenummer": [BSN],
    "fields": ["naam"],
}


def difference(scene: Scene) -> str:
    """What to look at again, as it is now."""
    return Reexamination.objects.get(decision_id=scene.decision).difference


def drafted() -> UUID:
    """A draft that somebody else is writing."""
    return event_types.draft_event_type("Geboorte", by=administrator()).pk


def claim() -> dict[str, Any]:
    """A birth in the civil registry that nobody claimed yet."""
    return registry.birth(uuid4(), uuid4()) | {"zone": registry.CIVIL}
