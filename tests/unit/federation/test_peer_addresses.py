"""Where others may send us: addresses of managers and inways that a peer gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.domain import peer_addresses
from federation.domain.peer_addresses import AddressRefused, checked, manager_address

PORTS = (443, 8443)
PUBLIC_ONLY = peer_addresses.networks(["public"])
OWN_NETWORK = peer_addresses.networks(["10.20.0.0/16", "fd00::/8"])
BOTH = peer_addresses.networks(["public", "127.0.0.0/8"])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://fsc.zonnendaal.nl:8443", "https://fsc.zonnendaal.nl:8443"),
        ("https://fsc.zonnendaal.nl:443/", "https://fsc.zonnendaal.nl:443"),
        ("HTTPS://FSC.Zonnendaal.nl:8443", "https://fsc.zonnendaal.nl:8443"),
        ("https://127.0.0.21:8443", "https://127.0.0.21:8443"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_address_of_a_manager_names_host_and_port(text: str, address: str) -> None:
    assert manager_address(text, ports=PORTS) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "fsc.zonnendaal.nl:8443",
        "http://fsc.zonnendaal.nl:8443",
        "ftp://fsc.zonnendaal.nl:8443",
        "file:///etc/passwd",
        "https://fsc.zonnendaal.nl",
        "https://fsc.zonnendaal.nl:",
        "https://fsc.zonnendaal.nl:8444",
        "https://fsc.zonnendaal.nl:80",
        "https://fsc.zonnendaal.nl:0",
        "https://fsc.zonnendaal.nl:99999",
        "https://fsc.zonnendaal.nl:8443/v1",
        "https://fsc.zonnendaal.nl:8443?a=b",
        "https://fsc.zonnendaal.nl:8443#a",
        "https://fsc.zonnendaal.nl:8443\\@elders.nl",
        "https://iemand@fsc.zonnendaal.nl:8443",
        "https://iemand:geheim@fsc.zonnendaal.nl:8443",
        "https://fsc.zonnendaal.nl:8443@elders.nl:443",
        "https://:8443",
        "https://[::1:8443",
        "https://::1:8443",
        "https://[127.0.0.1]:8443",
        "https://fsc..nl:8443",
        "https://2130706433:8443",
        "https://127.1:8443",
        "https://0x7f.0.0.0x1:8443",
        "https://0177.0.0.1:8443",
        "https://-fsc.nl:8443",
        "https://fsc zonnendaal.nl:8443",
        "https://fsc.zonnendaal.nl:8443\r\nX: y",
        "https://ｆsc.nl:8443",
        "https://" + "a" * 254 + ":8443",
        "https://fsc.nl:8443/" + "a" * 3_000,
    ],
)
def test_any_other_text_is_refused_with_how_to_mend_it(text: str) -> None:
    with pytest.raises(AddressRefused, match=r"must|Its port is"):
        manager_address(text, ports=PORTS)


@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://a.nl:8443", "https://a.nl:8443/"]))
def test_no_text_makes_it_fail_in_another_way(text: str, before: str) -> None:
    for judge in (checked, manager_address):
        try:
            assert judge(before + text, ports=PORTS).lower().startswith("https://")
        except AddressRefused:
            continue


def test_the_path_of_a_request_stays_as_it_was_written() -> None:
    url = "https://fsc.nl:8443/v1/contracts/$1$1$a%24b-_/accept?x=%2F"
    assert checked(url, ports=PORTS) == url
    assert peer_addresses.parts(url).rest == "/v1/contracts/$1$1$a%24b-_/accept?x=%2F"


def test_without_a_port_a_request_goes_to_that_of_https() -> None:
    assert checked("https://fsc.nl/v1/peer", ports=PORTS)
    with pytest.raises(AddressRefused):
        checked("https://fsc.nl/v1/peer", ports=(8443,))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::ffff:127.0.0.1", "fe80::1",
     "fd00::1", "224.0.0.1", "64:ff9b::7f00:1", "metadata", ""],
)  # fmt: skip
def test_only_public_addresses_are_connected_to_when_nothing_else_is_said(address: str) -> None:
    assert not PUBLIC_ONLY.hold(address)


def test_a_group_on_a_network_of_its_own_needs_no_public_addresses() -> None:
    assert OWN_NETWORK.hold("10.20.3.4")
    assert OWN_NETWORK.hold("fd00::12")
    assert not OWN_NETWORK.hold("10.21.3.4")
    assert not OWN_NETWORK.hold("8.8.8.8")
    assert PUBLIC_ONLY.hold("8.8.8.8")
    assert BOTH.hold("8.8.8.8")
    assert BOTH.hold("127.0.0.21")
    assert not BOTH.hold("169.254.169.254")


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        peer_addresses.networks(["iedereen"])
