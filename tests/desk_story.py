"""A small municipality for the tests of the desk: two zones, people in their roles, and the birth of Noor.

The story of issue "A. The log", point 11: a midwife and a parent each claim one birth, and an official decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from events import access
from events.catalogue import load_event_types
from events.commands.decisions import validate_claim
from events.commands.permissions import grant_permission
from events.commands.recording import submit
from events.domain.event import Decision, Event
from events.domain.permissions import OFFICIAL, Permission
from events.domain.wire import parse_submission
from events.models import Organisation, User, Zone

PASSWORD = "Lindenveen-16:55-klaar"
OIN = "99000000000000000001"
BIRTH_AT = datetime(2026, 11, 20, 4, 37, tzinfo=ZoneInfo("Europe/Amsterdam"))
READS_AND_CLAIMS = (Permission.VIEW, Permission.SUBMIT_CLAIM, Permission.SUBMIT_CORRECTION)
DECIDES = (Permission.VIEW, Permission.VALIDATE, Permission.SUBMIT_CLAIM)


@dataclass(frozen=True, slots=True)
class Family:
    """Noor, her mother Anna, and Joris."""

    noor: UUID = field(default_factory=uuid4)
    anna: UUID = field(default_factory=uuid4)
    joris: UUID = field(default_factory=uuid4)


class Municipality:
    """The people and zones of Lindenveen, and what they send in. Everything goes through the commands."""

    def __init__(self) -> None:
        load_event_types()
        self.organisation = Organisation.objects.create(name="Gemeente Lindenveen", oin=OIN)
        self.admin = self._account("beheer", "B. Heer", source_type=OFFICIAL, is_staff=True, is_superuser=True)
        self.registry = self._zone("burgerlijke-stand", "Burgerlijke stand")
        self.addresses = self._zone("adreshuishouding", "Adreshuishouding")
        self.official = self.employ("wit", "M. de Wit", rights=DECIDES)
        self.colleague = self.employ("jansen", "R. Jansen", rights=DECIDES)
        self.midwife = self.employ("lente", "De Lente", source_type="verloskundige", rights=READS_AND_CLAIMS)
        self.parent = self.employ("anna", "Anna Bakker", source_type="ouder", rights=READS_AND_CLAIMS)
        self.citizen = self.employ("joris", "Joris de Vries", source_type="burger", rights=READS_AND_CLAIMS)
        self.newcomer = self._account("nieuw", "N. Ieuw", source_type=OFFICIAL)
        self.family = Family()
        self._know_the_parents()

    def employ(self, username: str, name: str, *, rights: tuple[Permission, ...], source_type: str = OFFICIAL) -> User:
        """Somebody with rights in the registry's zone."""
        user = self._account(username, name, source_type=source_type)
        self.allow(user, *rights, zone=self.registry)
        return user

    def allow(self, user: User, *rights: Permission, zone: Zone) -> None:
        """Give somebody rights in a zone."""
        by = access.principal_of(self.admin)
        for permission in rights:
            grant_permission(permission, zone=zone, to=user, by=by)

    def send(self, user: User, **body: Any) -> Event:
        """Record what somebody sends, as the API would."""
        principal = access.principal_of(User.objects.get(pk=user.pk))
        submission = parse_submission({"zone": self.registry.slug, **body}, kind=None, principal=principal)
        return submit([submission], principal=principal)[0].event

    def claim(
        self,
        user: User,
        event_type: str,
        data: Mapping[str, Any],
        *about: UUID,
        grounds: tuple[UUID, ...] = (),
        zone: str = "burgerlijke-stand",
    ) -> Event:
        """Somebody claims that something happened."""
        return self.send(
            user,
            zone=zone,
            event_kind="claim",
            event_type=event_type,
            event_version="1",
            occurred_at=BIRTH_AT.isoformat(),
            object_ids=[str(person) for person in about],
            event_reference=[str(ground) for ground in grounds],
            event_data=dict(data),
        )

    def correct(self, user: User, target: Event, data: Mapping[str, Any]) -> Event:
        """Somebody says that the target should have said this."""
        return self.send(
            user,
            event_kind="correction",
            occurred_at=target.occurred_at.isoformat(),
            object_ids=[str(person) for person in target.object_ids],
            event_reference=[str(target.id)],
            event_data={
                "operation": "replace",
                "reason": "Verkeerd overgenomen.",
                "ground": "misslag",
                "data": dict(data),
            },
        )

    def retract(self, user: User, target: Event) -> Event:
        """Somebody says that the target never happened."""
        data = {"operation": "retract", "reason": "Dit is nooit gebeurd.", "ground": "misslag"}
        return self.send(user, event_kind="correction", event_reference=[str(target.id)], event_data=data)

    def decide(self, user: User, target: Event, decision: Decision = Decision.ACCEPTED, **more: Any) -> Event:
        """An official decides."""
        principal = access.principal_of(User.objects.get(pk=user.pk))
        return validate_claim(claim_id=target.id, decision=decision, principal=principal, **more)

    def midwifes_claim(self) -> Event:
        """What the midwife saw: no name yet, and another place than the parent gives."""
        data = {
            "kind": {"objectId": str(self.family.noor)},
            "geboortedatum": {"type": "Datum", "datum": "2026-11-20"},
            "tijdstip": "04:37:00",
            "plaats": {"land": "6030", "gemeente": "0344"},
            "geslacht": "V",
            "geboortemoeder": {"objectId": str(self.family.anna)},
        }
        return self.claim(self.midwife, "Geboorte", data, self.family.noor, self.family.anna)

    def parents_data(self) -> dict[str, Any]:
        """What the parent declares: everything but the act, which the official makes."""
        return {
            "kind": {"objectId": str(self.family.noor)},
            "geboortedatum": {"type": "Datum", "datum": "2026-11-20"},
            "plaats": {"land": "6030", "gemeente": "0518", "omschrijving": "Lindenveen"},
            "naam": {"voornamen": "Noor Elisabeth", "geslachtsnaam": "Bakker"},
            "geslacht": "V",
            "geboortemoeder": {"objectId": str(self.family.anna)},
        }

    def parents_claim(self, **more: Any) -> Event:
        """The parent's declaration of the same birth."""
        return self.claim(self.parent, "Geboorte", self.parents_data() | more, self.family.noor, self.family.anna)

    def recognition(self) -> Event:
        """Joris recognises the unborn child, with the mother's consent; the act is made already."""
        data = {
            "kind": {"objectId": str(self.family.noor)},
            "erkenner": {"objectId": str(self.family.joris)},
            "moment": "ongeboren",
            "erkenningsdatum": {"type": "Datum", "datum": "2026-03-03"},
            "vorm": "abs",
            "toestemmingMoeder": {"gegeven": True},
            "akte": {"aktenummer": "1CA0012", "registergemeente": "0518", "jaar": 2026},
        }
        return self.claim(self.citizen, "Erkenning", data, self.family.noor, self.family.joris)

    def parents_claim_with_recognition(self, recognition: Event) -> Event:
        """The parent's declaration, naming the other parent on the ground of the recognition."""
        other = {"andereOuder": {"persoon": {"objectId": str(self.family.joris)}, "grond": "erkenning"}}
        family = self.family
        about = (family.noor, family.anna, family.joris)
        return self.claim(self.parent, "Geboorte", self.parents_data() | other, *about, grounds=(recognition.id,))

    def move(self, *, zone: str = "burgerlijke-stand", of: tuple[UUID, ...] = ()) -> Event:
        """Joris claims that he, or these, moved."""
        persons = of or (self.family.joris,)
        data = {
            "personen": [{"objectId": str(person)} for person in persons],
            "nieuwAdres": {"straat": "Molenweg", "huisnummer": 4, "woonplaats": "Lindenveen"},
            "datumIngang": {"type": "Datum", "datum": "2026-11-01"},
            "functie": "W",
            "aangiftedatum": "2026-11-02",
            "aangever": {"rol": "ingeschrevene"},
        }
        return self.claim(self.citizen, "Verhuizing", data, *persons, zone=zone)

    def _know_the_parents(self) -> None:
        """A birth is accepted of parents who are known: here in a zone that nobody at the desk reads."""
        zone = self._zone("bevolking", "Bevolking")
        clerks = [self._account(name, name.title(), source_type=OFFICIAL) for name in ("klaassen", "willems")]
        for clerk in clerks:
            self.allow(clerk, *DECIDES, zone=zone)
        for person, bsn in ((self.family.anna, "999990342"), (self.family.joris, "999994669")):
            data = {"persoon": {"objectId": str(person)}, "bsn": bsn}
            self.decide(clerks[1], self.claim(clerks[0], "BsnToegekend", data, person, zone=zone.slug))

    def _zone(self, slug: str, name: str) -> Zone:
        return Zone.objects.create(organisation=self.organisation, slug=slug, name=name)

    def _account(self, username: str, name: str, **fields: Any) -> User:
        first, _space, last = name.partition(" ")
        user = User(username=username, first_name=first, last_name=last, **fields)
        user.set_password(PASSWORD)
        user.save()
        return user
