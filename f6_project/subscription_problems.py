"""The refusals of subscriptions as problems: a part of the one table (`f6_project.problems`)."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

from events.domain import subscription_refusals as r
from events.domain.refusals import Refusal
from f6_project.problem_rows import Row

OF_SUBSCRIPTIONS: Mapping[type[Refusal], Row] = {
    r.SubscriptionNotFound: Row(
        status=404,
        title=_("Subscription not found"),
        detail=_("You have no subscription with this id."),
        mend=_("Read /api/v1/subscriptions for those you have."),
    ),
    r.SubscriberUnknown: Row(
        status=403,
        title=_("No account to subscribe"),
        detail=_("Events are sent on behalf of an account or API client of this F6, and you have none."),
        mend=_("Ask your administrator to register you."),
    ),
    r.SubscriptionNameInUse: Row(
        status=409,
        title=_("Name in use"),
        detail=_("There is a subscription “%(name)s” of the same owner already."),
        mend=_("Choose another name, or change that subscription (PATCH)."),
        members=("name",),
    ),
    r.TooManySubscriptions: Row(
        status=409,
        title=_("Too many subscriptions"),
        detail=_("One account has at most %(limit)s subscriptions."),
        mend=_("Remove one that is not used any more, or let one subscription ask for more."),
        members=("limit",),
    ),
    r.NotVerified: Row(
        status=409,
        title=_("Receiver not verified"),
        detail=_("The receiver did not show that it wants to be told, or not since it said that it wants no more."),
        mend=_("Verify it first: POST to “verifications” of this subscription."),
    ),
    r.NotRunning: Row(
        status=409,
        title=_("Nothing to pause"),
        detail=_("Nothing is being delivered: the subscription is in the state “%(state)s”."),
        mend=_("Verify a new one; resume (DELETE “pause”) what was stopped."),
        members=("state",),
    ),
    r.Readdressed: Row(
        status=409,
        title=_("Another address meanwhile"),
        detail=_("The subscription got another address while the receiver was being asked."),
        mend=_("Verify it again, at its new address."),
    ),
    r.SigningKeyNotFound: Row(
        status=404,
        title=_("Key not found"),
        detail=_("The subscription signs with no such key (any more)."),
        mend=_("Read “keys” of this subscription for those it signs with."),
    ),
    r.LastSigningKey: Row(
        status=409,
        title=_("The last key"),
        detail=_("Without this key nothing would sign any more, now or once the others have ended."),
        mend=_("Add a key first (POST to “keys”), let the receiver take it into use, and end this one then."),
    ),
    r.TooManySigningKeys: Row(
        status=409,
        title=_("Too many keys"),
        detail=_("At most %(limit)s keys sign at the same time."),
        mend=_("End one first, or wait until one ends."),
        members=("limit",),
    ),
    r.AccessNotSet: Row(
        status=404,
        title=_("Nothing given"),
        detail=_("Nothing of this kind was given to reach the receiver of this subscription."),
        mend=_("Give it with PUT, if the receiver asks for it."),
    ),
    r.AccessSealed: Row(
        status=409,
        title=_("Sealed"),
        detail=_("What was given to reach the receiver cannot be opened: the key that it was sealed with is gone."),
        mend=_("Let SUBSCRIPTION_KEY_FALLBACKS name that key again, or give certificate and credentials anew (PUT)."),
    ),
    r.CertificateInUse: Row(
        status=409,
        title=_("Certificate in use"),
        detail=_("The token endpoint is shown this certificate (tls_client_auth): without it there is no token."),
        mend=_("Remove the client credentials first, or give others that do not use it."),
    ),
    r.NotAskedFor: Row(
        status=409,
        title=_("Not asked for"),
        detail=_("The subscription does not ask for event %(event_id)s."),
        mend=_("Change its filter first, or read the event itself."),
        members=("event_id",),
    ),
    r.NotPassedYet: Row(
        status=409,
        title=_("Not this far yet"),
        detail=_("The subscription did not come to event %(event_id)s yet."),
        mend=_("Wait: it is delivered in its turn."),
        members=("event_id",),
    ),
    r.TooManyToRedeliver: Row(
        status=409,
        title=_("Too many to deliver once more"),
        detail=_("These are more events than can be delivered once more one by one: at most %(limit)s."),
        mend=_("Set the subscription back (POST to “rewinds”): that goes back any length."),
        members=("limit",),
    ),
    r.NothingIsSent: Row(
        status=409,
        title=_("Nothing is sent"),
        detail=_("This subscription is fetched by its owner: it has no receiver, no keys and nothing that is parked."),
        mend=_("Ask its “feed”: with an earlier cursor it tells once more. Or make a subscription that is sent."),
    ),
    r.NotFetched: Row(
        status=409,
        title=_("Not fetched"),
        detail=_("This subscription is sent to an address: it has no feed."),
        mend=_("Make a subscription with “mode” pull to fetch events yourself."),
    ),
    r.FeedOfAnother: Row(
        status=403,
        title=_("Feed of another"),
        detail=_("Only its owner fetches a feed."),
        mend=_("Use a token of its owner, or make a subscription of your own."),
    ),
    r.FeedPaused: Row(
        status=409,
        title=_("Paused"),
        detail=_("The subscription is paused: its feed gives nothing."),
        mend=_("Resume it (DELETE “pause”), and go on with the cursor that you have: nothing is lost."),
    ),
    r.BeyondLog: Row(
        status=409,
        title=_("Beyond the log"),
        detail=_("The cursor is of a place that the log does not have (any more), as when a backup was put back."),
        mend=_("Ask without a cursor, and pass over what you have by its id."),
    ),
    r.TooManyStreams: Row(
        status=429,
        title=_("Too many streams"),
        detail=_("As many requests wait for events as may: %(limit)s of one account, and a limited number of all."),
        mend=_("Wait as long as the header Retry-After says, end one of yours, or ask the feed without waiting."),
        members=("limit",),
    ),
    r.AttemptNotFound: Row(
        status=404,
        title=_("Attempt not found"),
        detail=_("The subscription has no such attempt (any more)."),
        mend=_("Read “attempts” of this subscription for those that are kept."),
    ),
    r.AllowanceNotFound: Row(
        status=404,
        title=_("Network not found"),
        detail=_("This network is not among those that receivers may be in."),
        mend=_("Read /api/v1/receiver-allowances for those that are."),
    ),
    r.NetworkAllowedAlready: Row(
        status=409,
        title=_("Network allowed already"),
        detail=_("The network %(network)s is allowed already."),
        mend=_("Withdraw it first to allow it otherwise."),
        members=("network",),
    ),
}
