"""What one asks of somebody's residence history."""

from dataclasses import dataclass
from typing import Final

from readmodels.domain.national.residence_questions import BodyReader, Days

ON_A_DAY: Final = "RaadpleegMetPeildatum"
OVER_A_PERIOD: Final = "RaadpleegMetPeriode"
KINDS: Final = {
    ON_A_DAY: frozenset({"burgerservicenummer", "peildatum"}),
    OVER_A_PERIOD: frozenset({"burgerservicenummer", "datumVan", "datumTot"}),
}
BSN_EXAMPLE: Final = "999990342"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRequest:
    """Whose residences, and on which days."""

    bsn: str
    days: Days


def parse(body: object) -> HistoryRequest:
    """The question in a request body (already JSON). Raises `InvalidRequest` with every violation."""
    reader = BodyReader.of(body)
    kind = reader.kind(KINDS)
    bsn = reader.digits("burgerservicenummer", example=BSN_EXAMPLE)
    days = reader.days_of(kind, on_a_day=ON_A_DAY)
    return HistoryRequest(bsn=bsn, days=reader.well_said(days))
