"""The pages of federation: what who administers connections is shown, and that nothing of others runs or deceives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests import federation_story as story
from tests.desk_story import Municipality
from tests.federation.pki import Organisation
from tests.integration.desk.conftest import LogIn

PAGES = "/beheer/federation/"
CONNECTIONS = f"{PAGES}storedcontract/"
PEERS = f"{PAGES}peer/"
CALLS = f"{PAGES}transactionrecord/"


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Organisation]:
    with story.ourselves(tmp_path) as found:
        yield found


def page_of(client: Client, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code, answer.content.decode()
    return answer.content.decode()


def test_where_federation_is_off_the_page_says_how_it_comes_on(boss: Client) -> None:
    page = page_of(boss, PAGES)
    assert "Federatie staat uit" in page


def test_every_page_is_there(boss: Client, town: Municipality, own: Organisation) -> None:
    asked = story.day(town)
    for path in (
        PAGES,
        CONNECTIONS,
        f"{CONNECTIONS}{asked.pk}/change/",
        PEERS,
        f"{PEERS}{story.NORTH}/change/",
        f"{PEERS}picture/",
        CALLS,
    ):
        page = page_of(boss, path)
        Path("/tmp/fsc-screens").joinpath(
            path.strip("/").replace("/", "_").replace("$", "")[-40:] + ".html"
        ).write_text(page)
