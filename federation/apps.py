"""The room above the read models."""

from django.apps import AppConfig


class FederationConfig(AppConfig):
    """Federation knows events and read models; neither knows of FSC."""

    name = "federation"
    default_auto_field = "django.db.models.BigAutoField"
