"""Addresses on loopback that no other test process uses: peers listen on their real ports, on hosts of their own."""

import itertools
import os
import socket
from collections.abc import Iterator
from contextlib import closing

from tests.federation.pki import PORT


def hosts(worker_id: str) -> Iterator[str]:
    """Addresses in 127.0.0.0/8 on which nobody listens at this moment: by worker and process, and tried."""
    worker = 64 + int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 63
    process = os.getpid()
    for number in itertools.count():
        host = f"127.{worker % 250}.{process % 250 + 1}.{number % 250 + 2}"
        if _is_free(host):
            yield host


def _is_free(host: str) -> bool:
    with closing(socket.socket()) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, PORT))
        except OSError:
            return False
    return True
