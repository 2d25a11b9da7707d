"""People of whom the registry knows something, for tests of views: they were given a number, moved, married, died."""

from uuid import UUID

from events import sequencer
from events.commands.decisions import validate_claim
from events.domain.event import Decision, Event
from readmodels.models import Build, View
from readmodels.projectors import following
from readmodels.projectors.projections import PERSON_FILES
from tests import registry


def accepted(body: dict[str, object]) -> Event:
    """Claimed, and accepted by an official who may in both zones; the claim."""
    by = registry.official(registry.CIVIL, registry.ADDRESSES)
    claim = registry.record(body, by=by, zone=None if "event_reference" in body else registry.CIVIL)[0].event
    other = registry.official(registry.CIVIL, registry.ADDRESSES)
    validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=other, motivation="Gebleken.")
    return claim


def somebody() -> UUID:
    """A person with a number."""
    return registry.known_person()


def moves(*people: UUID, on: str = "2020-01-01", object_id: str = "0518010000000001") -> dict[str, object]:
    """The claim that people moved to an address."""
    return {
        "occurred_at": f"{on}T00:00:00Z",
        "object_ids": [str(it) for it in people],
        "event_kind": "claim",
        "event_type": "Verhuizing",
        "event_version": "2",
        "event_data": {
            "personen": [{"objectId": str(it)} for it in people],
            "nieuwAdres": {"adresseerbaarObject": object_id, "straat": "Lindelaan", "huisnummer": 12},
            "gemeente": "9901",
            "functieAdres": "woonadres",
            "datumIngang": {"type": "Datum", "datum": on},
            "aangiftedatum": on,
            "aangever": {"rol": "ingeschrevene"},
        },
    }


def renamed(person: UUID, surname: str) -> dict[str, object]:
    """The claim that somebody got another surname."""
    return {
        "occurred_at": "2015-01-01T00:00:00Z",
        "object_ids": [str(person)],
        "event_kind": "claim",
        "event_type": "Naamswijziging",
        "event_version": "1",
        "event_data": {
            "persoon": {"objectId": str(person)},
            "soort": "geslachtsnaam",
            "oudeNaam": {"geslachtsnaam": "Bakker"},
            "nieuweNaam": {"voornamen": "Noor", "geslachtsnaam": surname},
            "datumIngang": {"type": "Datum", "datum": "2015-01-01"},
            "besluit": {"soort": "koninklijkBesluit", "nummer": "1"},
        },
    }


def live() -> Build:
    """The build from which the view of person files answers now."""
    found = View.objects.select_related("live__view").get(name=PERSON_FILES).live
    assert found is not None
    return found


def caught_up() -> None:
    """Number everything, and let every projector take it in."""
    sequencer.seal_now()
    following.catch_up()
