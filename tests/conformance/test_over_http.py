"""The national shapes as their users have them: two hundred cases of each, through the import, the views and HTTP."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conformance import cases, over_http, persons_view
from tests.conformance.cases import Case
from tests.conformance.views import VIEWS
from tests.database import Database
from tests.shared_material import ORACLES, needs_shared_material

CASES_MIN = 200

pytestmark = [needs_shared_material, pytest.mark.verify]


@dataclass(frozen=True, kw_only=True)
class Service:
    """Where a view is asked, in either form, with what body, and whether its answer is what the case expects."""

    addresses: dict[str, str]
    body: Callable[[Case], Any]
    agrees: Callable[[Case, Any], bool]


def judged(name: str) -> Callable[[Case, Any], bool]:
    view = VIEWS[name]
    return lambda case, answer: view.agree(answer, view.expected(case))


def of_custody(case: Case) -> Any:
    return {"burgerservicenummer": [case["when"]["burgerservicenummer"]]}


def custody_agrees(case: Case, answer: Any) -> bool:
    theirs = case["then"]["response"]["personen"]
    return bool(persons_view.comparable(answer["personen"]) == persons_view.comparable(theirs))


def national(name: str, address: str) -> Service:
    forms = {"public": f"brp/{address}", "data": f"brp-gegevens/{address}"}
    return Service(addresses=forms, body=lambda case: persons_view.as_sent(case["when"]), agrees=judged(name))


SERVICES = {
    "historie": national("historie", "verblijfplaatshistorie"),
    "personen": national("personen", "personen"),
    "bewoning": national("bewoning", "bewoningen"),
    "gezag": Service(addresses={"public": "brp/gezag"}, body=of_custody, agrees=custody_agrees),
}


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_answered_over_http_is_what_the_function_answers(name: str, database: Database) -> None:
    """What a case expects; of the few that the function does not answer as expected, HTTP does not either."""
    service, view = SERVICES[name], VIEWS[name]
    chosen = over_http.sample(cases.load(ORACLES / f"{name}.jsonl.gz"), CASES_MIN)
    callers = over_http.Town().take_over(chosen)
    wrong = []
    for case, by in zip(chosen, callers, strict=True):
        answer = over_http.answered(case, by, service.addresses[case.get("api", "public")], service.body(case))
        if not service.agrees(case, answer):
            wrong.append(case["id"])
    assert wrong == [case["id"] for case in chosen if not cases.judge(view, case).passed]
    assert len(chosen) - len(wrong) >= CASES_MIN * 0.9
    assert len(chosen) == CASES_MIN
