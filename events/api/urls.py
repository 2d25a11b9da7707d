"""The addresses of the API: kebab-case, plural, without a slash at the end (ADR)."""

from django.urls import path

from events.api.administration_views import AdministrativeChangesView, DeprecationView
from events.api.catalogue_views import EventTypesView, EventTypeView, SchemaView, ZonesView
from events.api.command_views import BatchesView, ClaimsView, CorrectionsView, ValidationsView
from events.api.document import OpenApiView
from events.api.draft_views import (
    DraftCompatibilityView,
    DraftDifferencesView,
    DraftPublicationsView,
    DraftsView,
    DraftTrialsView,
    DraftView,
)
from events.api.event_views import EventsView, EventView
from events.api.message_views import MessagesView
from events.api.subscription_urls import of_subscriptions

app_name = "api"
urlpatterns = [
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    path("claims", ClaimsView.as_view(), name="claims"),
    path("corrections", CorrectionsView.as_view(), name="corrections"),
    path("validations", ValidationsView.as_view(), name="validations"),
    path("batches", BatchesView.as_view(), name="batches"),
    path("events", EventsView.as_view(), name="events"),
    path("events/<uuid:event_id>", EventView.as_view(), name="event"),
    path("messages", MessagesView.as_view(), name="messages"),
    path("zones", ZonesView.as_view(), name="zones"),
    path("event-types", EventTypesView.as_view(), name="event-types"),
    path("event-types/<str:name>", EventTypeView.as_view(), name="event-type"),
    path("event-types/<str:name>/versions/<str:version>/deprecation", DeprecationView.as_view(), name="deprecation"),
    path("event-type-drafts", DraftsView.as_view(), name="drafts"),
    path("event-type-drafts/<uuid:draft_id>", DraftView.as_view(), name="draft"),
    path("event-type-drafts/<uuid:draft_id>/differences", DraftDifferencesView.as_view(), name="draft-differences"),
    path(
        "event-type-drafts/<uuid:draft_id>/compatibility", DraftCompatibilityView.as_view(), name="draft-compatibility"
    ),
    path("event-type-drafts/<uuid:draft_id>/trials", DraftTrialsView.as_view(), name="draft-trials"),
    path("event-type-drafts/<uuid:draft_id>/publications", DraftPublicationsView.as_view(), name="draft-publications"),
    path("administrative-changes", AdministrativeChangesView.as_view(), name="administrative-changes"),
    path("schemas/<str:name>/<str:version>", SchemaView.as_view(), name="schema"),
    *of_subscriptions,
]
