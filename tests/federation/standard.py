"""The OpenAPI file of FSC Core 2.0.0 as a judge of what our manager answers (Logius, CC BY 4.0; read from `../shared`).

Where the file lags behind the text of the standard, or contradicts itself, the place is named in `SLIPS`, and nothing
else is let through.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator, ValidationError, validators

from federation.domain.refusals import Code, InwayCode
from tests.shared_material import SHARED

FILE: Final = SHARED / "fsc" / "manager-2.0.0.yaml"
Schemas = dict[str, Any]


def _later_versions(schemas: Schemas) -> None:
    """The enums know 1.0.0 only, in a file that belongs to 2.0.0."""
    schemas["fscVersion"]["enum"].append("2.0.0")
    schemas["loggingVersion"]["enum"].append("1.1.0")


def _codes_of_the_text(schemas: Schemas) -> None:
    """The enum lacks codes that the text has; for what the text has none for, a manager has to have its own."""
    schemas["managerErrorCode"]["enum"] = [it.value for it in Code]
    schemas["inwayErrorsCode"]["enum"] = [it.value for it in InwayCode]


def _type_inside_data(schemas: Schemas) -> None:
    """`type` of a listed service is required beside `data`, and defined inside it."""
    schemas["serviceListing"]["required"].remove("type")


def _coordinates_of_any_curve(schemas: Schemas) -> None:
    """Every `y` would have 66 characters, which is the length of no curve's; and a key fits both kinds of key."""
    for bound in ("minLength", "maxLength"):
        schemas["ecPublicKey"]["properties"]["y"].pop(bound)
    schemas["jwk"]["anyOf"] = schemas["jwk"].pop("oneOf")


SLIPS: Final[tuple[Callable[[Schemas], None], ...]] = (
    _later_versions,
    _codes_of_the_text,
    _type_inside_data,
    _coordinates_of_any_curve,
)


@cache
def document() -> dict[str, Any]:
    """The file, with its slips mended."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for mend in SLIPS:
        mend(found["components"]["schemas"])
    return found


def judge(method: str, path: str, *, status: int, headers: Mapping[str, str], body: Any) -> None:
    """Raise for an answer that the file does not allow. `path` as it stands there: `/contracts/{hash}/accept`.

    A refusal may have any status: the file lists two of them, and what it looks like once.
    """
    operation = document()["paths"][path][method.lower()]
    if status < 300:
        described = operation["responses"].get(status)
        assert described is not None, f"{method} {path} answers {status}"
        content = described.get("content")
        assert bool(content) == (body is not None), f"{method} {path} answers {body!r}"
        if content:
            check(content["application/json"]["schema"], body)
        return
    check({"$ref": "#/components/schemas/error"}, body)
    assert headers["Fsc-Error-Code"] == body["code"]


def check(schema: Mapping[str, Any], instance: Any) -> None:
    """Raise `ValidationError` where an instance is not as a schema of the file says."""
    _Validator({**schema, "components": document()["components"]}).validate(instance)


def _one_of(validator: Any, choices: list[Any], instance: Any, schema: Mapping[str, Any]) -> Iterator[ValidationError]:
    """`oneOf` with a discriminator (OpenAPI 3.0): the schema that it names, whatever else would fit."""
    told = schema.get("discriminator")
    if told is None:
        yield from Draft202012Validator.VALIDATORS["oneOf"](validator, choices, instance, schema)
        return
    chosen = told["mapping"].get(instance.get(told["propertyName"]))
    if chosen is None:
        yield ValidationError(f"{told['propertyName']} names none of {sorted(told['mapping'])}")
        return
    yield from validator.descend(instance, {"$ref": chosen})


_Validator: Final = validators.extend(Draft202012Validator, {"oneOf": _one_of})  # type: ignore[no-untyped-call]  # a library without types
