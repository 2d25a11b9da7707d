"""Checking data against a JSON Schema (2020-12): every violation, where it is, and how to mend it.

Nothing of the validating library shows: an answer holds JSON Pointers, codes and sentences of our own
(`schema_messages`), never the value that was sent. Patterns run in linear time, and no reference is ever fetched.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs
import orjson

from events.domain.formats import FORMATS
from events.domain.plain_json import VIOLATIONS_MAX
from events.domain.refusals import Violation
from events.domain.schema_explanations import explained
from events.domain.schema_messages import violation

VALIDATORS_MAX = 1_024
METASCHEMA: Mapping[str, Any] = {"$ref": "https://json-schema.org/draft/2020-12/schema"}
"""The schema that every JSON Schema 2020-12 satisfies; the validator carries it."""


def violations(schema: Mapping[str, Any], data: object, base_pointer: str = "/event_data") -> tuple[Violation, ...]:
    """Everything that keeps the data from satisfying the schema; empty when nothing does.

    Each pointer names the offending place, and for a missing member the place where it belongs, all under
    `base_pointer`. At most VIOLATIONS_MAX; one more then says that there are more.
    """
    found: dict[tuple[str, str], Violation] = {}
    for item in explained(_validator(orjson.dumps(schema)).iter_errors(_plain(data)), schema=schema, base=base_pointer):
        if len(found) == VIOLATIONS_MAX:
            return (*found.values(), violation("more", pointer=base_pointer))
        found.setdefault((item.pointer, item.message), item)
    return tuple(found.values())


def satisfies(schema: Mapping[str, Any], data: object) -> bool:
    """Whether the data satisfies the schema."""
    return _validator(orjson.dumps(schema)).is_valid(_plain(data))


def _plain(data: object) -> Any:
    return dict(data) if isinstance(data, Mapping) else data


@lru_cache(maxsize=VALIDATORS_MAX)
def _validator(schema: bytes) -> jsonschema_rs.Draft202012Validator:
    """The compiled schema. Cached by its text: the same for every process, thread and copy of a declaration."""
    return jsonschema_rs.Draft202012Validator(
        orjson.loads(schema),
        validate_formats=True,
        formats=dict(FORMATS),
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
    )
