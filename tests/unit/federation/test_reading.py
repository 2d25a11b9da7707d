"""From JSON to the content of a contract: every mistake with its place."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.domain import ijson, reading
from federation.domain.grants import GrantType
from tests import fsc_contracts
from tests.unit.federation.test_ijson import JSON

D = "/grants/0/data"


def _changed(path: str, value: Any, *, grant: dict[str, Any] | None = None) -> dict[str, Any]:
    """A contract in which something else stands at this place; `...` takes it away."""
    made = copy.deepcopy(fsc_contracts.raw(*([grant] if grant else [])))
    *way, last = path.removeprefix("/").split("/")
    place: Any = made
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is ...:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return made


def _mistakes(raw: Any) -> list[str]:
    with pytest.raises(reading.MalformedContract) as refused:
        reading.content_of(raw)
    assert all(it.message for it in refused.value.mistakes)
    assert str(refused.value)
    return [it.pointer for it in refused.value.mistakes]


@pytest.mark.parametrize("grant", fsc_contracts.EVERY_GRANT)
def test_every_grant_is_read(grant: dict[str, Any]) -> None:
    [read] = fsc_contracts.content(grant).grants
    assert read.type == grant["type"]
    assert read.service.name == grant["service"]["name"]
    assert read.is_connection == ("outway" in grant)
    assert read.delegator == grant.get("delegator", {}).get("peer_id")
    assert read.properties is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/fsc_version", ...),
        ("/fsc_version", 2),
        ("/iv", "0195d3a1"),
        ("/iv", "0195d3a17c007abc8def0123456789ab"),
        ("/iv", "{0195d3a1-7c00-7abc-8def-0123456789a}"),
        ("/group_id", "een groep"),
        ("/group_id", ""),
        ("/hash_algorithm", None),
        ("/created_at", -1),
        ("/created_at", "1767225600"),
        ("/created_at", True),
        ("/created_at", 1.5),
        ("/validity/not_before", ...),
        ("/validity/not_after", []),
        ("/grants", []),
        ("/grants", {}),
        ("/grants", ...),
        ("/grants", [{"data": fsc_contracts.connection()}] * 11),
        ("/grants/0", "connection"),
        (D, None),
        (D, ...),
        (f"{D}/type", "GRANT_TYPE_UNSPECIFIED"),
        (f"{D}/type", ["GRANT_TYPE_SERVICE_CONNECTION"]),
        (f"{D}/outway/peer_id", ""),
        (f"{D}/outway/peer_id", "0" * 256),
        (f"{D}/outway/peer_id", "0000\n0000"),
        (f"{D}/outway/peer_id", "0000\x000000"),
        (f"{D}/outway/identification", None),
        (f"{D}/outway/identification/type", ...),
        (f"{D}/outway/identification/public_key_thumbprint", "3a56"),
        (f"{D}/service/type", ...),
        (f"{D}/service/name", "f6 zone"),
        (f"{D}/service/name", "f" * 101),
        (f"{D}/service/name", "f6\n"),
        (f"{D}/properties", None),
        (f"{D}/properties", []),
        (f"{D}/properties", {"a": "b" * 1_000_000}),
    ],
)
def test_a_mistake_is_told_with_its_place(path: str, value: Any) -> None:
    assert path in _mistakes(_changed(path, value))


@pytest.mark.parametrize(
    ("grant", "path", "value"),
    [
        (fsc_contracts.publication(), f"{D}/service/protocol", "PROTOCOL_TCP_HTTP_3"),
        (fsc_contracts.publication(), f"{D}/service/protocol", {}),
        (fsc_contracts.publication(), f"{D}/directory/peer_id", ...),
        (fsc_contracts.publication(), f"{D}/directory", "00000099000000009000"),
        (fsc_contracts.delegated_publication(), f"{D}/delegator", ...),
        (fsc_contracts.delegated_connection(), f"{D}/delegator/peer_id", None),
        (fsc_contracts.connection(service=fsc_contracts.delegated_service()), f"{D}/service/delegator", ...),
    ],
)
def test_what_a_grant_of_its_type_needs_is_asked(grant: dict[str, Any], path: str, value: Any) -> None:
    assert any(path.startswith(it) or it.startswith(path) for it in _mistakes(_changed(path, value, grant=grant)))


@pytest.mark.parametrize(
    "name", ["", ".", "-a.nl", "a-.nl", "a..nl", "a b.nl", "*.example.nl", "a" * 64 + ".nl", "a.nl/", "a." * 128]
)
def test_what_is_no_domain_name_is_told(name: str) -> None:
    grant = fsc_contracts.connection(
        outway={"peer_id": fsc_contracts.CONSUMER, "identification": fsc_contracts.by_name(name)}
    )
    assert _mistakes(fsc_contracts.raw(grant)) == [f"{D}/outway/identification/domain_name"]


def test_an_empty_grant_is_told_as_any_mistake() -> None:
    assert _mistakes(_changed(D, {})) == [f"{D}/type"]


def test_all_mistakes_are_told_at_once() -> None:
    raw = fsc_contracts.raw({"type": "GRANT_TYPE_SERVICE_CONNECTION"}, iv="", created_at=None)
    assert _mistakes(raw) == [
        "/iv",
        "/created_at",
        *(f"{D}/service", f"{D}/service/type", f"{D}/service/peer_id", f"{D}/service/name"),
        *(f"{D}/outway", f"{D}/outway/identification", f"{D}/outway/peer_id", f"{D}/outway/identification/type"),
    ]


@pytest.mark.parametrize("raw", [None, [], "content", 3, True])
def test_what_is_no_object_is_told(raw: Any) -> None:
    assert _mistakes(raw) == [""]


@given(JSON)
def test_any_json_is_a_contract_or_refused(raw: Any) -> None:
    _read(raw)


@settings(max_examples=300)
@given(st.sampled_from(fsc_contracts.EVERY_GRANT), st.data(), JSON)
def test_a_contract_with_anything_anywhere_is_read_or_refused(grant: Any, data: Any, value: Any) -> None:
    raw = copy.deepcopy(fsc_contracts.raw({**grant, "properties": {"f6": {"eventTypes": ["a"]}}}))
    place, step = data.draw(st.sampled_from(list(_places(raw))))
    if data.draw(st.booleans()):
        place[step] = value
    elif isinstance(place, dict):
        del place[step]
    _read(raw)


def _read(raw: Any) -> None:
    try:
        content = reading.content_of(raw)
    except (reading.MalformedContract, ijson.NotIJson) as refused:
        told = str(refused)
        assert told
    else:
        assert reading.content_of_text(content.canonical) == content
        assert json.loads(content.canonical) == raw
        assert {GrantType(it["data"]["type"]) for it in raw["grants"]} == {grant.type for grant in content.grants}


def _places(value: Any) -> Any:
    for step, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, step
        if isinstance(inner, (dict, list)):
            yield from _places(inner)
