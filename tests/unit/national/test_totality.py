"""The shape of persons answers on any rows: no text that a register can hold makes it raise."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.domain.takeover.elements import ADDRESS, ELEMENTS
from readmodels.domain.national import search
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons import answers, request
from readmodels.domain.national.persons.fields import LIMITED_WITH_CUSTODY, PERSON_FIELDS
from tests.unit.national.files import BSN, TODAY, a_file, describe, nobody_has_custody

SEEN = (
    "", ".", "0", "0000", "00000000", "20200000", "20201300", "99999999", "000000000000000000", "١٢", "ß", "M", "V",
    "O", "E", "P", "N", "JV", "BS", "R", "5010", "6030", "010000", "089999", "080000", "F", "W", "A", "1", "98", "0500",
)  # fmt: skip
TEXTS = st.sampled_from(SEEN) | st.text(max_size=10)
ASKED = (
    request.RaadpleegMetBurgerservicenummer(burgerservicenummer=(BSN,), fields=tuple(PERSON_FIELDS)),
    request.ZoekMetAdresseerbaarObjectIdentificatie(
        adresseerbaar_object_identificatie="0" * 16, fields=tuple(LIMITED_WITH_CUSTODY)
    ),
    request.RaadpleegMetBurgerservicenummer(
        burgerservicenummer=(BSN,), fields=("verblijfplaatsBinnenland", "adresseringBinnenland")
    ),
)


def rows(category: str) -> st.SearchStrategy[dict[str, Any]]:
    names = [element.name for element in ELEMENTS[category]]
    said = st.dictionaries(st.sampled_from(names), TEXTS, max_size=8)
    if category != "08":
        return said
    addresses = st.dictionaries(st.sampled_from([element.name for element in ADDRESS]), TEXTS, max_size=8)
    return st.builds(lambda row, address: row | {"adres": address}, said, addresses | TEXTS)


@st.composite
def files(draw: st.DrawFn) -> PersonFile:
    categories = draw(st.sets(st.sampled_from(sorted(ELEMENTS)), max_size=6))
    stacks = {
        f"c{category}": draw(st.lists(st.lists(rows(category), min_size=1, max_size=2), min_size=1, max_size=2))
        for category in sorted(categories)
    }
    return a_file(**stacks)


@settings(max_examples=300, deadline=None)
@given(file=files())
def test_any_rows_are_answered_in_both_forms(file: PersonFile) -> None:
    for asked in ASKED:
        for answer in (answers.data_answer, answers.public_answer):
            told = answer(asked, [file], today=TODAY, describe=describe, custody=nobody_has_custody)
            assert json.loads(json.dumps(told)) == told


@settings(max_examples=200, deadline=None)
@given(file=files())
def test_any_rows_have_keys_and_can_be_judged(file: PersonFile) -> None:
    assert all(name and value for name, value in search.search_keys(file))
    for asked in ASKED:
        if search.matches(asked, file):
            assert search.search_keys(file) & set(search.selectors(asked))
