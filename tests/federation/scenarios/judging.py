"""The OpenAPI files of the standard as judges of what is asked and answered (FSC Core 2.0.0, Logging 1.1.0; CC BY 4.0).

They are read where they lie, beside the project. Where a file contradicts the text of the standard the text is
followed: `_mend` says where.
"""

import functools
import json
import re
from collections.abc import Mapping
from typing import Any, Final

import jsonschema_rs
import yaml

from tests.federation.listeners import Answer
from tests.shared_material import SHARED

FILES: Final = {"manager": "manager-2.0.0.yaml", "logging": "logging-1.1.0.yaml"}
ERROR_HEADER: Final = "fsc-error-code"
TEXT_CODES: Final = (
    # In the text of 2.0.0 (4.5) and not yet in the file.
    "ERROR_CODE_SUBMITTING_PEER_NOT_PART_OF_CONTRACT",
    "ERROR_CODE_RECEIVING_PEER_NOT_PART_OF_CONTRACT",
    "ERROR_CODE_UNKNOWN_FSC_VERSION",
)
LOGGING_CODES: Final = ("MISSING_LOG_RECORD_ID", "INVALID_LOG_RECORD_ID", "TRANSACTION_LOG_WRITE_ERROR")
"""In FSC Logging 1.1.0, as printed there."""
JSON: Final = "application/json"


class Broken(AssertionError):
    """What was sent or answered is not what the standard says."""


def judge(method: str, path: str, answer: Answer) -> Answer:
    """Hold an answer of a manager against the file; gives it back. Raises `Broken`."""
    operation = _operation(method, path)
    told = operation["responses"].get(answer.status)
    if told is None:
        raise Broken(f"{method} {path} answers {answer.status}, which the standard does not know: {answer.body!r}")
    for name, header in told.get("headers", {}).items():
        if header.get("required", True) and name.lower() not in answer.headers:
            raise Broken(f"{method} {path} answers {answer.status} without the header {name}.")
    if JSON in told.get("content", {}):
        if not answer.headers.get("content-type", "").startswith(JSON):
            raise Broken(f"{method} {path} answers {answer.headers.get('content-type')}, not JSON.")
        _hold(answer.told, told["content"][JSON]["schema"], what=f"{method} {path} → {answer.status}", of=path)
    return answer


def judge_request(method: str, path: str, body: Any, headers: Mapping[str, str], *, media_type: str = JSON) -> None:
    """Hold what is sent to a manager against the file. Raises `Broken`."""
    operation = _operation(method, path)
    present = {name.lower().replace("_", "-") for name in headers}
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "header" and parameter.get("required") and parameter["name"] not in present:
            raise Broken(f"{method} {path} is sent without the header {parameter['name']}.")
    told = operation.get("requestBody")
    if told is not None:
        _hold(body, told["content"][media_type]["schema"], what=f"the body of {method} {path}", of=path)


def judge_refusal(answer: Answer, *, domain: str) -> Answer:
    """Hold a refusal of an inway or outway against the shape of errors; gives it back. Raises `Broken`."""
    _hold(answer.told, {"$ref": "#/components/schemas/error"}, what=f"a refusal of {domain}", of="/peer")
    if (answer.told["domain"], answer.told["code"]) != (domain, answer.headers.get(ERROR_HEADER)):
        raise Broken(f"{answer.told} is told in the header as {answer.headers.get(ERROR_HEADER)}.")
    return answer


def _hold(value: Any, schema: Mapping[str, Any], *, what: str, of: str) -> None:
    whole = {**schema, "components": _document(_file_of(of))["components"]}
    try:
        jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(value)
    except jsonschema_rs.ValidationError as fault:
        raise Broken(f"{what}: {fault.message} at {fault.instance_path} in {json.dumps(value)[:2_000]}") from None


def _operation(method: str, path: str) -> dict[str, Any]:
    plain = path.partition("?")[0].removeprefix("/v1")
    for template, operations in _document(_file_of(plain))["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), plain) and method.lower() in operations:
            found: dict[str, Any] = operations[method.lower()]
            return found
    raise Broken(f"The standard has no {method} {path}.")


def _file_of(path: str) -> str:
    return "logging" if path.removeprefix("/v1").startswith("/logs") else "manager"


@functools.cache
def _document(name: str) -> dict[str, Any]:
    raw = yaml.safe_load((SHARED / "fsc" / FILES[name]).read_text(encoding="utf-8"))
    made: dict[str, Any] = _by_discriminator(_mend(raw) if name == "manager" else raw)
    for operations in made["paths"].values():
        for operation in operations.values():
            _resolve(operation, made)
    return made


def _resolve(operation: dict[str, Any], document: dict[str, Any]) -> None:
    """Put what parameters, headers and bodies refer to in their place: schemas find theirs by themselves."""
    look = functools.partial(_looked_up, document)
    operation["parameters"] = [look(it) for it in operation.get("parameters", [])]
    if "requestBody" in operation:
        operation["requestBody"] = look(operation["requestBody"])
    for response in operation["responses"].values():
        response["headers"] = {name: look(it) for name, it in response.get("headers", {}).items()}


def _looked_up(document: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = document
    for step in value["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    assert isinstance(found, dict)
    return found


def _mend(document: dict[str, Any]) -> dict[str, Any]:
    """Where the file of the manager lags behind its text, or cannot be meant."""
    schemas = document["components"]["schemas"]
    schemas["fscVersion"]["enum"] = ["2.0.0"]  # it still says 1.0.0
    schemas["loggingVersion"]["enum"] = ["1.0.0", "1.1.0"]
    schemas["managerErrorCode"] = {
        "type": "string",
        "anyOf": [
            {"enum": [*schemas["managerErrorCode"]["enum"], *TEXT_CODES]},
            {"pattern": "^ERROR_CODE_F6_[A-Z_]+$"},  # ours, where the standard has none
        ],
    }
    schemas["inwayErrorsCode"]["enum"] += LOGGING_CODES
    schemas["jwk"]["anyOf"] = schemas["jwk"].pop("oneOf")  # every RSA key fits that of an EC key too
    for coordinate in ("minLength", "maxLength"):
        del schemas["ecPublicKey"]["properties"]["y"][coordinate]  # 66 octets are those of P-521, before base64
    schemas["serviceListing"]["required"] = ["data"]  # its type is a member of data
    return document


def _by_discriminator(value: Any) -> Any:
    """`oneOf` with a discriminator, as JSON Schema says it: the schemas of one grant fit others too."""
    if isinstance(value, list):
        return [_by_discriminator(it) for it in value]
    if not isinstance(value, dict):
        return value
    made = {name: _by_discriminator(it) for name, it in value.items()}
    if "discriminator" in made and "oneOf" in made:
        told = made.pop("discriminator")
        member, mapping = told["propertyName"], told["mapping"]
        del made["oneOf"]
        made["required"] = [*made.get("required", []), member]
        made["properties"] = {**made.get("properties", {}), member: {"enum": list(mapping)}}
        made["allOf"] = [
            {"if": {"properties": {member: {"const": kind}}}, "then": {"$ref": schema}}
            for kind, schema in mapping.items()
        ]
    return made
