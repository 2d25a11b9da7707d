"""Lives told in the shipped event types, each event claimed by one and accepted by another; no database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from events.domain import chains
from events.domain.decide import decide
from events.domain.event import Draft, Event
from events.domain.facts import facts
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT, first_instant
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.law.engine import consequences
from readmodels.domain.person import Person
from readmodels.domain.societies import Society
from readmodels.domain.state_checks import examine
from tests import builders
from tests.builders import Register, SmallCatalogue, named
from tests.unit.event_types.shipped import VERSIONS, shipped
from tests.unit.states.wording import PLACE, RULING, bsn, date_form, ref

CATALOGUE = SmallCatalogue(VERSIONS)
SOURCES = {"OntbindingVerbintenis": "advocaat", "Gezagsbeslissing": "rechtbank", "BsnToegekend": "systeem"}
DOCUMENT = {"soort": "akte"}


class ExaminedRegister(Register):
    """A register in which decisions are checked against the state of persons too."""

    def record(self, draft: Draft) -> Event:
        """Decide, and record. Raises the refusals of `decide`."""
        decided = decide(draft, log=self.log, catalogue=self.catalogue, examine=examine)
        event = builders.recorded(decided, order=len(self.log) + 1)
        self.log = self.log.with_(event)
        return event


@dataclass
class Story:
    """A register, and what happens in it. `claims_…` only claims; without it, the claim is accepted too."""

    register: Register = field(default_factory=lambda: ExaminedRegister(catalogue=CATALOGUE))
    acts: int = 0

    def claim(self, event_type: str, about: Sequence[UUID], data: dict[str, Any], *grounds: Event) -> Event:
        """Somebody who may, claims it."""
        version = shipped(event_type)
        source = SOURCES.get(event_type, "ambtenaar")
        draft = builders.claim(
            version,
            object_ids=about,
            data=data,
            by=builders.source(source if source in version.source_types or not version.source_types else "ambtenaar"),
            references=tuple(ground.id for ground in grounds),
        )
        return self.register.record(draft)

    def accept(self, claim: Event, **fields: Any) -> Event:
        """An official accepts it."""
        return self.register.accept(claim, **fields)

    def happened(self, event_type: str, about: Sequence[UUID], data: dict[str, Any], *grounds: Event) -> Event:
        """Claimed and accepted; the claim."""
        claim = self.claim(event_type, about, data, *grounds)
        self.accept(claim)
        return claim

    def retract(self, claim: Event) -> Event:
        """It never happened, and that is accepted; the retraction."""
        return self.register.retract(claim)

    # -- persons -------------------------------------------------------------------------------------------------------

    def person(self, someone: UUID | None = None) -> UUID:
        """Somebody of whom no more is known than a number."""
        someone = someone or builders.person()
        self.happened("BsnToegekend", [someone], {"persoon": ref(someone), "bsn": bsn(len(self.register.log))})
        return someone

    def born(self, *, on: str, mother: UUID | None = None, **more: Any) -> UUID:
        """Somebody who was born on that day."""
        child = builders.person()
        self.birth(child, mother=mother or self.person(), on=on, **more)
        return child

    def taken_over(self, someone: UUID | None = None, *, born: str, parents: Sequence[str] = (), **more: Any) -> UUID:
        """Somebody from a register that was taken over: a row of category 01, and of 02 and 03 for his parents."""
        someone = someone or builders.person()
        place = {"persoonslijst": "1", "categorie": "01", "stapel": 0, "volgnummer": 0}
        row = {"persoon": ref(someone), "register": place, "geslachtsnaam": "Bakker", "geboortedatum": born}
        self.happened("OvernamePersoon", [someone], {**row, **more})
        for number, name in enumerate(parents, start=2):
            stated = {"geslachtsnaam": name, "aktenummer": "1AA0100"}
            row = {"persoon": ref(someone), "register": {**place, "categorie": f"0{number}"}, **stated}
            self.happened("OvernameOuder", [someone], row)
        return someone

    # -- what happens --------------------------------------------------------------------------------------------------

    def claims_birth(
        self, child: UUID, *, mother: UUID, on: str, other: UUID | None = None, ground: str = "", **more: Any
    ) -> Event:
        """A birth; with `other` and its ground the second parent is stated."""
        grounds = [it for it in (more.pop("resting_on", None),) if it is not None]
        data = {
            "kind": ref(child),
            "geboortedatum": date_form(on),
            "plaats": PLACE,
            "naam": {"voornamen": "Noor", "geslachtsnaam": "Bakker"},
            "geslacht": "V",
            "geboortemoeder": ref(mother),
            "akte": self._act("1AA"),
            **more,
        }
        if other is not None:
            data["andereOuder"] = {"persoon": ref(other), "grond": ground}
        about = [it for it in (child, mother, other) if it is not None]
        return self.claim("Geboorte", about, data, *grounds)

    def birth(self, child: UUID, *, mother: UUID, on: str, **more: Any) -> Event:
        """The same, accepted."""
        claim = self.claims_birth(child, mother=mother, on=on, **more)
        self.accept(claim)
        return claim

    def claims_recognition(self, child: UUID, *, by: UUID, on: str, moment: str = "na", **more: Any) -> Event:
        """Somebody recognises a child, with the consent of the mother unless said otherwise."""
        data = {
            "kind": ref(child),
            "erkenner": ref(by),
            "moment": moment,
            "erkenningsdatum": date_form(on),
            "vorm": "abs",
            "toestemmingMoeder": {"gegeven": True},
            "akte": self._act("1CA"),
            **more,
        }
        births = [] if moment == "ongeboren" else self._claims_of("Geboorte", child)
        return self.claim("Erkenning", [child, by], data, *births)

    def recognition(self, child: UUID, *, by: UUID, on: str, **more: Any) -> Event:
        """The same, accepted."""
        claim = self.claims_recognition(child, by=by, on=on, **more)
        self.accept(claim)
        return claim

    def claims_wedding(self, one: UUID, other: UUID, *, on: str, omzetting_van: Event | None = None) -> Event:
        """Two marry."""
        data = {
            "partners": named(one, other),
            "huwelijksdatum": date_form(on),
            "plaats": PLACE,
            "akte": self._act("3AA"),
        }
        grounds = () if omzetting_van is None else (omzetting_van,)
        data |= {} if omzetting_van is None else {"omzettingVan": str(omzetting_van.id)}
        return self.claim("Huwelijk", [one, other], data, *grounds)

    def wedding(self, one: UUID, other: UUID, *, on: str, **more: Any) -> Event:
        """The same, accepted."""
        claim = self.claims_wedding(one, other, on=on, **more)
        self.accept(claim)
        return claim

    def partnership(self, one: UUID, other: UUID, *, on: str) -> Event:
        """Two enter into a registered partnership."""
        data = {"partners": named(one, other), "partnerschapsdatum": date_form(on), "plaats": PLACE}
        return self.happened("GeregistreerdPartnerschap", [one, other], {**data, "akte": self._act("5AA")})

    def dissolution(self, union: Event, one: UUID, other: UUID, *, on: str, reason: str = "echtscheiding") -> Event:
        """Their union ends by inscription."""
        data = {
            "verbintenis": str(union.id),
            "partners": named(one, other),
            "reden": reason,
            "inschrijvingsdatum": date_form(on),
            "uitspraak": RULING,
            "akte": self._act("3BA"),
        }
        return self.happened("OntbindingVerbintenis", [one, other], data, union)

    def claims_death(self, someone: UUID, *, on: str) -> Event:
        """Somebody died."""
        data = {"persoon": ref(someone), "overlijdensdatum": date_form(on), "plaats": PLACE, "soort": "akte"}
        return self.claim("Overlijden", [someone], {**data, "akte": self._act("2AA")})

    def death(self, someone: UUID, *, on: str) -> Event:
        """The same, accepted."""
        claim = self.claims_death(someone, on=on)
        self.accept(claim)
        return claim

    def claims_move(self, someone: UUID, *, on: str, street: str = "Lindelaan") -> Event:
        """Somebody moved."""
        data = {
            "personen": named(someone),
            "nieuwAdres": {"straat": street, "huisnummer": 12, "woonplaats": "Lindenveen"},
            "gemeente": "0518",
            "functieAdres": "woonadres",
            "datumIngang": date_form(on),
            "aangiftedatum": "2026-11-10",
            "aangever": {"rol": "ingeschrevene"},
        }
        return self.claim("Verhuizing", [someone], data)

    def move(self, someone: UUID, *, on: str, **more: Any) -> Event:
        """The same, accepted."""
        claim = self.claims_move(someone, on=on, **more)
        self.accept(claim)
        return claim

    def denial(self, child: UUID, parent: UUID, *, on: str, of: Event, annulled: bool = False) -> Event:
        """The court denies a parenthood, or annuls a recognition; `of` made the parent one."""
        data = {
            "kind": ref(child),
            "ouder": ref(parent),
            "soort": "vernietigingErkenning" if annulled else "ontkenning",
            "datumUitspraak": date_form(on),
            "ouderschap": str(of.id),
            "uitspraak": RULING,
            "akte": self._act("1EA"),
        }
        return self.happened("OntkenningOuderschap", [child, parent], data, of)

    def court_parent(self, child: UUID, parent: UUID, *, on: str) -> Event:
        """The court establishes that somebody is a parent."""
        data = {"kind": ref(child), "ouder": ref(parent), "datumUitspraak": date_form(on), "uitspraak": RULING}
        births = self._claims_of("Geboorte", child)
        return self.happened("VaststellingOuderschap", [child, parent], {**data, "akte": self._act("1VA")}, *births)

    def adoption(self, child: UUID, *adopters: UUID, on: str) -> Event:
        """One or two adopt a child."""
        data = {"kind": ref(child), "adoptanten": named(*adopters), "datumIngang": date_form(on), "uitspraak": RULING}
        births = self._claims_of("Geboorte", child)
        return self.happened("Adoptie", [child, *adopters], {**data, "akte": self._act("1QA")}, *births)

    def custody_ruling(self, child: UUID, indication: str, *, on: str) -> Event:
        """The court decides on custody."""
        data = {"minderjarige": ref(child), "indicatie": indication, "datumIngang": date_form(on), "uitspraak": RULING}
        return self.happened("Gezagsbeslissing", [child], data, *self._claims_of("Geboorte", child))

    def curatele(self, someone: UUID, *, on: str) -> Event:
        """Somebody is placed under curatele."""
        data = {"persoon": ref(someone), "onderCuratele": True, "datumIngang": date_form(on), "uitspraak": RULING}
        return self.happened("CurateleGewijzigd", [someone], data)

    def nationality(self, someone: UUID, code: str, *, on: str) -> Event:
        """Somebody gains a nationality."""
        data = {"persoon": ref(someone), "nationaliteit": code, "richting": "verkrijging", "reden": "017"}
        return self.happened(
            "Nationaliteit", [someone], {**data, "datumIngang": date_form(on), "brondocument": {"soort": "besluit"}}
        )

    def doubt(self, someone: UUID, of: Event, *, on: str) -> Event:
        """What an event says of somebody is under investigation."""
        about = {"persoon": ref(someone), "doel": {"gebeurtenis": str(of.id)}}
        return self.happened(
            "InOnderzoek", [someone], {**about, "datumIngang": date_form(on), "aanleiding": "eigen"}, of
        )

    # -- what is known -------------------------------------------------------------------------------------------------

    def society(self, on: str) -> Society:
        """Everybody as of the start of a day, as known now."""
        found = facts(self.register.log, catalogue=CATALOGUE, as_at=LAST_MOMENT)
        return Society(found, as_of=first_instant(on), catalogue=CATALOGUE)

    def told(self, someone: UUID, on: str) -> Person:
        """One person as of a day."""
        return self.society(on).person(someone)

    def law(self, someone: UUID, on: str, *, rules_at: date | None = None) -> list[Consequence]:
        """What the law says of somebody on a day."""
        society = self.society(on)
        return list(consequences(society.person(someone), society, rules_at=rules_at))

    def _claims_of(self, event_type: str, someone: UUID) -> list[Event]:
        log: Log = self.register.log
        return [it for it in log.claims() if it.event_type == event_type and someone in it.object_ids[:1]]

    def _act(self, letters: str) -> dict[str, Any]:
        self.acts += 1
        return {"aktenummer": f"{letters}{self.acts:04d}", "registergemeente": "0518", "jaar": 2026}


def replaced_partners(wedding: Event, one: UUID, other: UUID) -> Draft:
    """A correction: not those two married, but these."""
    data = {**chains.said_by(wedding).data, "partners": named(one, other)}
    return builders.replacement(wedding, data=data, object_ids=(one, other))


def retraction_of(target: Event, story: Story) -> Draft:
    """A retraction of anything, about the objects that it must be about."""
    return builders.retraction(target, object_ids=story.register.objects_of(target))
