"""What one asks of the occupancy of an address."""

from dataclasses import dataclass
from typing import Final

from readmodels.domain.national import parameters, residence_questions
from readmodels.domain.national.parameters import Parameter
from readmodels.domain.national.residence_questions import Days

WHERE: Final = Parameter("adresseerbaarObjectIdentificatie", parameters.BAG_ID, required=True)
KINDS: Final = residence_questions.kinds("Bewoning", WHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupancyRequest:
    """Which addressable object (11.80), and on which days."""

    object_id: str
    days: Days


def parse(body: object) -> OccupancyRequest:
    """The question in a request body (already JSON). Raises `InvalidRequest` with every violation."""
    object_id, days = residence_questions.read(body, KINDS, about=WHERE)
    return OccupancyRequest(object_id=object_id, days=days)
