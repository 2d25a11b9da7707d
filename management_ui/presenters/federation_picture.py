"""The federation as a drawing: we to the left, the others to the right, and between them who may read at whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.domain.contracts import State
from federation.domain.directions import Direction
from federation.models import Peer
from federation.queries.ties import Tie
from management_ui.presenters.foreign_text import named, shown

CARD_WIDTH: Final = 210
CARD_HEIGHT: Final = 56
LINE_LENGTH: Final = 330
LINE_HEIGHT: Final = 34
ROW_MIN: Final = 84
MARGIN: Final = 10
TEXT_ABOVE: Final = 7
NAME_LENGTH_MAX: Final = 25
"""Signs that fit on a card; of a longer name the beginning is shown, and the table has all of it."""
DRAWN_MAX: Final = 40
"""Peers that are drawn; of more there is the table only."""
DRAWN_PARTS: Final = (
    Direction.READ,
    Direction.READING,
    Direction.PUBLISHED,
    Direction.LISTED,
    Direction.ON_BEHALF,
)
"""What is a line between us and another, from above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An organisation at its place."""

    x: int
    y: int
    name: str
    detail: str
    kind: str

    @property
    def text_x(self) -> int:
        """Where its words begin."""
        return self.x + MARGIN

    @property
    def name_y(self) -> int:
        """The line of its name."""
        return self.y + 24

    @property
    def detail_y(self) -> int:
        """The line below that."""
        return self.y + 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A connection: from us to another, with its words above it. `to_us`, `to_them`: at which end its arrow is."""

    y: int
    text: str
    kind: str
    to_us: bool
    to_them: bool
    path: str = ""

    @property
    def text_y(self) -> int:
        """Where its words stand."""
        return self.y - TEXT_ABOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Cards and lines, in units of the picture."""

    ours: Card
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    rail: str
    text_x: int
    card_width: int = CARD_WIDTH
    card_height: int = CARD_HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class TieLine:
    """The same of one peer, in words."""

    id: str
    name: str
    is_directory: bool
    ties: tuple[str, ...]
    health: str
    tone: str


def tie_lines(found: Sequence[Tie]) -> tuple[TieLine, ...]:
    """What binds us to each, in words."""
    return tuple(
        TieLine(
            id=it.peer.peer_id,
            name=named(it.peer.name, it.peer.peer_id),
            is_directory=it.peer.is_directory,
            ties=tuple(text for _part, _kind, text in _told(it)),
            health=_health(it.peer),
            tone="danger" if it.peer.failing_since else "safe" if it.peer.answered_at else "info",
        )
        for it in found
    )


def drawn(found: Sequence[Tie], *, own_name: str) -> Drawing | None:
    """The drawing; None when there is nobody, or too many are to be drawn."""
    if not found or len(found) > DRAWN_MAX:
        return None
    left, right = MARGIN + CARD_WIDTH, MARGIN + CARD_WIDTH + LINE_LENGTH
    y, cards, lines, middles = MARGIN, [], [], []
    for it in found:
        told = list(_told(it))
        height = max(ROW_MIN, len(told) * LINE_HEIGHT + LINE_HEIGHT)
        middle = y + height // 2
        top = middle - (len(told) - 1) * LINE_HEIGHT // 2
        cards.append(_card(it.peer, x=right, y=middle - CARD_HEIGHT // 2))
        middles.append(middle)
        for at, (part, kind, text) in enumerate(told):
            lines.append(_line(part, kind, text, y=top + at * LINE_HEIGHT, left=left, right=right))
        y += height
    height = y + MARGIN
    ours = Card(
        x=MARGIN,
        y=(height - CARD_HEIGHT) // 2,
        name=shown(own_name, most=NAME_LENGTH_MAX),
        detail=_("we"),
        kind="self",
    )
    ys = [it.y for it in lines] or middles
    rail = f"M{left} {min([*ys, ours.y])}V{max([*ys, ours.y + CARD_HEIGHT])}"
    return Drawing(
        ours=ours,
        cards=tuple(cards),
        lines=tuple(lines),
        width=right + CARD_WIDTH + MARGIN,
        height=height,
        rail=rail,
        text_x=left + LINE_LENGTH // 2,
    )


def _card(peer: Peer, *, x: int, y: int) -> Card:
    kind = "failing" if peer.failing_since else "directory" if peer.is_directory else "peer"
    detail = _("directory, %(health)s") % {"health": _health(peer)} if peer.is_directory else _health(peer)
    name = shown(peer.name or peer.peer_id, most=NAME_LENGTH_MAX)
    return Card(x=x, y=y, name=name, detail=detail, kind=kind)


def _line(part: Direction, kind: str, text: str, *, y: int, left: int, right: int) -> Line:
    return Line(
        y=y,
        text=text,
        kind=kind,
        to_us=part is Direction.READING,
        to_them=part is Direction.READ,
        path=f"M{left} {y}H{right}",
    )


def _told(tie: Tie) -> Iterator[tuple[Direction, str, str]]:
    """Each line between us: our part, how it is drawn, and what it says. Between others there is none."""
    for part in DRAWN_PARTS:
        in_force, waiting = tie.number(part, State.VALID), tie.number(part, State.PROPOSED)
        if in_force or waiting:
            kind = "publication" if part in (Direction.PUBLISHED, Direction.LISTED) else "reading"
            state = "" if in_force else " waiting"
            yield part, f"{kind}{state}", f"{_part(part)}: {_numbers(in_force, waiting)}"


def _numbers(in_force: int, waiting: int) -> str:
    found = []
    if in_force:
        found.append(ngettext("%(n)d in force", "%(n)d in force", in_force) % {"n": in_force})
    if waiting:
        found.append(ngettext("%(n)d to be signed", "%(n)d to be signed", waiting) % {"n": waiting})
    return ", ".join(found)


def _part(part: Direction) -> str:
    return {
        Direction.READ: _("reads here"),
        Direction.READING: _("we read there"),
        Direction.PUBLISHED: _("our zones in its directory"),
        Direction.LISTED: _("its zones in our directory"),
        Direction.ON_BEHALF: _("on our behalf"),
    }[part]


def _health(peer: Peer) -> str:
    if peer.failing_since:
        return _("does not answer")
    return _("answers") if peer.answered_at else _("not called yet")
