"""Services of tests that know nothing of F6: WSGI applications that the settings mount behind the inway."""

import json
from collections.abc import Callable, Iterable
from typing import Any

SEEN: list[dict[str, Any]] = []
"""What `application` was asked in this process."""


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Tells what it was asked."""
    told = {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"],
        "query": environ["QUERY_STRING"],
        "body": environ["wsgi.input"].read().decode(),
        "headers": {
            name.removeprefix("HTTP_").replace("_", "-").title(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        },
    }
    SEEN.append(told)
    start_response("200 OK", [("Content-Type", "application/json"), ("X-Echo", "yes"), ("Connection", "close")])
    return [json.dumps(told).encode()]


def unreachable(_environ: dict[str, Any], _start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Is not there."""
    raise ConnectionRefusedError(111, "Connection refused")


def failing(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answers, and with an error of its own."""
    start_response("503 Service Unavailable", [("Content-Type", "text/plain"), ("Retry-After", "9")])
    return [b"not today"]
