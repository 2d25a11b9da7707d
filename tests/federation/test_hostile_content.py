"""Whatever a peer sends, it is taken or refused in the way of the standard: no fault, and nothing half kept."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.models import ContractPeer, StoredContract, StoredGrant, StoredSignature
from tests.federation.conftest import OURS
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.test_receiving_contracts import asks

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**60), max_value=2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["", OURS, "\u0000", "x" * 300, "GRANT_TYPE_SERVICE_CONNECTION", "SERVICE_TYPE_DELEGATED_SERVICE"]),
    st.just([]),
    st.just({}),
    st.just([[[[]]]]),
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for name, it in inner for place in places(it, (*at, name)))]


def replaced(value: Any, at: tuple[Any, ...], by: Any) -> Any:
    if not at:
        return by
    found = copy.copy(value)
    found[at[0]] = replaced(value[at[0]], at[1:], by)
    return found


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_contract_with_anything_at_any_place_is_taken_or_refused(verweg: ForeignPeer, data: st.DataObject) -> None:
    content = asks(verweg)
    content["grants"].append(copy.deepcopy(content["grants"][0]))
    changed = replaced(content, data.draw(st.sampled_from(places(content)[1:])), data.draw(VALUES))
    before = [it.objects.count() for it in (StoredContract, StoredGrant, ContractPeer, StoredSignature)]
    try:
        signature = verweg.signs(changed)
    except ValueError:  # it has no canonical form
        signature = "a.b.c"
    answer = verweg.post(changed, signature=signature)
    after = [it.objects.count() for it in (StoredContract, StoredGrant, ContractPeer, StoredSignature)]
    assert answer.status_code in (201, 400, 422), answer.content
    assert (after != before) == (answer.status_code == 201)
    if answer.status_code == 201:
        assert verweg.get("contracts", limit=1).status_code == 200


@pytest.mark.parametrize("peer_id", ["\u0000", "\u202e1000", "a\nb", "é" * 256])
def test_who_is_named_by_what_cannot_be_shown_or_kept_is_refused(verweg: ForeignPeer, peer_id: str) -> None:
    content = asks(verweg)
    grant = content["grants"][0]["data"]
    grant["service"] |= {"type": "SERVICE_TYPE_DELEGATED_SERVICE", "delegator": {"peer_id": peer_id}}
    assert verweg.post(content).headers["Fsc-Error-Code"] == "ERROR_CODE_F6_MALFORMED"


@pytest.mark.parametrize("value", ["\u0000", {"\u0000": 1}, 1e21])
def test_members_of_others_hold_nothing_that_cannot_be_kept_or_read_back(verweg: ForeignPeer, value: object) -> None:
    assert verweg.post(asks(verweg, more=value)).headers["Fsc-Error-Code"] == "ERROR_CODE_F6_MALFORMED"


def test_members_of_others_may_hold_anything_else(verweg: ForeignPeer) -> None:
    content = asks(verweg, more={"\u202e": "\u202e\u0001", "": [1e-7, -0.0, 2**53 - 1]})
    assert verweg.post(content).status_code == 201
    assert json.loads(verweg.get("contracts").content)["contracts"][0]["content"] == content


def test_a_grant_may_stand_in_a_contract_twice(verweg: ForeignPeer) -> None:
    content = asks(verweg)
    content["grants"] *= 2
    assert verweg.post(content).status_code == 201
    assert StoredGrant.objects.count() == 1
