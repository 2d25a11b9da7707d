"""The picture of `docs/time.md` is drawn by the product, from the very example that the page tells."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree as ET

from events.domain.log import Log
from events.domain.moments import first_instant
from readmodels.domain.drawing import picture
from readmodels.domain.states import Question, state
from readmodels.domain.timelines import Rectangle, timeline
from tests import builders
from tests.unit.states.stories import CATALOGUE, Story

DRAWN = Path(__file__).resolve().parents[3] / "docs" / "time.svg"
RECORDED = ("2026-11-10", "2026-11-10", "2026-11-20", "2026-11-20")
ANNA = UUID(int=0xA22A)


def the_move() -> Log:
    """Told on 10 November that Anna moved on the 1st; corrected on the 20th: another street, from the 3rd."""
    story = Story()
    move = story.move(ANNA, on="2026-11-01", street="Lindelaan")
    data = {**move.data, "nieuwAdres": {**move.data["nieuwAdres"], "straat": "Kerkstraat"}}
    data["datumIngang"] = {"type": "Datum", "datum": "2026-11-03"}
    story.register.replace(move, data=data, object_ids=(ANNA,), occurred_at=first_instant("2026-11-03"))
    events = zip(story.register.log, RECORDED, strict=True)
    return Log(builders.recorded(event, at=first_instant(day), order=event.order) for event, day in events)


def street(rectangle: Rectangle) -> str:
    return str(rectangle.segment.holding.value["adres"]["straat"])


def drawn() -> str:
    found = timeline(the_move(), object_id=ANNA, catalogue=CATALOGUE)
    homes = [it for it in found if it.segment.holding.name == "verblijfplaats"]
    edges = {"until": first_instant("2026-11-30"), "known_until": first_instant("2026-11-30")}
    return picture(homes, title="Waar Anna woont, en wanneer dat bekend was", tell=street, **edges)


def test_the_picture_in_the_page_is_the_one_that_the_product_draws() -> None:
    assert DRAWN.read_text() == drawn()


def test_the_picture_says_in_text_what_it_shows() -> None:
    tree = ET.fromstring(drawn())
    said = tree.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "Kerkstraat: geldig vanaf 2026-11-03, bekend vanaf 2026-11-20." in said
    assert "Lindelaan: geldig vanaf 2026-11-01, bekend vanaf 2026-11-10 tot 2026-11-20." in said
    assert len(tree.findall("{http://www.w3.org/2000/svg}rect")) == 2


def asked(as_of: str, as_at: str) -> str | None:
    log = the_move()
    end_of_day = first_instant(as_at) + timedelta(hours=23)
    question = Question(as_of=first_instant(as_of), as_at=end_of_day)
    found = state(log, object_id=ANNA, asked=question, catalogue=CATALOGUE)
    homes = [it.value["adres"]["straat"] for it in found.attributes if it.name == "verblijfplaats"]
    return homes[0] if homes else None


def test_the_table_of_the_page_is_what_the_product_answers() -> None:
    page = DRAWN.with_suffix(".md").read_text()
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \| (.+?) \|", page, re.MULTILINE)
    assert len(rows) == 5
    for as_of, as_at, answer in rows:
        assert (asked(as_of, as_at) or "niets bekend") == answer
