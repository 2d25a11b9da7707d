"""Where may be sent to: public addresses, and networks that somebody allowed."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.subscriptions.domain import addresses
from events.subscriptions.domain.addresses import allowed, may_be_sent_to

PUBLIC = ("8.8.8.8", "193.176.0.1", "2001:67c:2564::1", "2a00::1", "::ffff:8.8.8.8")
PRIVATE = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.5",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2001::7f00:1",
    "2001:db8::1",
    "3fff::1",
    "2002:7f00:1::",
    "5f00::1",
    "fc00::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)
anywhere = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_sent_to_with_tls_only(address: str) -> None:
    assert may_be_sent_to(address, tls=True)
    assert not may_be_sent_to(address, tls=False)


@pytest.mark.parametrize("address", PRIVATE)
def test_others_are_not(address: str) -> None:
    assert not may_be_sent_to(address, tls=True)
    assert not may_be_sent_to(address, tls=False)


@pytest.mark.parametrize("text", ["", "example.nl", "10.0.0", "0x7f.1", "127.1", "1.2.3.4:80"])
def test_what_is_no_address_is_not(text: str) -> None:
    assert not may_be_sent_to(text, tls=True, allowances=[allowed("0.0.0.0/0")])


def test_an_allowance_opens_its_network_and_no_more() -> None:
    inside = [allowed("10.20.0.0/16")]
    assert may_be_sent_to("10.20.3.4", tls=True, allowances=inside)
    assert may_be_sent_to("::ffff:10.20.3.4", tls=True, allowances=inside)
    assert not may_be_sent_to("10.20.3.4", tls=False, allowances=inside)
    assert not may_be_sent_to("10.21.0.1", tls=True, allowances=inside)
    assert may_be_sent_to("10.20.3.4", tls=False, allowances=[allowed("10.20.3.4", plain_http=True)])
    with pytest.raises(ValueError, match="host bits"):
        allowed("10.20.0.1/16")


@given(anywhere)
def test_without_tls_nothing_is_sent_to_that_was_not_allowed(address: str) -> None:
    assert not may_be_sent_to(address, tls=False)


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_in_either_writing(address: IPv4Address) -> None:
    mapped = str(IPv6Address(f"::ffff:{address}"))
    assert may_be_sent_to(str(address), tls=True) == may_be_sent_to(mapped, tls=True)


@given(st.ip_addresses(v=4))
def test_no_address_leads_to_a_private_one_by_translation(address: IPv4Address) -> None:
    number = int(address)
    for translated in (IPv6Address((0x64FF9B << 96) | number), IPv6Address((0x2002 << 112) | (number << 80))):
        assert not may_be_sent_to(str(translated), tls=True)


def test_python_alone_lets_through_what_we_deny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "NOT_PUBLIC", ())
    assert may_be_sent_to("192.88.99.1", tls=True)
    assert may_be_sent_to("2002:7f00:1::", tls=True)
