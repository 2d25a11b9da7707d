"""The top room: it starts the others and belongs to none."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Commands that run F6, and the turns of its periodic jobs."""

    name = "f6_project"
