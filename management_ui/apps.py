"""The browser's room."""

from django.apps import AppConfig


class ManagementUiConfig(AppConfig):
    """Screens for officials and administrators."""

    name = "management_ui"
    default_auto_field = "django.db.models.BigAutoField"
