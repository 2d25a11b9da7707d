"""Reading a question in a national form: a body with a `type`, and the parameters that this type knows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from events.domain.plain_json import pointer_token, unsafe_values
from events.domain.refusals import InvalidRequest, Violation
from readmodels.domain.national.parameters import Code, Parameter, Wrong

TYPE: Final = "type"
Kinds = Mapping[str, Sequence[Parameter]]
"""The types of question that are answered, each with its parameters."""
Together = Callable[[Mapping[str, Any]], Iterable[Violation]]
"""What is wrong with members together, of which each may be right by itself."""


def read(body: object, kinds: Kinds, *, together: Together = lambda _: ()) -> tuple[str, dict[str, Any]]:
    """The type of a question and its parameters, from a request body (already JSON).

    Raises `InvalidRequest` with every violation, each telling how to mend it. Of what is no object, holds text that no
    log can hold, or is of another type, that alone is said: all else depends on it.
    """
    members = _object(body)
    kind = members.pop(TYPE, None)
    if not isinstance(kind, str) or kind not in kinds:
        raise InvalidRequest(violations=(_another_type(kind, kinds),))
    found = (*_violations(members, kinds[kind], of=kind, also=(TYPE,)), *together(members))
    if found:
        raise InvalidRequest(violations=found)
    return kind, members


def read_members(body: object, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The parameters of a question of which there is one type. Raises `InvalidRequest` as `read` does."""
    members = _object(body)
    found = tuple(_violations(members, parameters, of="This question"))
    if found:
        raise InvalidRequest(violations=found)
    return members


def _object(body: object) -> dict[str, Any]:
    if not isinstance(body, Mapping):
        raise InvalidRequest(violations=(Wrong(Code.OBJECT, "Send one JSON object.").at(""),))
    unsafe = unsafe_values(body)
    if unsafe:
        raise InvalidRequest(violations=unsafe)
    return dict(body)


def _another_type(kind: object, kinds: Kinds) -> Violation:
    options = ", ".join(kinds)
    if kind is None:
        return Wrong(Code.REQUIRED, f"Add type: one of {options}.").at(f"/{TYPE}")
    return Wrong(Code.CHOICE, f"Choose one of: {options}.", (("options", options),)).at(f"/{TYPE}")


def _violations(
    members: Mapping[str, Any], parameters: Sequence[Parameter], *, of: str, also: tuple[str, ...] = ()
) -> Iterator[Violation]:
    known = [*also, *(parameter.name for parameter in parameters)]
    for name in sorted(members.keys() - set(known)):
        message = f"Remove this field; {of} has {', '.join(known)}."
        yield Wrong(Code.UNKNOWN_FIELD, message).at(f"/{pointer_token(name)}")
    for parameter in parameters:
        pointer = f"/{pointer_token(parameter.name)}"
        if parameter.required and members.get(parameter.name) is None:
            yield Wrong(Code.REQUIRED, f"Add {parameter.name}: {of} cannot do without it.").at(pointer)
        elif parameter.name in members:
            yield from (wrong.at(pointer) for wrong in parameter.check(members[parameter.name]))
