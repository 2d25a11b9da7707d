"""The reference that a page of a fault shows stands in every line that the log has of that request."""

from typing import Any

import structlog
from django.dispatch import receiver
from django_structlog.signals import bind_extra_request_metadata

from events import processing


@receiver(bind_extra_request_metadata)
def bind_reference(**_told: Any) -> None:
    """Bind it, at the beginning of a request."""
    structlog.contextvars.bind_contextvars(reference=processing.reference())
