"""What other managers tell is read or refused, whatever it is; and how long is waited for who does not answer."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from federation.domain import back_off, certificates, jose, keysets, listings
from tests.authority import root
from tests.federation import pki

PORTS = (443, 8443)
NAMES = ["keys", "x5c", "data", "peer", "id", "name", "manager_address", "services", "peers", "delegator", "type"]
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["https://a.nl:8443", "MII="]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(ANY)
def test_whatever_is_told_is_read_or_refused(raw: Any) -> None:
    for read, refusal in (
        (keysets.read, keysets.NoKeySet),
        (lambda it: listings.peers_of(it, ports=PORTS), listings.NoListing),
        (lambda it: listings.services_of(it, ports=PORTS), listings.NoListing),
        (listings.contracts_of, listings.NoListing),
    ):
        try:
            read(raw)
        except refusal:
            continue
    assert isinstance(listings.cursor_of(raw), str)


@given(st.lists(ANY, max_size=4))
def test_a_key_that_cannot_be_read_hides_no_other(nonsense: list[Any]) -> None:
    assert keysets.read({"keys": [*nonsense, *GOOD["keys"]]})[-1] == CHAIN


@pytest.mark.parametrize("make", [pki.ec_key, pki.rsa_key])
def test_a_key_set_says_what_was_put_in_it(make: Any) -> None:
    chain = _chain(make())
    rendered = json.loads(json.dumps(keysets.rendered([chain])))
    assert keysets.read(rendered) == (chain,)
    (key,) = rendered["keys"]
    assert key["x5t#S256"] == certificates.thumbprint(chain[0])
    assert base64.b64decode(key["x5c"][0]) == chain[0]
    assert key["alg"] in jose.ALGORITHMS
    assert not {"d", "p", "q"} & set(key)


@given(st.integers(min_value=0, max_value=10**6), st.booleans(), st.floats(min_value=0, max_value=1))
def test_nobody_waits_longer_than_the_group_has_it_nor_less_than_half_a_second(
    attempts: int,
    refused: bool,  # noqa: FBT001  # hypothesis gives it
    chance: float,
) -> None:
    found = back_off.until_next(attempts, refused=refused, chance=chance)
    assert timedelta(seconds=15 if refused else 0.5) <= found <= timedelta(seconds=back_off.SECONDS_MAX)
    assert found <= back_off.until_next(attempts + 1, refused=refused, chance=chance)


def _chain(key: Any) -> keysets.Chain:
    issued = root().below().issue(subject=pki.subject("Verweg", pki.oin(2)), key=key)
    return tuple(it.public_bytes(Encoding.DER) for it in (issued.certificate, issued.issuers[0]))


CHAIN = _chain(pki.ec_key())
GOOD = keysets.rendered([CHAIN])
