"""Loopback addresses that nobody else on this machine uses: of this process, and tried."""

import os
import socket
from itertools import count

from tests.federation.pki import PORT

_NUMBERS = count(1)


def free_host() -> str:
    """An address whose port 8443 is free, and that is given out once."""
    process = os.getpid()
    while True:
        number = next(_NUMBERS)
        host = f"127.{64 + process % 128}.{(process >> 7) % 250 + number // 250 + 1}.{number % 250 + 1}"
        with socket.socket() as tried:
            try:
                tried.bind((host, PORT))
            except OSError:
                continue
        return host
