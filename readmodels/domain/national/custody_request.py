"""A question for custody: of whom, by citizen service number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from readmodels.domain.national import parameters, questions
from readmodels.domain.national.parameters import Parameter

WHOSE: Final = Parameter("burgerservicenummer", parameters.BSNS, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRequest:
    """Whose custody: of a minor who has it over him, of an adult over whom he has it.

    Without numbers: of one person who is known already.
    """

    bsns: tuple[str, ...]


def parse(body: object) -> CustodyRequest:
    """Read a request body (already JSON). Raises `InvalidRequest` with every violation."""
    return _asked(questions.read_members(body, (WHOSE,)))


def parse_of_one(body: object) -> CustodyRequest:
    """The question about one person who is known already; a number that it gives must be his. Raises as `parse`."""
    return _asked(questions.read_members(body, (replace(WHOSE, required=False),)))


def _asked(members: Mapping[str, Any]) -> CustodyRequest:
    return CustodyRequest(bsns=tuple(dict.fromkeys(members.get(WHOSE.name, ()))))
