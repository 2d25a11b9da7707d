"""The national shapes as their users have them: two hundred cases of each, through the import, the views and HTTP."""

import pytest

from tests.conformance import cases, over_http
from tests.conformance.views import VIEWS
from tests.database import Database
from tests.shared_material import ORACLES, needs_shared_material

CASES_MIN = 200
ADDRESSES = {
    "historie": {"public": "brp/verblijfplaatshistorie", "data": "brp-gegevens/verblijfplaatshistorie"},
    "bewoning": {"public": "brp/bewoningen", "data": "brp-gegevens/bewoningen"},
}

pytestmark = [needs_shared_material, pytest.mark.verify]


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_answered_over_http_is_what_the_case_expects(name: str, database: Database) -> None:
    chosen = over_http.sample(cases.load(ORACLES / f"{name}.jsonl.gz"), CASES_MIN)
    callers = over_http.Town().take_over(chosen)
    judged = over_http.judged(VIEWS[name], chosen, callers, ADDRESSES[name])
    assert [one.id for one in judged if not one.passed] == []
    assert len(judged) == CASES_MIN
