"""The work queue: what waits where the official decides."""

from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


def test_an_open_claim_stands_in_the_queue_with_its_source_and_its_persons(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    page = log_in(town.official).get("/").content.decode()
    assert f"/claims/{claim.id}" in page
    assert "Noor Elisabeth Bakker" in page
    assert "ouder" in page
