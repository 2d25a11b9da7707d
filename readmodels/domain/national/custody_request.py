"""A question for custody: of whom, by citizen service number."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from events.domain.plain_json import pointer_token
from events.domain.refusals import InvalidRequest, Violation
from readmodels.domain.national.persons import parameters

NUMBERS: Final = "burgerservicenummer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRequest:
    """Whose custody: of a minor who has it over him, of an adult over whom he has it."""

    bsns: tuple[str, ...]


def parse(body: object) -> CustodyRequest:
    """Read a request body (already JSON). Raises `InvalidRequest` with every violation."""
    if not isinstance(body, Mapping):
        raise InvalidRequest(violations=(Violation(pointer="", code="type", message="Send one JSON object."),))
    violations = [
        Violation(pointer=f"/{pointer_token(str(name))}", code="unknown-field", message="Leave this out.")
        for name in body
        if name != NUMBERS
    ]
    if NUMBERS not in body:
        message = "Send the numbers of whom you ask."
        violations.append(Violation(pointer=f"/{NUMBERS}", code="required", message=message))
    else:
        check, maximum = parameters.BSN, parameters.BSN_MAX
        violations += parameters.list_violations(NUMBERS, body[NUMBERS], check=check, items_max=maximum)
    if violations:
        raise InvalidRequest(violations=tuple(violations))
    return CustodyRequest(bsns=tuple(dict.fromkeys(body[NUMBERS])))
