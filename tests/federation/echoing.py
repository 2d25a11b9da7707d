"""The listener as it is shipped, with an application that tells what came in; `ECHO_*` plants faults.

It is a configuration of gunicorn, as `f6_project.federation_gunicorn` is, and the application too.
"""

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from f6_project.federation_gunicorn import *  # noqa: F403
from federation.domain import certificates
from federation.transport import entering, listening, sockets

wsgi_app = "tests.federation.echoing:application"
worker_class = os.environ.get("ECHO_WORKER", "federation.transport.listening.Listener")
sockets.REQUEST_SECONDS = float(os.environ.get("ECHO_REQUEST_SECONDS", "30"))  # type: ignore[misc]
sockets.ANSWER_SECONDS = float(os.environ.get("ECHO_ANSWER_SECONDS", "60"))  # type: ignore[misc]
sockets.HANDSHAKE_SECONDS = float(os.environ.get("ECHO_HANDSHAKE_SECONDS", "5"))  # type: ignore[misc]
listening.SILENT_SECONDS = float(os.environ.get("ECHO_SILENT_SECONDS", "10"))  # type: ignore[misc]
if "ECHO_KEEPS" in os.environ:
    listening.Listener._may_stay = lambda _self, _conn, **_: True  # type: ignore[method-assign]
LARGE = 64 * 1024 * 1024


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    told = {
        "path": environ["PATH_INFO"],
        "raw": environ["RAW_URI"],
        "headers": {name: value for name, value in environ.items() if name.startswith("HTTP_")},
        "thumbprint": certificates.thumbprint(environ[entering.CERTIFICATE]),
        "body": body.decode("latin-1"),
        "scheme": environ["wsgi.url_scheme"],
    }
    answer = b"x" * LARGE if environ["PATH_INFO"] == "/large" else json.dumps(told).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


application = entering.guarded(
    echo, body_bytes_max=10_000, certificate_header=os.environ.get("F6_FSC_CLIENT_CERTIFICATE_HEADER", "")
)
