"""What one asks of the occupancy of an address."""

from dataclasses import dataclass
from typing import Final

from readmodels.domain.national.residence_questions import BodyReader, Days

ON_A_DAY: Final = "BewoningMetPeildatum"
OVER_A_PERIOD: Final = "BewoningMetPeriode"
KINDS: Final = {
    ON_A_DAY: frozenset({"adresseerbaarObjectIdentificatie", "peildatum"}),
    OVER_A_PERIOD: frozenset({"adresseerbaarObjectIdentificatie", "datumVan", "datumTot"}),
}
OBJECT_EXAMPLE: Final = "0518010000000001"


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupancyRequest:
    """Which addressable object (11.80), and on which days."""

    object_id: str
    days: Days


def parse(body: object) -> OccupancyRequest:
    """The question in a request body (already JSON). Raises `InvalidRequest` with every violation."""
    reader = BodyReader.of(body)
    kind = reader.kind(KINDS)
    object_id = reader.digits("adresseerbaarObjectIdentificatie", example=OBJECT_EXAMPLE)
    days = reader.days_of(kind, on_a_day=ON_A_DAY)
    return OccupancyRequest(object_id=object_id, days=reader.well_said(days))
