"""`docker-compose.yml`: what the containers wait for."""

from pathlib import Path

COMPOSE = Path(__file__).resolve().parents[3] / "docker-compose.yml"


def test_postgresql_is_only_healthy_when_it_answers_over_the_network() -> None:
    """The server that makes the database the first time answers on its socket only, and then goes away."""
    [asks] = [line for line in COMPOSE.read_text().splitlines() if "pg_isready" in line]
    assert "pg_isready, -h, 127.0.0.1," in asks
