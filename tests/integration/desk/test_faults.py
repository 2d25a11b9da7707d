"""What is shown when something goes wrong on our side: a number that finds it in the log, and nothing typed is lost."""

import logging
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.database import Database
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def broken(settings: Settings) -> str:
    """An address that fails as nobody foresaw: the theme's file is gone."""
    settings.F6_THEME_CSS = "/bestaat/niet.css"
    return "/thema.css"


def lines_of(caplog: pytest.LogCaptureFixture, event: str) -> list[dict[str, Any]]:
    told = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    return [line for line in told if line["event"] == event]


def test_a_fault_has_a_number_that_stands_in_the_log(
    town: Municipality, client: Client, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get(broken)
    page = answer.content.decode()
    [line] = lines_of(caplog, "request_failed")
    assert answer.status_code == 500
    assert f'value="{line["reference"]}"' in page
    assert "Er ging iets mis" in page
    assert "niet.css" not in page
    assert town.official.pk


def test_every_fault_has_a_number_of_its_own_whatever_the_caller_says(
    town: Municipality, client: Client, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    told = {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "x-request-id": "mijn nummer"}
    with caplog.at_level(logging.INFO):
        for _ in range(2):
            client.get(broken, headers=told)
    references = {line["reference"] for line in lines_of(caplog, "request_failed")}
    assert len(references) == 2
    assert not any("00f0" in reference and "67aa" in reference for reference in references)
    assert town.official.pk


def test_every_line_of_a_request_has_the_number(
    town: Municipality, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/inloggen")
    [line] = lines_of(caplog, "request_finished")
    assert len(line["reference"]) == 19
    assert town.official.pk


def test_a_database_that_does_not_answer_in_time_says_wait(
    town: Municipality, client: Client, database: Database
) -> None:
    client.force_login(town.official, backend="django.contrib.auth.backends.ModelBackend")
    with database.connect("owner") as other, other.transaction():
        other.execute("LOCK TABLE events_zone IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        answer = client.get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert "F6 heeft het nu te druk" in answer.content.decode()
    assert client.get("/").status_code == 200


def test_a_statement_that_takes_too_long_loses_nothing_that_was_typed(
    town: Municipality, client: Client, database: Database
) -> None:
    claim = town.parents_claim()
    client.force_login(town.official, backend="django.contrib.auth.backends.ModelBackend")
    typed = {"motivation": "Niet in Lindenveen <bevallen>.", "decision": "rejected", "password": "geheim"}
    with database.connect("owner") as other, other.transaction():
        other.execute("LOCK TABLE events_zone IN ACCESS EXCLUSIVE MODE")
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '200ms'")
        answer = client.post(f"/claims/{claim.id}", typed)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert f'action="/claims/{claim.id}"' in page
    assert 'name="motivation" value="Niet in Lindenveen &lt;bevallen&gt;."' in page
    assert "geheim" not in page


def test_what_is_too_large_or_cannot_be_read_says_so(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    large = client.post("/sneltoetsen", {"on": "x" * (settings.BODY_BYTES_MAX + 1)})
    many = client.post("/sneltoetsen", {f"veld{n}": "x" for n in range(settings.FORM_FIELDS_MAX + 1)})
    assert (large.status_code, many.status_code) == (413, 400)
    assert "te groot" in large.content.decode()
    assert "meer velden dan" in many.content.decode()
    assert "niet te lezen" in many.content.decode()


def test_an_address_of_another_host_is_refused_without_asking_who(town: Municipality, client: Client) -> None:
    answer = client.get("/inloggen", headers={"host": "elders.example"})
    assert answer.status_code == 400
    assert "niet te lezen" in answer.content.decode()
    assert town.official.pk


def test_the_pages_of_a_fault_allow_no_script_or_style_of_their_own(
    town: Municipality, client: Client, broken: str
) -> None:
    answer = client.get(broken)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert town.official.pk


def test_logging_in_that_is_paused_says_when_to_try_again(town: Municipality) -> None:
    client = Client()
    for _ in range(settings.LOGIN_FAILURES_MAX):
        answer = client.post("/inloggen", {"username": "wit", "password": "mis"})
    assert answer["Retry-After"] == "900"
    assert town.official.pk


def test_the_administration_says_not_found_and_no_access_in_the_same_house(town: Municipality, log_in: LogIn) -> None:
    absent = log_in(town.admin).get("/beheer/bestaat-niet/")
    refused = log_in(town.official).get("/beheer/events/zone/", follow=True)
    assert (absent.status_code, refused.status_code) == (404, 403)
    assert "Niet gevonden" in absent.content.decode()
    assert "Geen toegang" in refused.content.decode()


def test_an_address_that_only_takes_forms_says_so_in_words(town: Municipality, log_in: LogIn) -> None:
    claim, client = town.parents_claim(), log_in(town.official)
    for path in ("/werk/filters", f"/claims/{claim.id}/werk"):
        answer = client.get(path, headers={"accept-language": "nl"})
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert "Op dit adres is geen pagina" in answer.content.decode()
    assert client.post("/werk/nieuw").status_code == 405
    assert client.get("/werk")["Location"] == "/"
