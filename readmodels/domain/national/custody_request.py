"""A question for custody: of whom, by citizen service number."""

from dataclasses import dataclass
from typing import Final

from readmodels.domain.national import parameters, questions
from readmodels.domain.national.parameters import Parameter

WHOSE: Final = Parameter("burgerservicenummer", parameters.BSNS, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRequest:
    """Whose custody: of a minor who has it over him, of an adult over whom he has it."""

    bsns: tuple[str, ...]


def parse(body: object) -> CustodyRequest:
    """Read a request body (already JSON). Raises `InvalidRequest` with every violation."""
    members = questions.read_members(body, (WHOSE,))
    return CustodyRequest(bsns=tuple(dict.fromkeys(members[WHOSE.name])))
