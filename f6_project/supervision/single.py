"""One supervisor at a time for one place, and a port that is free."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRuns(Exception):
    """F6 runs here already; the message says where."""


class PortTaken(Exception):
    """Another program listens on the port; the message says what to do."""


@contextmanager
def only_one(lock: Path, *, address: str) -> Iterator[None]:
    """Hold the lock for as long as the block lasts. The system lets go of it when this process ends, however.

    Raises AlreadyRuns with what the other wrote in the lock.
    """
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid, _, where = file.read().partition(" ")
            raise AlreadyRuns(
                f"F6 already runs here, at {where or 'an unknown address'} (process {pid or 'unknown'}). "
                f"Stop it with Ctrl-C in its terminal, or with `kill {pid}`."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()} {address}")
        file.flush()
        yield
        file.truncate(0)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise PortTaken when another program listens there."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} cannot be used ({error.strerror}). Stop the program that uses it, "
                f"or choose another port: F6_PORT={port + 1} make run"
            ) from None
