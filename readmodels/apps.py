"""The room above the log."""

from django.apps import AppConfig


class ReadmodelsConfig(AppConfig):
    """Read models know events; events do not know them."""

    name = "readmodels"
    default_auto_field = "django.db.models.BigAutoField"
