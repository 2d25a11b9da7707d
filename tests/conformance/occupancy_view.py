"""`bewoning`: who lives, or may live, at an address on a day or over a period, in both forms."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from readmodels.domain.national import occupancy
from readmodels.domain.national.occupancy import request
from readmodels.domain.national.person_file import PersonFile
from tests.conformance import national_cases
from tests.conformance.cases import Case

FORMS = {"data": occupancy.data_answer, "public": occupancy.public_answer}
LISTS = ("bewoners", "mogelijkeBewoners")
COUNTS = "counts_per_bewoning"
"""Of many people a case says only how many there are."""


class OccupancyView:
    """The occupancy of an address of the national service. Every person of the case is looked at."""

    def answer(self, case: Case) -> Any:
        return answer_of(case, national_cases.files_of(case))

    def expected(self, case: Case) -> Any:
        return {"ordered": case["order_matters"], "answer": case["then"]}

    def agree(self, answer: Any, expected: Any) -> bool:
        theirs = expected["answer"]
        if COUNTS in theirs:
            return bool(_counts(answer) == national_cases.plain(theirs[COUNTS]))
        ours, theirs = national_cases.plain(answer), national_cases.plain(theirs)
        return bool(ours == theirs) or (not expected["ordered"] and _unordered(ours) == _unordered(theirs))

    def topics(self, case: Case) -> Iterable[str]:
        return tuple(case.get("topics", ()))

    def name(self, case: Case) -> str:
        return str(case["id"])


def answer_of(case: Case, files: Mapping[UUID, PersonFile]) -> Any:
    """What the question of a case is answered by these person files."""
    return FORMS[case["api"]](files.values(), request.parse(case["when"]), national_cases.describe)


def _counts(answer: Mapping[str, Any]) -> Any:
    counted = [{name: len(part[name]) for name in LISTS} for part in answer["bewoningen"]]
    return national_cases.plain(counted[0] if len(counted) == 1 else counted)


def _unordered(answer: Mapping[str, Any]) -> Any:
    """The parts keep their order: only who is in one has none."""
    parts = answer["bewoningen"]
    return [part | {name: national_cases.sorted_values(part.get(name, [])) for name in LISTS} for part in parts]
