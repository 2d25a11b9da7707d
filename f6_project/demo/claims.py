"""What lies on the desks of Zonnendaal: claims as their senders sent them, relative to the day the demo is loaded.

Told through the same commands as everything else. Left open: a birth from two sides, a recognition, a move, a death,
and the retraction of another death, on which a second marriage rests. Decided: two weddings and a death accepted, a
move refused, a move accepted and then corrected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from events import store
from events.commands.recording import submit
from events.domain.event import Kind
from events.domain.moments import AMSTERDAM
from events.domain.permissions import Principal
from events.domain.takeover.subjects import Subjects
from events.domain.wire import parse_submission
from f6_project.demo.municipality import ADDRESSES, CIVIL_STATUS, MUNICIPALITY

NAMESPACE = uuid5(NAMESPACE_URL, "urn:f6:demo:zonnendaal")
MOTHER, FATHER = "999932354", "999901746"
MOVER, REFUSED_MOVER, CORRECTED_MOVER = "999960441", "999950216", "999908169"
DECEASED = "999930229"
BRIDE, GROOM = "999989856", "999957788"
THOUGHT_DEAD, LEFT_BEHIND, SECOND_BRIDE = "999958914", "999940545", "999925118"
BORN_AT = time(4, 37)
CHILD = uuid5(NAMESPACE, "kind")
"""The object that both births are about; the midwife gave its id to the parents with her notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who tells the story: two officials, the midwife's client, the citizens' portal; and who the persons are."""

    first_official: Principal
    second_official: Principal
    midwife: Principal
    portal: Principal
    persons: Subjects

    def person(self, bsn: str) -> UUID:
        """The object id of a person of the demo register."""
        found = self.persons.named(bsn)
        if found is None or found not in set(self.persons.ids.values()):
            raise LookupError(f"no person with BSN {bsn} in the demo register")
        return found


def tell(cast: Cast, *, now: datetime) -> int:
    """Record the whole story, once: told before, nothing is done. Returns how many events were recorded."""
    if store.find([event_id("geboorte-verloskundige")]):
        return 0
    story = _Story(cast=cast, now=now)
    story.birth()
    story.death()
    story.wedding()
    story.second_marriage()
    story.moves()
    return story.told


def event_id(name: str) -> UUID:
    """The id of what the story calls by this name; the same in every installation."""
    return uuid5(NAMESPACE, name)


@dataclass(slots=True, kw_only=True)
class _Story:
    cast: Cast
    now: datetime
    told: int = 0

    def day(self, ago: int) -> date:
        """The local day so many days ago."""
        return (self.now.astimezone(AMSTERDAM) - timedelta(days=ago)).date()

    def date(self, ago: int) -> dict[str, str]:
        """That day as data holds it."""
        return {"type": "Datum", "datum": self.day(ago).isoformat()}

    def birth(self) -> None:
        """The midwife's and the mother's claim of one birth, and the recognition by the father."""
        mother, father = self.cast.person(MOTHER), self.cast.person(FATHER)
        said = {
            "kind": _ref(CHILD),
            "geboortedatum": self.date(1),
            "tijdstip": BORN_AT.isoformat(),
            "plaats": {"land": "6030", "gemeente": MUNICIPALITY},
            "geslacht": "V",
            "geboortemoeder": _ref(mother),
        }
        statement = {
            "soort": "verklaring",
            "instantie": "Verloskundigenpraktijk De Lente",
            "documentdatum": self.day(1).isoformat(),
        }
        name = {"voornamen": "Noor", "geslachtsnaam": "Bakker"}
        self.claim(
            "geboorte-verloskundige",
            "Geboorte",
            {**said, "brondocument": statement},
            by=self.cast.midwife,
            ago=1,
            at=BORN_AT,
        )
        self.claim("geboorte-ouder", "Geboorte", {**said, "naam": name}, ago=1, at=BORN_AT, source=("ouder", mother))
        recognition = {
            "kind": _ref(CHILD),
            "erkenner": _ref(father),
            "moment": "bijAangifte",
            "erkenningsdatum": self.date(0),
            "vorm": "abs",
            "toestemmingMoeder": {"gegeven": True},
            "naamskeuze": {"keuze": "moeder"},
        }
        self.claim("erkenning", "Erkenning", recognition, ago=0, source=("ouder", father))

    def death(self) -> None:
        """The undertaker's claim of a death."""
        said = {
            "persoon": _ref(self.cast.person(DECEASED)),
            "overlijdensdatum": self.date(2),
            "plaats": {"land": "6030", "gemeente": MUNICIPALITY},
            "soort": "akte",
        }
        self.claim(
            "overlijden", "Overlijden", said, ago=2, source=("uitvaartondernemer", event_id("uitvaartondernemer"))
        )

    def wedding(self) -> None:
        """A wedding, accepted with its act."""
        bride, groom = self.cast.person(BRIDE), self.cast.person(GROOM)
        said = {
            "partners": [_ref(bride), _ref(groom)],
            "huwelijksdatum": self.date(12),
            "plaats": {"land": "6030", "gemeente": MUNICIPALITY},
            "getuigen": 2,
        }
        self.claim("huwelijk", "Huwelijk", said, ago=12, source=("burger", bride))
        self.accept("huwelijk", act="3AA0042", ago=12)

    def second_marriage(self) -> None:
        """Somebody died, and who was left behind married again; then it turns out that the act was of a namesake."""
        dead, left, bride = map(self.cast.person, (THOUGHT_DEAD, LEFT_BEHIND, SECOND_BRIDE))
        place = {"land": "6030", "gemeente": MUNICIPALITY}
        said: dict[str, Any] = {
            "persoon": _ref(dead),
            "overlijdensdatum": self.date(200),
            "plaats": place,
            "soort": "akte",
        }
        undertaker = ("uitvaartondernemer", event_id("uitvaartondernemer"))
        self.claim("overlijden-naamgenoot", "Overlijden", said, ago=200, source=undertaker)
        self.accept("overlijden-naamgenoot", act="2AA0017", ago=200)
        said = {"partners": [_ref(left), _ref(bride)], "huwelijksdatum": self.date(30), "plaats": place, "getuigen": 2}
        self.claim("tweede-huwelijk", "Huwelijk", said, ago=30, source=("burger", bride))
        self.accept("tweede-huwelijk", act="3AA0031", ago=30)
        retraction = {"operation": "retract", "reason": "De akte betrof een naamgenote.", "ground": "misslag"}
        body = {
            "id": str(event_id("intrekking-overlijden")),
            "event_kind": Kind.CORRECTION.value,
            "event_reference": [str(event_id("overlijden-naamgenoot"))],
            "event_data": retraction,
        }
        self.send(body, by=self.cast.second_official)

    def accept(self, name: str, *, act: str, ago: int) -> None:
        """The second official accepts it, with its act."""
        made = {"aktenummer": act, "registergemeente": MUNICIPALITY, "jaar": self.day(ago).year}
        self.decide(name, by=self.cast.second_official, decision="accepted", act={"akte": made})

    def moves(self) -> None:
        """A move to decide on, one refused, and one accepted whose house number was then corrected."""
        self.move("verhuizing", self.cast.person(MOVER), street="Beukenhof", number=19, postcode="9902CE", ago=3)
        refused = self.cast.person(REFUSED_MOVER)
        self.move("verhuizing-afgewezen", refused, street="Lindelaan", number=412, postcode="9901AB", ago=9)
        self.decide(
            "verhuizing-afgewezen",
            by=self.cast.second_official,
            decision="rejected",
            motivation="Lindelaan 412 bestaat niet; betrokkene is gevraagd opnieuw aangifte te doen.",
        )
        mover = self.cast.person(CORRECTED_MOVER)
        said = self.move("verhuizing-gecorrigeerd", mover, street="Kerkstraat", number=13, postcode="9901AC", ago=20)
        self.decide("verhuizing-gecorrigeerd", by=self.cast.second_official, decision="accepted")
        right = {**said, "nieuwAdres": {**said["nieuwAdres"], "huisnummer": 31}}
        self.correct("correctie", of="verhuizing-gecorrigeerd", data=right, object_ids=[mover], ago=20)
        self.decide("correctie", by=self.cast.second_official, decision="accepted")

    def move(self, name: str, person: UUID, *, street: str, number: int, postcode: str, ago: int) -> dict[str, Any]:
        """A move as its mover declares it in the portal; answers the data."""
        said = {
            "personen": [_ref(person)],
            "nieuwAdres": {"straat": street, "huisnummer": number, "postcode": postcode, "woonplaats": "Zonnendaal"},
            "gemeente": MUNICIPALITY,
            "datumIngang": self.date(ago),
            "functieAdres": "woonadres",
            "aangiftedatum": self.day(ago).isoformat(),
            "aangever": {"rol": "ingeschrevene"},
        }
        self.claim(name, "Verhuizing", said, version="2", zone=ADDRESSES, ago=ago, source=("burger", person))
        return said

    def claim(
        self,
        name: str,
        event_type: str,
        data: Mapping[str, Any],
        *,
        ago: int,
        at: time = time.min,
        by: Principal | None = None,
        source: tuple[str, UUID] | None = None,
        version: str = "1",
        zone: str = CIVIL_STATUS,
    ) -> None:
        """A claim; with `source`, through the portal in that source's name."""
        body: dict[str, Any] = {
            "id": str(event_id(name)),
            "event_kind": Kind.CLAIM.value,
            "event_type": event_type,
            "event_version": version,
            "occurred_at": datetime.combine(self.day(ago), at, tzinfo=AMSTERDAM).isoformat(),
            "object_ids": [*dict.fromkeys(_persons(data))],
            "event_data": data,
            "zone": zone,
        }
        if source is not None:
            body |= {"event_source_type": source[0], "event_source_id": str(source[1])}
        self.send(body, by=by or self.cast.portal)

    def correct(self, name: str, *, of: str, data: Mapping[str, Any], object_ids: list[UUID], ago: int) -> None:
        """The first official corrects what the second accepted."""
        body = {
            "id": str(event_id(name)),
            "event_kind": Kind.CORRECTION.value,
            "occurred_at": self.day(ago).isoformat(),
            "object_ids": [str(object_id) for object_id in object_ids],
            "event_reference": [str(event_id(of))],
            "event_data": {
                "operation": "replace",
                "reason": "Huisnummer 31, niet 13: cijfers verwisseld.",
                "data": data,
            },
        }
        self.send(body, by=self.cast.first_official)

    def decide(self, name: str, *, by: Principal, **said: Any) -> None:
        """An official decides on what `name` claimed."""
        body = {
            "id": str(event_id(f"{name}-besluit")),
            "event_kind": Kind.VALIDATION.value,
            "event_reference": [str(event_id(name))],
            "event_data": said,
        }
        self.send(body, by=by)

    def send(self, body: Mapping[str, Any], *, by: Principal) -> None:
        """Record one request, as if it had come over the wire."""
        submit([parse_submission(body, kind=None, principal=by)], principal=by, now=self.now)
        self.told += 1


def _ref(object_id: UUID) -> dict[str, str]:
    return {"objectId": str(object_id)}


def _persons(value: Any) -> list[str]:
    """Every `objectId` in the data, in order."""
    if isinstance(value, Mapping):
        own = [value["objectId"]] if "objectId" in value else []
        return own + [found for member in value.values() for found in _persons(member)]
    return [found for member in value for found in _persons(member)] if isinstance(value, list) else []
