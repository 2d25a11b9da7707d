"""Whatever is wrong with a question in a national form is said in Dutch too."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

import readmodels.domain.national
from events.domain.refusals import InvalidRequest, Violation
from events.domain.schema_messages import MESSAGES
from f6_project import problem_errors
from readmodels.domain.national import custody_request as custody
from readmodels.domain.national.history import request as history
from readmodels.domain.national.occupancy import request as occupancy
from readmodels.domain.national.parameters import Code
from readmodels.domain.national.persons import request as persons
from tests.unit.national.files import BSN

PERIOD = {"type": "RaadpleegMetPeriode", "burgerservicenummer": BSN}
STREET = {"type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving", "fields": ["leeftijd"]}
WRONG: list[tuple[Callable[[object], Any], Any]] = [
    (custody.parse, {}),
    (custody.parse, {"type": "x", "burgerservicenummer": ["x"]}),
    (history.parse, None),
    (history.parse, {}),
    (history.parse, {"type": "\x00"}),
    (history.parse, PERIOD | {"datumVan": "x", "kleur": "rood"}),
    (history.parse, PERIOD | {"datumVan": "2020-01-01", "datumTot": "2020-01-01"}),
    (occupancy.parse, {"type": "BewoningMetPeildatum", "peildatum": "9999-12-31"}),
    (persons.parse, {"type": "ZoekMetKentekenplaat"}),
    (persons.parse, STREET | {"straat": "*", "huisnummer": 0, "huisletter": "AB", "inclusiefOverledenPersonen": 1}),
    (persons.parse, STREET | {"fields": []}),
    (persons.parse, STREET | {"fields": ["schoenmaat", 7]}),
    (persons.parse, {"type": "ZoekMetGeslachtsnaamEnGeboortedatum", "geslacht": "X"}),
]


def violations() -> Iterator[Violation]:
    for parse, body in WRONG:
        with pytest.raises(InvalidRequest) as refusal:
            parse(body)
        yield from refusal.value.violations


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence_in_dutch(code: Code) -> None:
    sentence = problem_errors.PLAIN.get(code) or MESSAGES[code]
    with translation.override("nl"):
        assert translation.gettext(sentence) != sentence


def test_every_code_is_used_and_every_violation_is_said_in_dutch_with_its_words() -> None:
    found = list(violations())
    assert {violation.code for violation in found} >= set(Code)
    with translation.override("nl"):
        for violation in found:
            said = problem_errors.sentence(violation)
            assert said != violation.message, violation
            assert "%(" not in said


def test_no_violation_is_made_without_such_a_code() -> None:
    folder = Path(readmodels.domain.national.__path__[0])
    made = [file.name for file in folder.rglob("*.py") if re.search(r"\bViolation\(", file.read_text())]
    assert made == ["parameters.py"]
