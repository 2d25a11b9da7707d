"""Finding a person, and his page in every state: two moments, nothing known yet, a family, a wrong day; who saw him."""

from collections.abc import Callable, Iterator
from uuid import UUID

from playwright.sync_api import Page

from events.domain.permissions import Permission
from readmodels.domain.holdings import reference_to
from tests import elsewhere_story, person_story
from tests.browser.places.place import Place
from tests.desk_story import Municipality
from tests.federation.states.neighbours import Neighbours

STATUS = reference_to("rechtsgevolg/burgerlijke staat").digest
BIRTH = reference_to("geboorte").digest
NOBODY = "00000000-0000-4000-8000-000000000000"


def places(town: Municipality) -> Iterator[Place]:
    """From the question to what was known when."""
    yield Place("personen", "/personen", town.official)
    yield Place("personen-geweigerd", "/personen", town.newcomer)
    anna = person_story.anna(town)
    daan = person_story.a_family(town)
    yield Place("personen-niets-gevraagd", "/personen", town.official, search(""))
    yield Place("personen-gevonden", "/personen", town.official, search("bakk"), leads_to="persons-found")
    yield Place("personen-niemand", "/personen", town.official, search("niemand"), leads_to="persons-found")
    yield Place("persoon", f"/personen/{anna}", town.official)
    yield Place("persoon-toen", f"/personen/{anna}?as_of=2026-05-01&as_at=2026-04-30", town.official)
    yield Place("persoon-nog-niets", f"/personen/{anna}?as_at=1999-01-01", town.official)
    yield Place("persoon-verkeerde-dag", f"/personen/{anna}?as_of=gisteren", town.official)
    yield Place("persoon-familie", f"/personen/{daan}", town.official)
    yield Place("persoon-waarom-regel", f"/personen/{daan}/waarom/{STATUS}", town.official)
    yield Place("persoon-waarom-opgegeven", f"/personen/{daan}/waarom/{BIRTH}", town.official)
    yield from _elsewhere(town, anna)
    yield Place("persoon-ingezien", f"/personen/{daan}/ingezien", town.admin)
    yield Place("persoon-niet-ingezien", f"/personen/{NOBODY}/ingezien", town.admin)


def _elsewhere(town: Municipality, person: UUID) -> Iterator[Place]:
    """What other organisations know: before it is asked, and in every state of the answer."""
    path = f"/personen/{person}/elders"
    found = elsewhere_story.neighbours(person)
    town.allow(town.official, Permission.CONSULT, zone=town.registry)
    with elsewhere_story.in_a_group(found):
        yield Place("persoon-in-een-groep", f"/personen/{person}", town.official)
        yield Place("persoon-elders", path, town.official)
        yield Place("persoon-elders-onvolledig", path, town.official, ask)
        yield Place("persoon-elders-verkeerde-dag", f"{path}?as_of=gisteren", town.official)
        yield Place("persoon-elders-geweigerd", path, town.newcomer)
        elsewhere_story.mend(found)
        yield Place("persoon-elders-volledig", path, town.official, ask)
        yield Place("persoon-elders-onbekend", f"/personen/{NOBODY}/elders", town.official, ask)
    with elsewhere_story.in_a_group(Neighbours()):
        yield Place("persoon-elders-niemand-te-vragen", path, town.official)


def ask(page: Page) -> None:
    """Ask the other organisations."""
    page.locator("main form button").click()


def search(name: str) -> Callable[[Page], None]:
    """Ask for somebody of this name."""

    def ask(page: Page) -> None:
        page.locator("[name=name]").fill(name)
        page.locator("main form button").click()

    return ask
