"""What a subscription is and asks for, in words: its state with what to do, its filter, how long something takes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.catalogue import catalogue
from events.domain.event import Kind
from events.domain.standing import StandingOf
from events.models import Subscription, Zone
from events.subscriptions.domain.retries import SCHEDULE
from events.subscriptions.ownership import zones_seen_by
from management_ui.forms.waits import waits_written
from management_ui.presenters.sources import standing_text

State = Subscription.State
Reason = Subscription.Reason
VALUES_SHOWN_MAX: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a subscription is in: a badge, a sentence, and what to do ("" when nothing is to be done)."""

    badge: str
    tone: str
    text: str
    advice: str = ""


def told(held: Subscription) -> Told:
    """What it is in and why."""
    match State(held.state):
        case State.NEW:
            moved = held.state_reason == Reason.READDRESSED
            text = _("It has another address, and the receiver there has not agreed yet: nothing is sent.")
            first = _("The receiver has not agreed yet: nothing is sent.")
            return Told(
                badge=_("To verify"), tone="warning", text=text if moved else first, advice=_("Verify the receiver.")
            )
        case State.ACTIVE if held.failing_since is not None:
            text = _("The receiver does not take in what is sent. It is tried again by itself.")
            return Told(badge=_("Failing"), tone="danger", text=text, advice=_("See what the receiver answers."))
        case State.ACTIVE if held.is_fetched:
            text = _("What is recorded waits in the log until its owner fetches it.")
            return Told(badge=_("Active"), tone="safe", text=text)
        case State.ACTIVE:
            return Told(badge=_("Active"), tone="safe", text=_("What is recorded is sent as it comes."))
        case State.PAUSED if held.state_reason == Reason.BY_HAND:
            sent = _("Nothing is sent, and nothing is lost: what comes meanwhile is sent when you resume.")
            fetched = _("Nothing can be fetched, and nothing is lost: what comes meanwhile follows when you resume.")
            text = fetched if held.is_fetched else sent
            return Told(badge=_("Paused"), tone="info", text=text, advice=_("Resume when it may go on."))
        case _:
            return _ended(held)


def _ended(held: Subscription) -> Told:
    """What came to an end by itself: deliverers pause what fails for too long, and stop what is not wanted any more."""
    if wants_no_more(held):
        text = _("The receiver answered that it wants no more (410). Nothing is sent, and nothing is lost.")
        advice = _("Ask its owner. Does it want it again? Verify it anew, then resume.")
        return Told(badge=_("Stopped"), tone="danger", text=text, advice=advice)
    if held.state_reason == Reason.GONE:
        text = _("The receiver wanted no more, and has agreed again. Nothing is lost.")
        return Told(badge=_("Stopped"), tone="warning", text=text, advice=_("Resume when it may go on."))
    text = _("The receiver failed for too long. Nothing is sent any more, and nothing is lost.")
    badge = _("Paused") if held.state == State.PAUSED else _("Stopped")
    return Told(badge=badge, tone="danger", text=text, advice=_("Have the receiver mended, then resume."))


def wants_no_more(held: Subscription) -> bool:
    """Whether its receiver answered that it wants no more, and did not agree again since."""
    gone = held.state == State.STOPPED and held.state_reason == Reason.GONE
    return gone and (held.verified_at is None or held.verified_at <= held.state_since)


def host_of(url: str) -> str:
    """Where it goes, without what may be secret of an address: its path and query."""
    return urlsplit(url).netloc.rpartition("@")[2] or url


def kind_title(kind: Kind) -> str:
    """A kind of event, of which there are many."""
    return {Kind.CLAIM: _("claims"), Kind.CORRECTION: _("corrections"), Kind.VALIDATION: _("validations")}[kind]


def type_titles() -> Mapping[str, str]:
    """The title of every event type, by its name, in the order of the titles."""
    published = catalogue()
    found = {name: published.newest(name).title for name in published.names()}
    return dict(sorted(found.items(), key=lambda it: it[1].casefold()))


def zone_titles() -> Mapping[str, str]:
    """The name of every zone by its short name."""
    return dict(Zone.objects.order_by("name").values_list("slug", "name"))


def asked_lines(held: Subscription) -> tuple[tuple[str, str], ...]:
    """What it asks for, a line for each part: what it is called, and its words."""
    return tuple(_asked(held, held.filter))


def _asked(held: Subscription, asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield _("Event types"), _named(asked.get("eventTypes"), type_titles(), _("every type"))
    kinds = {kind.value: kind_title(kind) for kind in Kind}
    yield _("Kinds"), _named(asked.get("kinds"), kinds, _("claims, corrections and validations"))
    yield _("Zones"), _zones(held, asked.get("zones", ()))
    if standings := asked.get("standings"):
        gives = _("gives a claim or correction the standing: %(standings)s")
        yield _("Only what"), gives % {"standings": _listed(StandingOf(it) for it in standings)}
    if objects := len(asked.get("objectIds", ())):
        yield _("Objects"), ngettext("only about %(n)d object", "only about %(n)d objects", objects) % {"n": objects}
    for condition in asked.get("data", ()):
        yield _("Only where"), condition_text(condition)
    if held.corrections:
        yield _("Also told"), _("what corrects something that was delivered")
    yield _("A notice holds"), str(Subscription.Content(held.content).label)
    if held.is_fetched:
        yield _("Order"), _("that of the log")
        return
    yield _("Order"), str(Subscription.Ordering(held.ordering).label)
    waits = waits_written(SCHEDULE if held.schedule is None else held.schedule)
    yield _("Tried again after"), waits if held.schedule else _("%(waits)s (the usual)") % {"waits": waits}
    if held.allowed_per_minute is not None:
        at_most = ngettext("%(n)d request a minute", "%(n)d requests a minute", held.allowed_per_minute)
        yield _("The receiver allows"), at_most % {"n": held.allowed_per_minute}


def condition_text(condition: Mapping[str, Any]) -> str:
    """One condition on the data."""
    values = [_value(it) for it in condition.get("values", ())]
    if not values:
        return _("%(place)s is there") % {"place": condition["pointer"]}
    shown = ", ".join(values[:VALUES_SHOWN_MAX]) + (", …" if len(values) > VALUES_SHOWN_MAX else "")
    if len(values) == 1:
        return _("%(place)s is %(value)s") % {"place": condition["pointer"], "value": shown}
    return _("%(place)s is one of %(values)s") % {"place": condition["pointer"], "values": shown}


def lasted(seconds: float) -> str:
    """A length of time in its largest whole unit: "3 days", "5 hours", "less than a minute"."""
    spent = timedelta(seconds=seconds)
    if spent.days:
        return ngettext("%(n)d day", "%(n)d days", spent.days) % {"n": spent.days}
    hours, minutes = divmod(spent.seconds // 60, 60)
    if hours:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    if minutes:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("less than a minute")


def _zones(held: Subscription, asked: Sequence[str]) -> str:
    """The zones of which it is told now: of those that it asks for, what its owner may see."""
    seen, titles = zones_seen_by(held.owner), zone_titles()
    told_of = ", ".join(titles[it] for it in titles if it in seen and (not asked or it in asked))
    if not told_of:
        return _("none: the owner may see none of them. Give the owner the right to read.")
    return told_of if asked else _("every zone that the owner may see: %(zones)s") % {"zones": told_of}


def _named(names: Sequence[str] | None, titles: Mapping[str, str], otherwise: str) -> str:
    return ", ".join(titles.get(name, name) for name in names) if names else otherwise


def _listed(standings: Iterable[StandingOf]) -> str:
    return ", ".join(standing_text(it).lower() for it in standings)


def _value(value: Any) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"“{value}”" if isinstance(value, str) else str(value)
