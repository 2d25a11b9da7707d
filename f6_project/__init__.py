"""The project: settings, addresses, and what keeps it running."""

from f6_project.celery import app as celery_app

__all__ = ["celery_app"]
