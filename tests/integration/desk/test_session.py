"""Logging in and out, and the pause after too many failures."""

from django.conf import settings
from django.test import Client

from tests.desk_story import PASSWORD, Municipality


def test_every_page_asks_to_log_in_first(town: Municipality) -> None:
    claim = town.parents_claim()
    for path in ("/", f"/claims/{claim.id}", "/beheer/", "/beheer/events/zone/"):
        answer = Client().get(path, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/inloggen")


def test_after_logging_in_he_is_where_he_wanted_to_go(town: Municipality) -> None:
    claim = town.parents_claim()
    path = f"/inloggen?next=/claims/{claim.id}"
    answer = Client().post(path, {"username": "wit", "password": PASSWORD, "next": f"/claims/{claim.id}"})
    assert answer["Location"] == f"/claims/{claim.id}"


def test_nobody_is_sent_to_another_site(town: Municipality) -> None:
    sent = {"username": "wit", "password": PASSWORD, "next": "https://elders.example/"}
    assert Client().post("/inloggen", sent)["Location"] == "/"


def test_a_wrong_password_says_so_in_dutch_and_tells_nothing_of_the_account(town: Municipality) -> None:
    wrong = Client().post("/inloggen", {"username": "wit", "password": "mis"}).content.decode()
    unknown = Client().post("/inloggen", {"username": "niemand", "password": "mis"}).content.decode()
    assert "Er is een probleem" in wrong
    assert wrong.count("gebruikersnaam") == unknown.count("gebruikersnaam")


def test_too_many_failures_pause_logging_in_with_plain_words(town: Municipality) -> None:
    client = Client()
    for _ in range(settings.LOGIN_FAILURES_MAX):
        answer = client.post("/inloggen", {"username": "wit", "password": "mis"})
    assert answer.status_code == 429
    assert "Wacht 15 minuten en probeer het opnieuw" in answer.content.decode()
    right = client.post("/inloggen", {"username": "wit", "password": PASSWORD})
    assert right.status_code == 429


def test_logging_out_takes_a_post_and_ends_at_the_way_in(town: Municipality) -> None:
    client = Client()
    client.force_login(town.official, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/uitloggen").status_code == 405
    assert client.post("/uitloggen")["Location"] == "/inloggen"
    assert client.get("/").status_code == 302


def test_a_theme_file_replaces_tokens_when_it_is_set(town: Municipality, settings_of_theme: str) -> None:
    page = Client().get("/inloggen").content.decode()
    assert 'href="/thema.css"' in page
    css = Client().get("/thema.css")
    assert css["Content-Type"] == "text/css; charset=utf-8"
    assert css.content.decode() == settings_of_theme


def test_without_a_theme_there_is_none(town: Municipality) -> None:
    assert Client().get("/thema.css").status_code == 404
    assert "thema.css" not in Client().get("/inloggen").content.decode()
