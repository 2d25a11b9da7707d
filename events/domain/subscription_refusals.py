"""The refusals of subscriptions, as those of `refusals`: exceptions with facts; a test proves their tables complete.

What belongs to somebody else is refused as what is not there.
"""

from dataclasses import dataclass
from uuid import UUID

from events.domain.refusals import Refusal


@dataclass(kw_only=True)
class SubscriptionNotFound(Refusal):
    """There is no such subscription, or it is somebody else's: the same answer."""

    subscription_id: UUID


@dataclass(kw_only=True)
class SubscriberUnknown(Refusal):
    """Who asks has no account here that events could be sent on behalf of."""


@dataclass(kw_only=True)
class SubscriptionNameInUse(Refusal):
    """The owner has a subscription of this name already."""

    name: str


@dataclass(kw_only=True)
class TooManySubscriptions(Refusal):
    """The owner has as many subscriptions as one may have."""

    limit: int


@dataclass(kw_only=True)
class NotVerified(Refusal):
    """Nothing is sent to an address whose receiver did not show that it wants it (since it last said no)."""


@dataclass(kw_only=True)
class NotRunning(Refusal):
    """Only what is being delivered can be paused; this is in `state`."""

    state: str


@dataclass(kw_only=True)
class Readdressed(Refusal):
    """The subscription got another address while the receiver at the old one was being asked."""


@dataclass(kw_only=True)
class SigningKeyNotFound(Refusal):
    """The subscription signs with no such key (any more)."""

    key_id: UUID


@dataclass(kw_only=True)
class LastSigningKey(Refusal):
    """Without this key nothing would sign, or nothing once the others have ended."""


@dataclass(kw_only=True)
class TooManySigningKeys(Refusal):
    """As many keys sign at this moment as one header may hold."""

    limit: int


@dataclass(kw_only=True)
class AccessNotSet(Refusal):
    """Nothing of this kind was given to reach the receiver of the subscription."""


@dataclass(kw_only=True)
class AccessSealed(Refusal):
    """What was given to reach the receiver cannot be opened: the settings do not have the key of it any more."""


@dataclass(kw_only=True)
class CertificateInUse(Refusal):
    """The token endpoint is shown this certificate: without it there would be no token."""


@dataclass(kw_only=True)
class NotAskedFor(Refusal):
    """The subscription does not ask for this event, so that it is not delivered once more either."""

    event_id: UUID


@dataclass(kw_only=True)
class NotPassedYet(Refusal):
    """The subscription did not come to this event yet: it is delivered in its turn."""

    event_id: UUID


@dataclass(kw_only=True)
class TooManyToRedeliver(Refusal):
    """More events than can be delivered once more one by one: a subscription can be set back any length."""

    limit: int


@dataclass(kw_only=True)
class NothingIsSent(Refusal):
    """Its owner fetches it: there is no receiver, nothing is signed, tried, parked or delivered once more."""


@dataclass(kw_only=True)
class NotFetched(Refusal):
    """It is sent to an address: it has no feed to fetch."""


@dataclass(kw_only=True)
class FeedOfAnother(Refusal):
    """Only its owner fetches a feed: who administers sees how it fares, and not of whom it tells."""


@dataclass(kw_only=True)
class FeedPaused(Refusal):
    """The subscription is paused: its feed gives nothing until it is resumed."""


@dataclass(kw_only=True)
class BeyondLog(Refusal):
    """A cursor goes on after a place that the log does not have, as after a backup was put back."""


@dataclass(kw_only=True)
class TooManyStreams(Refusal):
    """As many requests wait for events as may, of this account or of all."""

    limit: int


@dataclass(kw_only=True)
class AttemptNotFound(Refusal):
    """The subscription has no such attempt: attempts are kept for a limited time."""

    attempt_id: int


@dataclass(kw_only=True)
class AllowanceNotFound(Refusal):
    """This network is not among those that receivers may be in."""

    allowance_id: int


@dataclass(kw_only=True)
class NetworkAllowedAlready(Refusal):
    """This network is allowed already."""

    network: str
