"""The OpenAPI files of the standard as judges of what we answer: read from beside the project, never copied."""

from typing import Any

import jsonschema_rs
import yaml

from tests.shared_material import SHARED


def judge_of(file: str, *, path: str, method: str, status: int) -> jsonschema_rs.Draft202012Validator:
    """The judge of the JSON that an address answers with, by one of the files in `../shared/fsc`."""
    document = yaml.safe_load((SHARED / "fsc" / file).read_text())
    answer = document["paths"][path][method]["responses"][status]
    schema = answer["content"]["application/json"]["schema"]
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(_discriminating(whole), validate_formats=True)


def _discriminating(schema: Any) -> Any:
    """The same, where a `discriminator` decides which of several shapes is meant: JSON Schema does not know of it."""
    if isinstance(schema, list):
        return [_discriminating(it) for it in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _discriminating(it) for name, it in schema.items()}
    choice = found.pop("discriminator", None)
    if choice is None or "oneOf" not in found:
        return found
    del found["oneOf"]
    name = choice["propertyName"]
    branches = [
        {"if": {"properties": {name: {"const": value}}}, "then": {"$ref": target}}
        for value, target in choice["mapping"].items()
    ]
    return {**found, "required": [name], "properties": {name: {"enum": list(choice["mapping"])}}, "allOf": branches}
