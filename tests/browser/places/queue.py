"""The work queue: full, empty, filtered, and of somebody who may decide nowhere."""

from collections.abc import Iterator

from tests.browser.places.place import Place
from tests.desk_story import Municipality


def places(town: Municipality) -> Iterator[Place]:
    """Every pile, and what is shown when there is nothing in it."""
    yield Place("werkvoorraad-eerste-gebruik", "/", town.official)
    settled = town.midwifes_claim()
    claim = town.parents_claim()
    town.move()
    yield Place("werkvoorraad", "/", town.official)
    yield Place("werkvoorraad-leeg", "/?name=niemand", town.official)
    yield Place("werkvoorraad-zonder-zone", "/", town.newcomer)
    act = {"akte": {"aktenummer": "1AA0123", "registergemeente": "0518", "jaar": 2026}}
    town.decide(town.colleague, claim, act=act)
    yield Place("werkvoorraad-geregeld", "/?pile=settled", town.official)
    yield Place("beoordelen-geregeld", f"/claims/{settled.id}", town.official)
