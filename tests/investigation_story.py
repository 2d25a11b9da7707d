"""What the desk tests of decisions under investigation tell: a widower married again, and was no widower after all."""

from typing import Any
from uuid import UUID, uuid4

from events import sequencer
from events.domain.event import Event
from readmodels.models import Reexamination
from readmodels.projectors import following
from tests.desk_story import Municipality

LINDENVEEN = {"land": "6030", "gemeente": "0518", "omschrijving": "Lindenveen"}


def a_second_marriage(town: Municipality) -> tuple[Event, Event]:
    """Daan lost Sanne and married Lotte; the wedding, and the death that it rested on."""
    daan, sanne, lotte = (born(town, name, act=f"1AA010{at}") for at, name in enumerate(("Daan", "Sanne", "Lotte")))
    wedding(town, daan, sanne, on="2015-06-12", act="3AA0101")
    data = {
        "persoon": {"objectId": str(sanne)},
        "overlijdensdatum": {"type": "Datum", "datum": "2022-03-04"},
        "plaats": LINDENVEEN,
        "soort": "akte",
        "akte": act_numbered("2AA0101"),
    }
    death = accepted(town, "Overlijden", data, sanne)
    return wedding(town, daan, lotte, on="2026-05-08", act="3AA0102"), death


def under_investigation(town: Municipality) -> UUID:
    """The decision on the wedding, after the death was retracted and everything followed the log."""
    second, death = a_second_marriage(town)
    town.decide(town.colleague, town.retract(town.parent, death), motivation="De akte betrof een naamgenote.")
    follow()
    return Reexamination.objects.get(claim_id=second.id).decision_id


def follow() -> None:
    """Let read models take in all that was recorded."""
    sequencer.seal_now()
    following.catch_up()


def born(town: Municipality, name: str, *, act: str) -> UUID:
    """Somebody with a name, born in Lindenveen."""
    someone = uuid4()
    data = {
        "kind": {"objectId": str(someone)},
        "geboortedatum": {"type": "Datum", "datum": "1988-02-03"},
        "plaats": LINDENVEEN,
        "naam": {"voornamen": name, "geslachtsnaam": "Smit"},
        "geslacht": "M" if name == "Daan" else "V",
        "geboortemoeder": {"objectId": str(town.family.anna)},
        "akte": act_numbered(act),
    }
    accepted(town, "Geboorte", data, someone, town.family.anna)
    return someone


def wedding(town: Municipality, one: UUID, other: UUID, *, on: str, act: str) -> Event:
    """Two marry."""
    data = {
        "partners": [{"objectId": str(one)}, {"objectId": str(other)}],
        "huwelijksdatum": {"type": "Datum", "datum": on},
        "plaats": LINDENVEEN,
        "akte": act_numbered(act),
    }
    return accepted(town, "Huwelijk", data, one, other, overruled=["geen_verwantschap"])


def accepted(town: Municipality, event_type: str, data: dict[str, Any], *about: UUID, **more: Any) -> Event:
    """Claimed by one official and accepted by another."""
    claim = town.claim(town.official, event_type, data, *about)
    town.decide(town.colleague, claim, motivation="Akte opgemaakt.", **more)
    return claim


def act_numbered(number: str) -> dict[str, Any]:
    """An act of Lindenveen."""
    return {"aktenummer": number, "registergemeente": "0518", "jaar": 2026}
