"""The log: zones and permissions, event types, commands and queries."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The bottom room: it knows no other."""

    name = "events"
    default_auto_field = "django.db.models.BigAutoField"
