"""The family as a drawing: parents above, brothers and sisters to the left, partners to the right, children below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from management_ui.presenters.family import Household, Kin

CARD_WIDTH: Final = 176
CARD_HEIGHT: Final = 52
GAP: Final = 28
STORY: Final = 100
MARGIN: Final = 8
NAME_LENGTH_MAX: Final = 21
"""Signs that fit on a card; of a longer name the beginning is shown, and the list has all of it."""
DRAWN_MAX: Final = 40
"""Relatives that are drawn; of more there is the list only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One of the family at his place."""

    x: int
    y: int
    name: str
    detail: str
    kin: Kin
    is_self: bool = False

    @property
    def middle(self) -> int:
        """The middle of its width."""
        return self.x + CARD_WIDTH // 2

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + MARGIN

    @property
    def name_y(self) -> int:
        """The line of the name."""
        return self.y + 21

    @property
    def detail_y(self) -> int:
        """The line of the birth."""
        return self.y + 41

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + CARD_HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDrawing:
    """Cards, and the lines between them (SVG path data): of descent, by one parent only, and between partners."""

    cards: tuple[Card, ...]
    lines: tuple[str, ...]
    half_lines: tuple[str, ...]
    union_lines: tuple[str, ...]
    width: int
    height: int
    card_width: int = CARD_WIDTH
    card_height: int = CARD_HEIGHT


def drawn(family: Household) -> FamilyDrawing | None:
    """The drawing; None when nobody is known, or too many are to be drawn."""
    rows = _rows(family)
    people = sum(len(row) for row in rows)
    if people <= 1 or people > DRAWN_MAX:
        return None
    width = max(len(row) for row in rows) * (CARD_WIDTH + GAP) - GAP + 2 * MARGIN
    placed = [
        _placed(row, y=MARGIN + story * STORY, width=width, itself=family.itself) for story, row in enumerate(rows)
    ]
    cards = {id(card.kin): card for row in placed for card in row}
    itself = cards[id(family.itself)]
    parents, siblings, partners, children = (
        [cards[id(it)] for it in group] for group in (family.parents, family.siblings, family.partners, family.children)
    )
    full = [it for it in siblings if not it.kin.shares_one_parent]
    half = [it for it in siblings if it.kin.shares_one_parent]
    return FamilyDrawing(
        cards=tuple(cards.values()),
        lines=(*_descent(parents, [itself, *full]), *_descent([itself], children)),
        half_lines=tuple(_descent(parents[:1], half)),
        union_lines=tuple(_unions(itself, partners)),
        width=width,
        height=len(rows) * STORY - (STORY - CARD_HEIGHT) + 2 * MARGIN,
    )


def _rows(family: Household) -> list[list[Kin]]:
    middle = [*family.siblings, family.itself, *family.partners]
    return [row for row in (list(family.parents), middle, list(family.children)) if row]


def _placed(row: Sequence[Kin], *, y: int, width: int, itself: Kin) -> list[Card]:
    """A row of cards in the middle of the width."""
    start = (width - (len(row) * (CARD_WIDTH + GAP) - GAP)) // 2
    return [
        Card(
            x=start + at * (CARD_WIDTH + GAP),
            y=y,
            name=_fitting(kin.name),
            detail=_fitting(("† " if kin.died else "") + kin.born_brief),
            kin=kin,
            is_self=kin is itself,
        )
        for at, kin in enumerate(row)
    ]


def _fitting(text: str) -> str:
    return text if len(text) <= NAME_LENGTH_MAX else f"{text[: NAME_LENGTH_MAX - 1].rstrip()}…"


def _descent(parents: Sequence[Card], children: Sequence[Card]) -> Iterator[str]:
    """From each parent down to a rail, along it, and down to each child."""
    if not parents or not children:
        return
    rail = (parents[0].bottom + children[0].y) // 2
    across = [card.middle for card in (*parents, *children)]
    yield f"M{min(across)} {rail}H{max(across)}"
    for parent in parents:
        yield f"M{parent.middle} {parent.bottom}V{rail}"
    for child in children:
        yield f"M{child.middle} {rail}V{child.y}"


def _unions(itself: Card, partners: Sequence[Card]) -> Iterator[str]:
    """From each card to the next in the row: the person, then his partners in the order in which they were told."""
    for before, partner in pairwise([itself, *partners]):
        y = itself.y + CARD_HEIGHT // 2
        yield f"M{before.x + CARD_WIDTH} {y}H{partner.x}"
