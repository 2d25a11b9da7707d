"""What an official reads about a refusal of subscriptions: a part of the one table (`presenters.refusals`)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from events.domain import subscription_refusals as r
from events.domain.refusals import Refusal

OF_SUBSCRIPTIONS: dict[type[Refusal], Callable[[Any], str]] = {
    r.SubscriptionNotFound: lambda _r: _("This subscription is not there (any more)."),
    r.SubscriberUnknown: lambda _r: _("There is no account here on whose behalf events could be sent."),
    r.SubscriptionNameInUse: lambda no: (
        _("There is a subscription “%(name)s” of the same owner already. Choose another name.") % {"name": no.name}
    ),
    r.TooManySubscriptions: lambda no: (
        _("One account has at most %(limit)d subscriptions. Remove one that is not used any more.")
        % {"limit": no.limit}
    ),
    r.NotVerified: lambda _r: _("The receiver did not show that it wants to be told. Verify it first."),
    r.NotRunning: lambda _r: _("Nothing is being delivered that could be paused."),
    r.Readdressed: lambda _r: _("The subscription got another address meanwhile. Verify it again."),
    r.SigningKeyNotFound: lambda _r: _("The subscription does not sign with this key any more."),
    r.LastSigningKey: lambda _r: _("This is the last key that signs. Add another first, and end this one then."),
    r.TooManySigningKeys: lambda no: (
        _("At most %(limit)d keys sign at the same time. End one first.") % {"limit": no.limit}
    ),
    r.AccessNotSet: lambda _r: _("Nothing of this kind was given to reach the receiver."),
    r.AccessSealed: lambda _r: _(
        "What was given to reach the receiver cannot be opened: the key that it was sealed with is gone. Give it anew."
    ),
    r.CertificateInUse: lambda _r: _(
        "The token endpoint is shown this certificate. Remove the client credentials first, or give others."
    ),
    r.NotAskedFor: lambda _r: _("The subscription does not ask for this event. Change its filter first."),
    r.NotPassedYet: lambda _r: _("The subscription did not come to this event yet: it is delivered in its turn."),
    r.TooManyToRedeliver: lambda no: (
        _("These are more than %(limit)d events. Set the subscription back instead.") % {"limit": no.limit}
    ),
    r.NothingIsSent: lambda _r: _("This subscription is fetched by its owner: nothing is sent of it."),
    r.NotFetched: lambda _r: _("This subscription is sent to an address: it is not fetched."),
    r.FeedOfAnother: lambda _r: _("Only its owner fetches what it tells."),
    r.FeedPaused: lambda _r: _("The subscription is paused. Resume it first."),
    r.BeyondLog: lambda _r: _("This place is not in the log (any more)."),
    r.TooManyStreams: lambda no: (
        _("At most %(limit)d requests of one account wait at the same time.") % {"limit": no.limit}
    ),
    r.AttemptNotFound: lambda _r: _("This attempt is not kept any more."),
    r.AllowanceNotFound: lambda _r: _("This network is not among those that receivers may be in (any more)."),
    r.NetworkAllowedAlready: lambda no: _("The network %(network)s is allowed already.") % {"network": no.network},
}
