"""How gunicorn runs the federation listener: `gunicorn -c python:f6_project.federation_gunicorn`.

Mutual TLS ends here, with the certificate as it is now: a renewed one is shown from the next connection on.
"""

import os
import ssl
import sys
from collections.abc import Callable
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "f6_project.federation_settings"

from django.conf import settings

from federation.transport import identity, tls
from federation.transport.identity import FederationOff, IdentityUnusable
from federation.transport.sockets import BoundedSocket

try:
    identity.own()
except (FederationOff, IdentityUnusable) as refusal:
    sys.exit(str(refusal))

wsgi_app = "f6_project.federation_wsgi:application"
bind = settings.F6_FSC_LISTEN
worker_class = "federation.transport.listening.Listener"
workers = settings.F6_FSC_WORKERS
threads = 32
worker_connections = 2_000
keepalive = 15
timeout = 60
graceful_timeout = 8
umask = 0o007

limit_request_line = 8_190
limit_request_fields = 100
limit_request_field_size = 64 * 1024
"""A token with the properties of a grant in it is long."""

forwarded_allow_ips = ""
forwarder_headers = ""
header_map = "drop"
control_socket_disable = True
errorlog = "-"
loglevel = "warning"
proc_name = "f6-federation"

if settings.F6_FSC_CLIENT_CERTIFICATE_HEADER:
    if not all(it.startswith("unix:/") for it in settings.F6_FSC_LISTEN):
        sys.exit(
            "With F6_FSC_CLIENT_CERTIFICATE_HEADER a proxy of yours ends TLS, and F6_FSC_LISTEN must name Unix sockets "
            "only (unix:/run/f6/fsc.sock): over a network anybody could say who he is."
        )
else:
    certfile = settings.F6_FSC_CERTIFICATE
    keyfile = settings.F6_FSC_KEY
    do_handshake_on_connect = False


def ssl_context(_config: Any, _default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """How the next connection is made."""
    made = tls.server(identity.own())
    made.sslsocket_class = BoundedSocket
    return made
