"""Logging in when a proxy of our own stands before the desk: the pause is for who fails, and for nobody else."""

from django.conf import settings
from django.test import Client
from pytest_django import fixtures

from tests.desk_story import PASSWORD, Municipality

PROXY = "10.0.0.2"
FAILURES_MAX = settings.LOGIN_FAILURES_MAX


def log_in(*, password: str, forwarded: str) -> int:
    sent = {"username": "wit", "password": password}
    return Client(REMOTE_ADDR=PROXY).post("/inloggen", sent, headers={"X-Forwarded-For": forwarded}).status_code


def test_who_fails_too_often_waits_whatever_he_forges_and_others_come_in(
    town: Municipality, settings: fixtures.Settings
) -> None:
    settings.PROXIES = 1
    failures = [log_in(password="mis", forwarded=f"198.51.100.{nth}, 203.0.113.7") for nth in range(FAILURES_MAX)]
    assert failures[-1] == 429
    assert log_in(password=PASSWORD, forwarded="198.51.100.200, 203.0.113.7") == 429
    assert log_in(password=PASSWORD, forwarded="203.0.113.8") == 302
