"""The addresses of subscriptions."""

from django.urls import path

from events.api.delivery_views import (
    AttemptsView,
    AttemptView,
    ParkedDeliveriesView,
    RedeliveriesView,
    RewindsView,
)
from events.api.feed_views import FeedView, StreamView
from events.api.receiver_access_views import ClientCertificateView, ClientCredentialsView, TrustedAuthoritiesView
from events.api.receiver_views import ReceiverAllowancesView, ReceiverAllowanceView, SubscriptionGrantView
from events.api.subscription_key_views import PublicKeysView, SubscriptionKeysView, SubscriptionKeyView
from events.api.subscription_views import PauseView, SubscriptionsView, SubscriptionView, VerificationsView

ONE = "subscriptions/<uuid:subscription_id>"
of_subscriptions = [
    path("subscriptions", SubscriptionsView.as_view(), name="subscriptions"),
    path(ONE, SubscriptionView.as_view(), name="subscription"),
    path(f"{ONE}/verifications", VerificationsView.as_view(), name="subscription-verifications"),
    path(f"{ONE}/pause", PauseView.as_view(), name="subscription-pause"),
    path(f"{ONE}/keys", SubscriptionKeysView.as_view(), name="subscription-keys"),
    path(f"{ONE}/keys/<uuid:key_id>", SubscriptionKeyView.as_view(), name="subscription-key"),
    path(f"{ONE}/public-keys", PublicKeysView.as_view(), name="subscription-public-keys"),
    path(f"{ONE}/trusted-authorities", TrustedAuthoritiesView.as_view(), name="trusted-authorities"),
    path(f"{ONE}/client-certificate", ClientCertificateView.as_view(), name="client-certificate"),
    path(f"{ONE}/client-credentials", ClientCredentialsView.as_view(), name="client-credentials"),
    path(f"{ONE}/attempts", AttemptsView.as_view(), name="subscription-attempts"),
    path(f"{ONE}/attempts/<int:attempt_id>", AttemptView.as_view(), name="subscription-attempt"),
    path(f"{ONE}/parked-deliveries", ParkedDeliveriesView.as_view(), name="parked-deliveries"),
    path(f"{ONE}/redeliveries", RedeliveriesView.as_view(), name="redeliveries"),
    path(f"{ONE}/rewinds", RewindsView.as_view(), name="rewinds"),
    path(f"{ONE}/feed", FeedView.as_view(), name="subscription-feed"),
    path(f"{ONE}/stream", StreamView.as_view(), name="subscription-stream"),
    path("receiver-allowances", ReceiverAllowancesView.as_view(), name="receiver-allowances"),
    path("receiver-allowances/<int:allowance_id>", ReceiverAllowanceView.as_view(), name="receiver-allowance"),
    path("subscription-grants/<str:token>", SubscriptionGrantView.as_view(), name="subscription-grant"),
]
