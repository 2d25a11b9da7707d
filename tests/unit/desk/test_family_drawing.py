"""The drawing of a family: everybody has a card, no card lies over another, and too many are not drawn."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from management_ui.presenters.family import Household, Kin
from management_ui.presenters.family_drawing import CARD_HEIGHT, CARD_WIDTH, DRAWN_MAX, Card, drawn

few = st.integers(0, 5)


def kin(name: str, *, half: bool = False) -> Kin:
    return Kin(id=None, name=name, born="", born_brief="", tie="", died=False, linked=False, shares_one_parent=half)


def household(parents: int = 0, partners: int = 0, children: int = 0, siblings: int = 0) -> Household:
    def some(count: int, what: str) -> tuple[Kin, ...]:
        return tuple(kin(f"{what} {number}", half=number % 2 == 1) for number in range(count))

    return Household(
        itself=kin("self"),
        parents=some(parents, "parent"),
        partners=some(partners, "partner"),
        children=some(children, "child"),
        siblings=some(siblings, "sibling"),
    )


def overlap(one: Card, other: Card) -> bool:
    return abs(one.x - other.x) < CARD_WIDTH and abs(one.y - other.y) < CARD_HEIGHT


@given(parents=st.integers(0, 3), partners=few, children=few, siblings=few)
def test_everybody_has_a_card_and_no_card_lies_over_another(
    parents: int, partners: int, children: int, siblings: int
) -> None:
    family = household(parents, partners, children, siblings)
    everybody = [family.itself.name, *(it.name for group in family.generations for it in group.members)]
    found = drawn(family)
    if found is None:
        assert len(everybody) == 1
        return
    assert sorted(card.kin.name for card in found.cards) == sorted(everybody)
    assert [card.kin.name for card in found.cards if card.is_self] == ["self"]
    assert not any(overlap(one, other) for one, other in combinations(found.cards, 2))
    assert all(card.x >= 0 and card.x + CARD_WIDTH <= found.width for card in found.cards)
    assert all(card.bottom <= found.height for card in found.cards)
    assert len(found.union_lines) == partners


def test_a_family_that_is_too_big_is_a_list_only() -> None:
    assert drawn(household(children=DRAWN_MAX)) is None
    assert drawn(household(children=DRAWN_MAX - 1)) is not None


def test_a_long_name_is_cut_on_its_card_and_whole_in_the_list() -> None:
    long = "Wilhelmina Petronella van den Hoogenband"
    family = household()
    found = drawn(Household(itself=family.itself, parents=(kin(long),), partners=(), children=(), siblings=()))
    assert found is not None
    (card,) = [card for card in found.cards if not card.is_self]
    assert card.name.endswith("…")
    assert card.kin.name == long
