"""Logging: one line per happening, with the request it belongs to, and nothing about persons.

Addresses are logged without their query (it may hold a name or a BSN), and neither network address nor browser is.
"""

import logging
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

QUIET = ("GET /livez", "GET /readyz")
PERSONAL = ("ip", "user_agent", "username", "bsn", "data", "event_data")

# The values of variables in a traceback are as personal as what the request held.
WITHOUT_LOCALS = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)


def without_persons(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Take out what may tell something about a person."""
    for name in PERSONAL:
        event.pop(name, None)
    request = event.get("request")
    if isinstance(request, str):
        event["request"] = request.partition("?")[0]
    return event


def without_health(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Leave out the questions that come every few seconds, as long as the answer is good."""
    if event.get("request") in QUIET and event.get("code") == 200:
        raise structlog.DropEvent
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_persons,
    without_health,
    structlog.processors.StackInfoRenderer(),
]


def configure(*, as_json: bool) -> dict[str, Any]:
    """Set structlog up, and return Django's LOGGING: JSON for machines, or lines for people."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last: list[Processor] = (
        [structlog.processors.ExceptionRenderer(WITHOUT_LOCALS), structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": logging.INFO},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # structlog tells of every request; Django's own lines would repeat it, with the query
            "django.request": {"level": "CRITICAL"},
            "django.server": {"handlers": [], "propagate": False},
            "axes": {"level": "ERROR"},  # names who logs in; the database keeps that, the log does not
            "celery": {"level": "WARNING"},
            "kombu": {"level": "WARNING"},
        },
    }
