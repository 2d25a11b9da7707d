"""`historie`: the residences of a person on a day or over a period, as raw elements or in the typed public form."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from readmodels.domain.national import history
from readmodels.domain.national.history import request
from readmodels.domain.national.person_file import PersonFile
from tests.conformance import national_cases
from tests.conformance.cases import Case

FORMS = {"data": history.data_answer, "public": history.public_answer}


class HistoryView:
    """The residence history of the national service."""

    def answer(self, case: Case) -> Any:
        return answer_of(case, national_cases.files_of(case))

    def expected(self, case: Case) -> Any:
        return {"ordered": case["order_matters"], "answer": case["then"]}

    def agree(self, answer: Any, expected: Any) -> bool:
        ours, theirs = national_cases.plain(answer), national_cases.plain(expected["answer"])
        return bool(ours == theirs) or (not expected["ordered"] and _unordered(ours) == _unordered(theirs))

    def topics(self, case: Case) -> Iterable[str]:
        return tuple(case.get("topics", ()))

    def name(self, case: Case) -> str:
        return str(case["id"])


def answer_of(case: Case, files: Mapping[UUID, PersonFile]) -> Any:
    """What the question of a case is answered by these person files."""
    asked = request.parse(case["when"])
    return FORMS[case["api"]](national_cases.file_named(asked.bsn, files), asked, national_cases.describe)


def _unordered(answer: Mapping[str, Any]) -> Any:
    return {**answer, "verblijfplaatsen": national_cases.sorted_values(answer["verblijfplaatsen"])}
