"""Words of tests that ask another peer."""

from typing import Any

import pytest

from federation.transport import client
from federation.transport.client import Ask, Unreachable
from tests.federation.pki import Organisation

SHORT = 0.6
"""How many seconds those wait who wait for nothing."""
PATIENT = 5.0
"""How many seconds those wait who wait for one that is silent, beside others that a busy machine must let answer."""


def asked(other: Organisation, path: str = "/v1/peer", **more: Any) -> Ask:
    """A request to this organisation's manager."""
    return Ask(**{"method": "GET", "url": f"{other.address}{path}", "peer_id": other.oin, **more})


def refusal(one: Ask) -> Unreachable:
    """Why it gets no answer; which is told."""
    with pytest.raises(Unreachable) as refused:
        client.ask(one)
    assert refused.value.detail
    return refused.value
