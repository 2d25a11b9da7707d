"""`personen`: the present data of persons who are read by number or searched for, in both national forms."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from events.domain.facts import facts
from readmodels.domain.national import custody
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons import answers, request
from readmodels.domain.national.persons.request import PersonsRequest
from readmodels.domain.national.search import found
from readmodels.domain.societies import Society
from tests.conformance.cases import Case
from tests.conformance.national_cases import describe, files_of, moment_of, plain
from tests.conformance.registers import person_of, shipped, taken_over

FORMS = {"data": answers.data_answer, "public": answers.public_answer}
FLAGS, NUMBERS = ("inclusiefOverledenPersonen",), ("huisnummer",)


class PersonsView:
    """The persons that a case asks for. The explanations (`toelichting`) of custody are not compared."""

    def answer(self, case: Case) -> Any:
        asked, files = asked_of(case), files_in(case)
        family = Family(case, files)
        told = FORMS[case["api"]](
            asked,
            found(asked, files.values()),
            today=date.fromisoformat(case["as_of"]),
            describe=describe,
            custody=family.relations,
        )
        return {"personen": told["personen"]}

    def expected(self, case: Case) -> Any:
        return {"personen": case["then"]["personen"]}

    def agree(self, answer: Any, expected: Any) -> bool:
        return bool(comparable(answer["personen"]) == comparable(expected["personen"]))

    def topics(self, case: Case) -> Iterable[str]:
        return (f"{case['source_file']} {case['api']}",)

    def name(self, case: Case) -> str:
        return str(case["id"])


class Family:
    """Everybody in a case, of whom custody is worked out only when it is asked for."""

    def __init__(self, case: Case, files: Mapping[UUID, PersonFile]) -> None:
        self._case, self._files = case, files

    def relations(self, file: PersonFile) -> list[dict[str, Any]]:
        """The custody that the person of a file is in."""
        return custody.relations(file.id, self._society, file_of=self._files.get)

    def custody_of(self, bsn: str) -> dict[str, Any]:
        """The whole answer of the custody service for a person."""
        return custody.custody_answer([person_of(bsn)], self._society, file_of=self._files.get)

    @cached_property
    def _society(self) -> Society:
        moment, given = moment_of(self._case), self._case["given"]
        taken = taken_over(given["persons"], at=moment, addresses=given.get("addresses"))
        return Society(facts(taken.log, catalogue=shipped(), as_at=moment), as_of=moment, catalogue=shipped())


def asked_of(case: Case) -> PersonsRequest:
    """The request of a case."""
    return request.parse(as_sent(case["when"]))


def files_in(case: Case) -> Mapping[UUID, PersonFile]:
    """The person files of a case; a case may be about nobody, which no register is."""
    return files_of(case) if case["given"]["persons"] else {}


def as_sent(when: Mapping[str, Any]) -> dict[str, Any]:
    """The request body of a case: it writes booleans and numbers as text, which the API refuses."""
    body = dict(when)
    body |= {name: when[name] == "true" for name in FLAGS if name in when}
    return body | {name: int(when[name]) for name in NUMBERS if name in when}


def comparable(value: Any) -> Any:
    """The same as the cases write it, with lists in an order of their own, and without explanations."""
    return _ordered(plain(value))


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _ordered(member) for name, member in value.items() if name != "toelichting"}
    if isinstance(value, list):
        return sorted((_ordered(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value
