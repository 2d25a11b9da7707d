"""Who makes the requests, on screen: a subscription that is sent to an address, or one that its owner fetches."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Subscription
from management_ui.presenters.moments import recorded_text

Mode = Subscription.Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeLink:
    """The form of a new one of this mode."""

    label: str
    address: str
    current: bool


def mode_links(*, fetched: bool) -> tuple[ModeLink, ...]:
    """The two forms that there are; the first is the usual one."""
    new = reverse("admin:subscription_new")
    return (
        ModeLink(label=_("We send it to an address"), address=new, current=not fetched),
        ModeLink(
            label=_("Its owner fetches it"),
            address=f"{new}?{urlencode({'mode': Mode.PULL.value})}",
            current=fetched,
        ),
    )


def feed_address(held: Subscription) -> str:
    """Where its owner fetches; the stream stands beside it."""
    return f"{settings.F6_BASE_URL.rstrip('/')}{reverse('api:subscription-feed', args=[held.pk])}"


def fetched_text(held: Subscription, *, now: datetime) -> str:
    """When it was last fetched."""
    return _("never") if held.asked_at is None else recorded_text(held.asked_at, now=now)
