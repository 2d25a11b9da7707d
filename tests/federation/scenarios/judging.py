"""What peers of a scenario ask and are answered, held against the OpenAPI files of the standard (`standard`)."""

import re
from collections.abc import Mapping
from typing import Any, Final

from tests.federation import logging_standard, standard
from tests.federation.listeners import Answer

LOGGING: Final = "logging-1.1.0.yaml"
ERROR_HEADER: Final = "fsc-error-code"
JSON: Final = "application/json"


class Broken(AssertionError):
    """What was sent or answered is not what the standard says."""


def judge(method: str, path: str, answer: Answer) -> Answer:
    """Hold an answer of a manager against the file; gives it back. Raises `Broken`, or what the file's judge raises.

    Only what the file knows of this address may be answered: no other status, its headers, its JSON.
    """
    if path.partition("?")[0] == "/v1/logs":
        logging_standard.judge_of(LOGGING, path="/logs", method="get", status=answer.status).validate(answer.told)
        return answer
    told = _operation(method, path)["responses"].get(answer.status)
    if told is None:
        raise Broken(f"{method} {path} answers {answer.status}, which the standard does not know: {answer.body!r}")
    for name in told.get("headers", {}):
        if name.lower() not in answer.headers:
            raise Broken(f"{method} {path} answers {answer.status} without the header {name}.")
    if JSON in told.get("content", {}):
        if not answer.headers.get("content-type", "").startswith(JSON):
            raise Broken(f"{method} {path} answers {answer.headers.get('content-type')}, not JSON.")
        standard.check(told["content"][JSON]["schema"], answer.told)
    return answer


def judge_request(method: str, path: str, body: Any, headers: Mapping[str, str]) -> None:
    """Hold what is sent to a manager against the file. Raises as `judge`."""
    operation = _operation(method, path)
    present = {name.lower().replace("_", "-") for name in headers}
    for parameter in map(_looked_up, operation.get("parameters", [])):
        if parameter["in"] == "header" and parameter.get("required") and parameter["name"] not in present:
            raise Broken(f"{method} {path} is sent without the header {parameter['name']}.")
    if "requestBody" in operation:
        standard.check(_looked_up(operation["requestBody"])["content"][JSON]["schema"], body)


def judge_refusal(answer: Answer, *, domain: str) -> Answer:
    """Hold a refusal of an inway or outway against the shape of errors; gives it back. Raises as `judge`."""
    standard.check({"$ref": "#/components/schemas/error"}, answer.told)
    if (answer.told["domain"], answer.told["code"]) != (domain, answer.headers.get(ERROR_HEADER)):
        raise Broken(f"{answer.told} is told in the header as {answer.headers.get(ERROR_HEADER)}.")
    return answer


def _operation(method: str, path: str) -> dict[str, Any]:
    plain = path.partition("?")[0].removeprefix("/v1")
    for template, operations in standard.document()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), plain) and method.lower() in operations:
            found: dict[str, Any] = operations[method.lower()]
            return found
    raise Broken(f"The standard has no {method} {path}.")


def _looked_up(value: dict[str, Any]) -> dict[str, Any]:
    found: Any = standard.document() if "$ref" in value else value
    for step in value.get("$ref", "").split("/")[1:]:
        found = found[step]
    assert isinstance(found, dict)
    return found
