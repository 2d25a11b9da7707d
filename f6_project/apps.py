"""The top room: it starts the others and belongs to none."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Commands that run F6, and the turns of its periodic jobs."""

    name = "f6_project"

    def ready(self) -> None:
        """Make the task queue known: tasks declared with `shared_task` find it; and let the log name requests."""
        from f6_project import celery, references  # noqa: F401  # for what importing them does
