"""The review page: a claim, a correction, one's own, a decided one, a refused decision, and one that is not there."""

from collections.abc import Iterator

from playwright.sync_api import Page

from events import access, store
from events.commands.messages import ask_source
from events.domain.event import Decision, Event
from tests.browser.places.place import Place
from tests.desk_story import Municipality


def places(town: Municipality) -> Iterator[Place]:
    """Every state in which an official can find a claim."""
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    claim = town.parents_claim_with_recognition(recognition)
    yield Place("beoordelen-sinds-geopend", address(claim), town.official, lambda page: decided_meanwhile(page, town))
    correction = town.correct(town.parent, claim, town.parents_data() | {"geslacht": "M"})
    asked = town.move()
    ask_source(asked.id, text="Waar woonde u hiervoor?", by=access.principal_of(town.official))
    rejected = town.move()
    town.decide(town.colleague, rejected, Decision.REJECTED, motivation="Geen bewijs van bewoning.")
    yield Place("beoordelen-claim", address(claim), town.official)
    yield Place("beoordelen-zonder-motivering", address(claim), town.official, reject)
    yield Place("beoordelen-correctie", address(correction), town.official)
    yield Place("beoordelen-eigen", address(claim), town.parent)
    yield Place("beoordelen-om-aanvulling-gevraagd", address(asked), town.official)
    yield Place("beoordelen-beantwoorden", address(asked), town.citizen)
    yield Place("beoordelen-afgewezen", address(rejected), town.official)
    yield Place("niet-gevonden", "/claims/00000000-0000-4000-8000-000000000000", town.official)


def address(event: Event) -> str:
    """Where an event is reviewed."""
    return f"/claims/{event.id}"


def decided_meanwhile(page: Page, town: Municipality) -> None:
    """Decide on a page that was opened before the recognition, on which the claim rests, was said to be void."""
    recognition = next(event for event in store.events_of(town.family.joris) if event.event_type == "Erkenning")
    retraction = town.retract(town.citizen, recognition)
    town.decide(town.colleague, retraction, motivation="Nietig verklaard door de rechtbank.")
    page.locator("#id_motivation").fill("De moeder verklaarde het aan de balie.")
    reject(page)


def reject(page: Page) -> None:
    """Press the button without a motivation."""
    page.locator("button[value=rejected]").click()
