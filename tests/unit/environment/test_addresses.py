"""The address that logging in is paused by: of the caller, not of our proxy, and not one he made up."""

import pytest
from axes.helpers import get_client_ip_address
from django.test import RequestFactory
from pytest_django import fixtures
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

CALLER, FORGED, OUTER, INNER = "203.0.113.7", "198.51.100.66", "10.0.0.1", "10.0.0.2"
CASES = [
    # proxies, X-Forwarded-For, the address that called us, the one that counts
    (0, None, CALLER, CALLER),
    (0, FORGED, CALLER, CALLER),
    (1, CALLER, INNER, CALLER),
    (1, f"{FORGED}, {CALLER}", INNER, CALLER),
    (1, f"{FORGED},{FORGED},{CALLER}", INNER, CALLER),
    (1, None, INNER, INNER),
    (2, f"{CALLER}, {OUTER}", INNER, CALLER),
    (2, f"{FORGED}, {CALLER}, {OUTER}", INNER, CALLER),
    (2, OUTER, INNER, OUTER),
]


@pytest.mark.parametrize(("proxies", "forwarded", "called_from", "counts"), CASES)
def test_logging_in_and_the_rate_limits_count_by_the_callers_own_address(
    settings: fixtures.Settings,
    monkeypatch: pytest.MonkeyPatch,
    *,
    proxies: int,
    forwarded: str | None,
    called_from: str,
    counts: str,
) -> None:
    settings.PROXIES = proxies
    monkeypatch.setattr(api_settings, "NUM_PROXIES", proxies)
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().post("/inloggen/", REMOTE_ADDR=called_from, headers=headers)
    assert get_client_ip_address(request) == counts
    assert BaseThrottle().get_ident(request) == counts  # type: ignore[arg-type]  # reads only what Django's has too


def test_what_is_no_address_is_not_believed(settings: fixtures.Settings) -> None:
    settings.PROXIES = 1
    for forwarded in ("unknown", "'; --", ",", "203.0.113.7:4711"):
        request = RequestFactory().post("/inloggen/", REMOTE_ADDR=INNER, headers={"X-Forwarded-For": forwarded})
        assert get_client_ip_address(request) == INNER


def test_an_address_is_written_one_way(settings: fixtures.Settings) -> None:
    settings.PROXIES = 1
    request = RequestFactory().post("/", headers={"X-Forwarded-For": "2001:DB8:0:0::7"})
    assert get_client_ip_address(request) == "2001:db8::7"
