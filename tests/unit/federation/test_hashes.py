"""Hashes taken apart and put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.domain import hashes
from federation.domain.grants import HASH_TYPES, GrantType
from tests import fsc_contracts


@pytest.mark.parametrize("grant", fsc_contracts.EVERY_GRANT)
def test_a_hash_that_is_taken_tells_what_of(grant: dict[str, object]) -> None:
    content = fsc_contracts.content(grant)
    assert hashes.read(content.hash).type is hashes.HashType.CONTRACT
    assert hashes.read(content.grants[0].hash).type is HASH_TYPES[GrantType(str(grant["type"]))]


def test_one_grant_in_two_contracts_has_two_hashes() -> None:
    one, other = fsc_contracts.content(), fsc_contracts.content(created_at=fsc_contracts.BEGINS + 1)
    assert one.grants[0].service == other.grants[0].service
    assert one.grants[0].hash != other.grants[0].hash


def test_the_order_of_grants_matters() -> None:
    grants = (fsc_contracts.connection(), fsc_contracts.delegated_connection())
    assert fsc_contracts.content(*grants).hash != fsc_contracts.content(*reversed(grants)).hash


def test_a_member_that_nobody_knows_is_hashed_too() -> None:
    assert fsc_contracts.content().hash != fsc_contracts.content(comment="").hash


@pytest.mark.parametrize(
    "text",
    [
        "",
        "$1$3$",
        "$1$3",
        "1$3$abc",
        "$1$6$abc",
        "$1$0$abc",
        "$1$3$ab=",
        "$1$3$ab c",
        "$1$3$abc\n",
        " $1$3$abc",
        "$１$3$abc",
        "$1$٣$abc",
        "$1$3$" + "a" * 1025,
        "$" + "1" * 5000 + "$3$abc",
        "$1$3$abc$",
        "$-1$3$abc",
    ],
)
def test_what_is_no_hash_is_refused(text: str) -> None:
    with pytest.raises(hashes.MalformedHash, match=r"\$1\$3\$"):
        hashes.read(text)


def test_a_hash_by_another_algorithm_is_refused_as_such() -> None:
    with pytest.raises(hashes.UnknownHashAlgorithm, match="SHA3_512"):
        hashes.read("$2$3$abc")


@given(st.text() | st.from_regex(r"\$\d*\$\d*\$[A-Za-z0-9_-]*", fullmatch=True))
def test_any_text_is_a_hash_or_refused(text: str) -> None:
    try:
        found = hashes.read(text)
    except (hashes.MalformedHash, hashes.UnknownHashAlgorithm) as refused:
        told = str(refused)
        assert told
    else:
        assert text.endswith(found.digest)
