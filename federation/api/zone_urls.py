"""The addresses of the query API of a zone, behind the inway: whichever zone the token of the caller is for."""

from django.urls import path

from federation.api.zone_document import ZoneDocumentView
from federation.api.zone_views import EventsAboutView, ObjectAnnouncementsView, ZoneEventsView, ZoneEventView

app_name = "zone"
urlpatterns = [
    path("openapi.json", ZoneDocumentView.as_view(), name="zone-openapi"),
    path("events", ZoneEventsView.as_view(), name="zone-events"),
    path("events/<uuid:event_id>", ZoneEventView.as_view(), name="zone-event"),
    path("events-about", EventsAboutView.as_view(), name="zone-events-about"),
    path("object-announcements", ObjectAnnouncementsView.as_view(), name="zone-object-announcements"),
]
