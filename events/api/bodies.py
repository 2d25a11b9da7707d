"""Reading a JSON body by the component that the OpenAPI document shows of it: what is told is what is checked."""

from collections.abc import Mapping
from typing import Any

from events.domain.refusals import InvalidRequest
from events.domain.schemas import violations

Body = Mapping[str, Any]


def read(body: Any, component: Mapping[str, Any]) -> Body:
    """The body, which satisfies the component. Raises `InvalidRequest` with everything that is wrong with it."""
    wrong = violations(component, body, "")
    if wrong:
        raise InvalidRequest(violations=wrong)
    found: Body = body
    return found
