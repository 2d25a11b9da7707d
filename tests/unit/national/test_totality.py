"""The shape of persons answers on any rows: nothing that a row can hold makes it raise, and no body of a question."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.domain.refusals import InvalidRequest, Violation
from events.domain.takeover.elements import ADDRESS, ELEMENTS
from readmodels.domain.national import custody_request, search
from readmodels.domain.national.history import request as history_request
from readmodels.domain.national.occupancy import request as occupancy_request
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons import answers, request
from readmodels.domain.national.persons.fields import LIMITED_WITH_CUSTODY, PERSON_FIELDS
from tests.unit.national.files import BSN, TODAY, a_file, describe, nobody_has_custody

SEEN = (
    "", ".", "0", "0000", "00000000", "20200000", "20201300", "99999999", "000000000000000000", "١٢", "ß", "M", "V",
    "O", "E", "P", "N", "JV", "BS", "R", "5010", "6030", "010000", "089999", "080000", "F", "W", "A", "1", "98", "0500",
)  # fmt: skip
OTHERS: tuple[Any, ...] = (None, 7, 10**30, 1.5, True, [], ["F"], {}, {"objectId": 5})
TEXTS = st.sampled_from(SEEN) | st.text(max_size=10) | st.sampled_from(OTHERS)
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
            assert any(it.finds(search.search_keys(file)) for it in search.selectors(asked))


MEMBERS = (
    "type", "fields", "burgerservicenummer", "datumVan", "datumTot", "peildatum", "huisnummer", "straat", "\ud800",
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(tuple(request.TYPES)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=3),
    max_leaves=5,
)
KINDS = (*request.TYPES, *history_request.KINDS, *occupancy_request.KINDS)
BODIES = st.builds(
    lambda kind, members: {"type": kind, **members},
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(MEMBERS[1:]), JSON | st.dates().map(str), max_size=6),
)


def refused(parse: Callable[[object], Any], body: object) -> tuple[Violation, ...] | None:
    """Everything that is wrong with a question; None when nothing is."""
    try:
        parse(body)
    except InvalidRequest as refusal:
        return refusal.violations
    return None


@settings(max_examples=300, deadline=None)
@given(body=BODIES | JSON)
def test_any_body_is_read_or_refused_with_what_can_be_sent(body: Any) -> None:
    for parse in (request.parse, history_request.parse, occupancy_request.parse, custody_request.parse):
        found = refused(parse, body)
        assert found is None or (found and all((one.pointer + one.message).encode() for one in found))
