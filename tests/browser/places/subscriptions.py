"""The pages of subscriptions in every state: none yet, new, active, failing, paused, stopped, tried, parked, wrong."""

from collections.abc import Iterator

from django.utils import timezone
from playwright.sync_api import Page

from events import sequencer
from events.domain.permissions import Permission
from events.models import ParkedDelivery, ReceiverAllowance, Subscription
from tests import subscription_story as story
from tests.browser.places.place import Place
from tests.desk_story import READS_AND_CLAIMS, Municipality

PAGES = "/beheer/events/subscription/"
NETWORKS = "/beheer/events/receiverallowance/"
State = Subscription.State
Reason = Subscription.Reason
Outcome = story.Outcome
ASKED = {
    "eventTypes": ["Geboorte", "Verhuizing"],
    "kinds": ["claim", "validation"],
    "zones": ["burgerlijke-stand"],
    "data": [{"pointer": "/functie", "values": ["W", "B"]}, {"pointer": "/gemeente"}],
}


def lists(town: Municipality) -> Iterator[Place]:
    """Before there is anything; then one of each state; the networks; the form, right and wrong."""
    story.client(town)
    yield Place("abonnementen-leeg", PAGES, town.admin)
    yield Place("abonnementen-geweigerd", PAGES, town.official)
    yield Place("abonnement-maken", f"{PAGES}new/", town.admin)
    yield Place("abonnement-maken-fout", f"{PAGES}new/", town.admin, _wrong)
    yield Place("abonnement-maken-voorwaarde", f"{PAGES}new/", town.admin, _another)
    yield Place("abonnement-gemaakt", f"{PAGES}new/", town.admin, _made)
    yield Place("abonnement-ophalen-maken", f"{PAGES}new/?mode=pull", town.admin)
    yield Place("abonnement-ophalen-maken-fout", f"{PAGES}new/?mode=pull", town.admin, _wrong_name)
    event = town.parents_claim()
    sequencer.seal_now()
    held = story.fetched(town, "Ophalen", filter=ASKED)
    yield Place("abonnement-ophalen", f"{PAGES}{held.pk}/change/", town.admin)
    yield Place("abonnement-ophalen-wijzigen", f"{PAGES}{held.pk}/edit/", town.admin)
    yield Place("abonnement-ophalen-verwijderen", f"{PAGES}{held.pk}/remove/", town.admin)
    yield Place("abonnement-ophalen-geen-sleutels", f"{PAGES}{held.pk}/keys/", town.admin)
    fine = story.being(story.passed(story.subscribed(town, "Bronhouderij")), State.ACTIVE, Reason.VERIFIED)
    story.attempted(fine, event, Outcome.DELIVERED)
    story.being(story.subscribed(town, "Parkeren"), State.PAUSED, Reason.BY_HAND)
    story.being(story.subscribed(town, "Onderwijs"), State.PAUSED, Reason.FAILING)
    story.being(
        story.subscribed(town, "Zaken", url="https://een-heel-lange-naam-van-een-ontvanger.gemeente.example.nl/haak"),
        State.ACTIVE,
        Reason.VERIFIED,
        failing_since=timezone.now(),
        failures=3,
    )
    yield Place("abonnementen", PAGES, town.admin)
    yield Place("netwerken-leeg", NETWORKS, town.admin)
    yield Place("netwerken-fout", NETWORKS, town.admin, _allow_nothing)
    story.allow_loopback(town)
    yield Place("netwerken", NETWORKS, town.admin)
    network = ReceiverAllowance.objects.get()
    yield Place("netwerk-intrekken", f"{NETWORKS}{network.pk}/withdraw/", town.admin)


def states(town: Municipality) -> Iterator[Place]:
    """One subscription through its states, to its removal."""
    held = story.subscribed(town, "Zaken", filter=ASKED, schedule=[5, 300])
    one = f"{PAGES}{held.pk}/"
    yield Place("abonnement-nieuw", f"{one}change/", town.admin)
    yield Place("abonnement-zonder-wie", f"{one}change/", town.admin, _agree)
    story.being(held, State.ACTIVE, Reason.VERIFIED)
    yield Place("abonnement-actief", f"{one}change/", town.admin)
    failing = {"failing_since": timezone.now(), "failures": 7, "rest_until": timezone.now()}
    story.being(held, State.ACTIVE, Reason.VERIFIED, **failing)
    yield Place("abonnement-faalt", f"{one}change/", town.admin)
    story.being(held, State.PAUSED, Reason.BY_HAND, failing_since=None)
    yield Place("abonnement-gepauzeerd", f"{one}change/", town.admin)
    story.being(held, State.PAUSED, Reason.FAILING)
    yield Place("abonnement-faalde-te-lang", f"{one}change/", town.admin)
    story.being(held, State.STOPPED, Reason.GONE)
    yield Place("abonnement-wil-niet-meer", f"{one}change/", town.admin)
    yield Place("abonnement-wijzigen", f"{one}edit/", town.admin)
    yield Place("abonnement-wijzigen-fout", f"{one}edit/", town.admin, _wrong_change)
    yield Place("abonnement-sleutels", f"{one}keys/", town.admin)
    yield Place("abonnement-sleutel-fout", f"{one}keys/", town.admin, _too_long)
    yield Place("abonnement-sleutel-getoond", f"{one}keys/", town.admin, _key)
    yield Place("abonnement-toegang", f"{one}access/", town.admin)
    yield Place("abonnement-toegang-fout", f"{one}access/", town.admin, _wrong_key)
    story.reached(held)
    yield Place("abonnement-toegang-gegeven", f"{one}access/", town.admin)
    yield Place("abonnement-toegang-wijzigen", f"{one}access/", town.admin, _open_all)
    yield Place("abonnement-verwijderen", f"{one}remove/", town.admin)
    yield Place("abonnement-bestaat-niet", f"{PAGES}{town.family.noor}/change/", town.admin)


def deliveries(town: Municipality) -> Iterator[Place]:
    """What was tried, what is parked, what is delivered once more; by who may see some of the events."""
    claim, move = town.parents_claim(), town.move()
    town.allow(town.citizen, *READS_AND_CLAIMS, zone=town.addresses)
    hidden = town.move(zone=town.addresses.slug)
    sequencer.seal_now()
    town.allow(town.admin, Permission.VIEW, zone=town.registry)
    held = story.being(story.passed(story.subscribed(town, "Zaken")), State.ACTIVE, Reason.VERIFIED)
    one = f"{PAGES}{held.pk}/"
    yield Place("pogingen-leeg", f"{one}attempts/", town.admin)
    yield Place("geparkeerd-leeg", f"{one}parked/", town.admin)
    tried = story.attempted(held, claim, number=3)
    unreachable = story.attempted(
        held, None, Outcome.UNREACHABLE, status=None, answer="", error="ClientConnectorError: geen route"
    )
    story.attempted(held, move, Outcome.DELIVERED)
    without = story.attempted(
        held, claim, Outcome.TOKEN, status=None, answer="", error="no token from tokens.example.nl: it answered 401"
    )
    story.parked(held, claim)
    story.parked(held, move, ParkedDelivery.State.RETRYING)
    story.parked(held, hidden, ParkedDelivery.State.BEHIND, object_ids=list(move.object_ids))
    yield Place("pogingen", f"{one}attempts/", town.admin)
    yield Place("pogingen-geen", f"{one}attempts/?outcome=gone", town.admin)
    yield Place("poging", f"{one}attempts/{tried.pk}/", town.admin)
    yield Place("poging-zonder-antwoord", f"{one}attempts/{unreachable.pk}/", town.admin)
    yield Place("poging-zonder-token", f"{one}attempts/{without.pk}/", town.admin)
    yield Place("geparkeerd", f"{one}parked/", town.admin)
    yield Place("geparkeerd-niets-gekozen", f"{one}parked/", town.admin, _choose_nothing)
    yield Place("opnieuw", f"{one}again/", town.admin)
    yield Place("opnieuw-fout", f"{one}again/", town.admin, _back_to_nothing)
    yield Place("geparkeerd-opnieuw", f"{one}parked/", town.admin, _choose)


def _wrong_name(page: Page) -> None:
    page.locator("[name=owner]").select_option(index=1)
    page.locator("form[method=post] button.primary").click()


def _made(page: Page) -> None:
    page.locator("[name=owner]").select_option(index=1)
    page.locator("[name=name]").fill("Noorderzaken")
    page.locator("[name=url]").fill("https://ontvanger.example.nl/haak")
    page.locator("[name=schemes]").last.check()
    page.locator("form[method=post] button.primary").click()
    page.locator(".secret").first.wait_for()


def _wrong(page: Page) -> None:
    page.locator("[name=owner]").select_option(index=1)
    page.locator("[name=name]").fill("Zaken")
    page.locator("[name=url]").fill("http://10.0.0.1/")
    page.locator("details.conditions summary").click()
    page.locator("[name=pointer-0]").fill("geen pointer")
    page.locator("form[method=post] button.primary").click()
    page.locator("#problems").wait_for()


def _another(page: Page) -> None:
    page.locator("details.conditions summary").click()
    page.locator("[name=add-condition]").click()
    page.locator("[name=pointer-1]").wait_for()


def _wrong_change(page: Page) -> None:
    page.locator("[name=schedule]").fill("straks")
    page.locator("[name=name]").fill("")
    page.locator("form[method=post] button.primary").click()
    page.locator("#problems").wait_for()


def _agree(page: Page) -> None:
    page.locator("details summary").first.click()
    page.locator("button[value=agree]").click()
    page.locator("#problems").wait_for()


def _key(page: Page) -> None:
    page.locator("section[aria-labelledby=h-new] button.primary").click()
    page.locator(".secret").wait_for()


def _too_long(page: Page) -> None:
    page.locator("[name=days]").fill("30")
    page.locator("section[aria-labelledby=h-new] button.primary").click()
    page.locator("#problems").wait_for()


def _choose(page: Page) -> None:
    page.locator("[name=event]").first.check()
    page.locator("#parked button.primary").click()
    page.locator("section[aria-labelledby=h-results]").wait_for()


def _choose_nothing(page: Page) -> None:
    page.locator("#parked button.primary").click()
    page.locator("#problems").wait_for()


def _back_to_nothing(page: Page) -> None:
    page.locator("button[value=rewind]").click()
    page.locator("#problems").wait_for()


def _allow_nothing(page: Page) -> None:
    page.locator("[name=network]").fill("10.0.0.1/8")
    page.locator("section[aria-labelledby=h-allow] button.primary").click()
    page.locator("#problems").wait_for()


def _open_all(page: Page) -> None:
    for summary in page.locator("main details summary").all():
        summary.click()
    page.locator("[name=audience]").wait_for()


def _wrong_key(page: Page) -> None:
    _open_all(page)
    page.locator("[name=certificate]").fill("geen certificaat")
    page.locator("button[value=certificate]").click()
    page.locator("#problems").wait_for()
