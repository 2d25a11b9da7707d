"""What one asks of somebody's residence history."""

from dataclasses import dataclass, replace
from typing import Final

from readmodels.domain.national import parameters, residence_questions
from readmodels.domain.national.parameters import Parameter
from readmodels.domain.national.residence_questions import Days

WHOSE: Final = Parameter("burgerservicenummer", parameters.BSN, required=True)
KINDS: Final = residence_questions.kinds("Raadpleeg", WHOSE)
KINDS_OF_ONE: Final = residence_questions.kinds("Raadpleeg", replace(WHOSE, required=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRequest:
    """Whose residences, and on which days. Without a number: of one person who is known already."""

    bsn: str
    days: Days


def parse(body: object) -> HistoryRequest:
    """The question in a request body (already JSON). Raises `InvalidRequest` with every violation."""
    bsn, days = residence_questions.read(body, KINDS, about=WHOSE)
    return HistoryRequest(bsn=bsn, days=days)


def parse_of_one(body: object) -> HistoryRequest:
    """The question about one person who is known already; a number that it gives must be his. Raises as `parse`."""
    bsn, days = residence_questions.read(body, KINDS_OF_ONE, about=WHOSE)
    return HistoryRequest(bsn=bsn, days=days)
