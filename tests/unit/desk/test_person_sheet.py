"""The sheet of a person in words: groups, links to others in a value, marks, and since when."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from events.domain.log import Log
from events.domain.moments import PartialDate, Period, first_instant, parse, period_of
from management_ui.presenters import person_values
from management_ui.presenters.holdings import TOLD, holding_text
from management_ui.presenters.person_sheet import GROUPS, Teller, badges_of, groups, since_text
from management_ui.presenters.person_values import Part
from management_ui.presenters.persons import Names
from readmodels.domain.holdings import Holding, reference_to
from readmodels.domain.states import Question, state
from tests.unit.states.stories import CATALOGUE, Story

ANNA, NOOR = UUID(int=0xA22A), UUID(int=0x2002)
NAMES = Names({ANNA: "Anna Bakker", NOOR: "Noor Bakker"})


def test_the_persons_in_a_value_are_parts_of_their_own() -> None:
    custody = {"soort": "GezamenlijkOuderlijkGezag", "ouders": [str(ANNA), str(NOOR)], "derde": None, "voogden": []}
    holding = Holding(name="rechtsgevolg/gezag", value=custody, supports=())
    with translation.override("nl"):
        found = person_values.parts(holding, names=NAMES)
    assert found == (
        Part(text="Gezamenlijk ouderlijk gezag: "),
        Part(text="Anna Bakker", person=ANNA),
        Part(text=", "),
        Part(text="Noor Bakker", person=NOOR),
    )


plain = st.recursive(
    st.one_of(st.none(), st.booleans(), st.text(), st.sampled_from([str(ANNA), "1", "onbekend"])),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.sampled_from(["objectId", "naam", "x"]), inner)),
    max_leaves=6,
)


@given(value=plain)
def test_the_parts_together_say_what_the_words_say(value: Any) -> None:
    holding = Holding(name="Hondenbezit/hond", value=value, supports=())
    assert person_values.text(person_values.parts(holding, names=NAMES)) == holding_text(holding, names=NAMES)


def test_of_a_residence_the_moments_beside_it_say_since_when() -> None:
    value = {"adres": {"straat": "Molenweg", "huisnummer": 4}, "ingang": {"type": "Datum", "datum": "2026-05-01"}}
    found = person_values.parts(Holding(name="verblijfplaats", value=value, supports=()), names=NAMES)
    assert person_values.text(found) == "Molenweg 4"


def test_an_address_of_a_register_and_a_postal_address_are_told() -> None:
    value = {
        "gemeente": "0518",
        "functie": "B",
        "adres": {
            "straatnaam": "Molenweg",
            "huisnummer": "4",
            "huisnummertoevoeging": "II",
            "woonplaats": "Lindenveen",
        },
    }
    with translation.override("nl"):
        found = person_values.parts(Holding(name="verblijfplaats", value=value, supports=()), names=NAMES)
    assert person_values.text(found) == "Molenweg 4-II, Lindenveen, briefadres"


def test_what_the_law_gives_no_answer_to_says_so() -> None:
    holding = Holding(name="rechtsgevolg/gezag", value={}, supports=(), determined=False, reason="Onbekend.")
    with translation.override("nl"):
        assert person_values.text(person_values.parts(holding, names=NAMES)) == "niet te bepalen"


def test_every_kind_of_value_with_words_has_a_group() -> None:
    assert set(TOLD) - {kind for kinds in GROUPS.values() for kind in kinds} == set()


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2019-03-01", "1 maart 2019"),
        ("2019-03", "maart 2019 (dag onbekend)"),
        ("2019", "2019 (maand en dag onbekend)"),
    ],
)
def test_since_when_is_told_as_far_as_it_is_known(since: str, said: str) -> None:
    known = parse(since)
    assert known is not None
    with translation.override("nl"):
        assert since_text(known) == said
        assert since_text(period_of(known)) == said


def test_since_nothing_is_told_where_nothing_is_known() -> None:
    with translation.override("nl"):
        assert since_text(None) == ""
        assert since_text(PartialDate()) == "datum onbekend"
        apart = Period(datetime(2019, 5, 1, tzinfo=UTC), datetime(2021, 5, 1, tzinfo=UTC))
        assert since_text(apart) == "tussen 1 mei 2019 en 1 mei 2021"


def test_a_life_is_told_in_groups_with_the_article_or_the_source() -> None:
    story = Story()
    mother = story.born(on="1990-01-01")
    child = story.born(on="2016-02-01", mother=mother)
    log: Log = story.register.log
    asked = Question(as_of=first_instant("2026-12-01"), as_at=max(event.created_at for event in log))
    found = state(log, object_id=child, asked=asked, catalogue=CATALOGUE)
    teller = Teller(log=log, names=NAMES, people={}, now=datetime(2026, 12, 1, tzinfo=UTC))
    with translation.override("nl"):
        told = {group.title: {line.label: line for line in group.lines} for group in groups(found, teller=teller)}
    assert list(told) == ["Identiteit", "Ouders", "Partner", "Verblijfplaats", "Nationaliteit", "Gezag"]
    assert told["Ouders"]["Juridisch ouder"].article.startswith("BW 1:198")
    assert told["Ouders"]["Juridisch ouder"].source == ""
    assert told["Identiteit"]["Naam"].source == "ambtenaar"
    assert told["Identiteit"]["Naam"].reference == reference_to("naam").digest


def test_a_value_under_investigation_and_one_that_is_uncertain_are_marked() -> None:
    holding = Holding(name="naam", value={}, supports=(), uncertain=True, in_doubt=True)
    with translation.override("nl"):
        assert [badge.text for badge in badges_of(holding, log=Log())] == ["Onzeker", "In onderzoek"]


def test_a_reference_says_nothing_of_the_name_it_stands_for() -> None:
    reference = reference_to(f"rechtsgevolg/ouderschap/{ANNA}")
    assert reference.means(f"rechtsgevolg/ouderschap/{ANNA}")
    assert not reference.means("naam")
    assert str(ANNA)[:8] not in reference.digest
