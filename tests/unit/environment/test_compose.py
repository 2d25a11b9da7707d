"""`docker-compose.yml`: what the containers wait for."""

from pathlib import Path

import yaml

COMPOSE = Path(__file__).resolve().parents[3] / "docker-compose.yml"


def test_postgresql_is_only_healthy_when_it_answers_over_the_network() -> None:
    """The server that makes the database the first time answers on its socket only, and then goes away."""
    [asks] = [line for line in COMPOSE.read_text().splitlines() if "pg_isready" in line]
    assert "pg_isready, -h, 127.0.0.1," in asks


def test_the_example_is_left_out_unless_it_is_asked_for_and_knows_no_secret_of_f6() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    example = services["bsn"]
    assert example["profiles"] == ["demo"]
    assert example["secrets"] == ["bsn_token"]
    assert {name.partition("_")[0] for name in example["environment"]} == {"BSN"}
    assert "env_file" not in example


def test_what_is_started_only_when_asked_for() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    assert {name: it["profiles"] for name, it in services.items() if "profiles" in it} == {
        "bsn": ["demo"],
        "federation": ["federation"],
    }


def test_the_listener_of_peers_is_found_healthy_by_what_it_is_asked_for() -> None:
    listener = yaml.safe_load(COMPOSE.read_text())["services"]["federation"]
    assert listener["healthcheck"]["test"][-3:] == ["--only", "database", "federation"]
    assert listener["environment"]["DJANGO_SETTINGS_MODULE"] == "f6_project.federation_settings"
    assert set(listener["networks"]) == {"inside", "outside"}
