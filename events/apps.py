"""The log: zones and permissions, event types, commands and queries."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The bottom room: it knows no other."""

    name = "events"
    verbose_name = _("Registry")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every migration end with the rights of each role."""
        from events import rights

        post_migrate.connect(rights.grant_after_migrate, sender=self, dispatch_uid="events.rights")
