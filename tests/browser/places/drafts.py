"""Entering a claim and correcting one, in every state: begun, wrong, somebody looked up, checked, thrown away."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests import draft_story as drafts
from tests.browser.places.place import Place
from tests.desk_story import Municipality


def places(town: Municipality) -> Iterator[Place]:
    """From the choice of a type to what would follow."""
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    claim = town.parents_claim_with_recognition(recognition)
    town.move()  # what a correction can rest on
    clerk = drafts.clerk(town)
    drafts.municipalities()
    begun = drafts.begun_by(clerk, "Verhuizing", drafts.move_of(town.family.joris))
    birth = drafts.begun_by(clerk, "Geboorte", {"data/geboortedatum": "20-11-2026"})
    correction = drafts.corrected_by(clerk, claim, {"reason": "Verkeerde plaats.", "data/geslacht": "M"})
    retraction = drafts.corrected_by(clerk, claim, {"reason": "Dubbel."}, operation="retract")
    behind = drafts.corrected_by(clerk, recognition, {"reason": "Ander aktenummer.", "right": "misslag"})
    day = {"type": "Datum", "datum": "2026-03-04"}
    theirs = town.correct(town.citizen, recognition, {**recognition.data, "erkenningsdatum": day})
    town.decide(town.colleague, theirs, motivation="De akte noemt 4 maart.")
    yield Place("nieuwe-claim", "/nieuwe-claim", clerk)
    yield Place("nieuwe-claim-geweigerd", "/nieuwe-claim", town.newcomer)
    yield Place("concept-verhuizing", f"/concepten/{begun}", clerk)
    yield Place("concept-geboorte", f"/concepten/{birth}", clerk)
    yield Place("concept-fout", f"/concepten/{birth}", clerk, check)
    yield Place("concept-persoon-opzoeken", f"/concepten/{birth}", clerk, look_up)
    yield Place("concept-weggooien", f"/concepten/{birth}", clerk, discard)
    yield Place("concept-controle", f"/concepten/{begun}/controle", clerk)
    yield Place("corrigeren", f"/gebeurtenissen/{claim.id}/corrigeren", clerk)
    yield Place("corrigeren-geweigerd", f"/gebeurtenissen/{claim.id}/corrigeren", town.official)
    yield Place("concept-correctie", f"/concepten/{correction}", clerk)
    yield Place("concept-correctie-controle", f"/concepten/{correction}/controle", clerk)
    yield Place("concept-intussen-gecorrigeerd", f"/concepten/{behind}/controle", clerk)
    yield Place("concept-intrekking-controle", f"/concepten/{retraction}/controle", clerk)


def check(page: Page) -> None:
    """Check a draft in which something lacks."""
    page.locator("button[value=check]").click()
    page.wait_for_selector("#problems")


def discard(page: Page) -> None:
    """Ask to throw a draft away."""
    page.locator("button[value=discard]").click()
    page.locator("button[value=discard-surely]").wait_for()


def look_up(page: Page) -> None:
    """Look for somebody who is not there."""
    page.locator('button[value="find data/geboortemoeder"]').click()
    page.locator("[name=find-name]").fill("Zonderling")
    page.locator("button[data-enter]").click()
    page.locator(".panel [role=status]:not(:empty)").wait_for()
