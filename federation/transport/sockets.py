"""The end of a connection of a peer that comes in: with a bound on every wait, as gunicorn's threads have none.

All of a handshake, all of reading a request and all of writing an answer have their own deadline, so that who sends or
reads a byte now and then keeps a thread no longer than who sends nothing.
"""

import errno
import ssl
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

HANDSHAKE_SECONDS: Final = 5.0
REQUEST_SECONDS: Final = 30.0
"""From the first byte of a request that is waited for to the last of its body."""
ANSWER_SECONDS: Final = 60.0
"""From the first byte of an answer to the last."""

Result = TypeVar("Result")


class TooSlow(ConnectionResetError):
    """The other end took more time than it has; to gunicorn it went away."""

    def __init__(self, doing: str) -> None:
        super().__init__(errno.ECONNRESET, f"too slow at {doing}")


class BoundedSocket(ssl.SSLSocket):
    """A socket that waits for a whole handshake, request or answer no longer than those may take."""

    _reads_until: float | None = None
    _writes_until: float | None = None

    def setblocking(self, flag: bool) -> None:  # noqa: FBT001  # the signature is Python's
        """Waiting begins anew: gunicorn says so before every request."""
        super().setblocking(flag)
        self._reads_until = time.monotonic() + REQUEST_SECONDS if flag else None
        self._writes_until = None

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002  # the signature is Python's
        """Shake hands, in HANDSHAKE_SECONDS at most. Raises `TooSlow`."""
        until = time.monotonic() + HANDSHAKE_SECONDS
        self._within(until, "the handshake", lambda: super(BoundedSocket, self).do_handshake(block))

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """What comes in. Raises `TooSlow`."""
        return self._within(self._reads_until, "a request", lambda: super(BoundedSocket, self).recv(buflen, flags))

    def send(self, data: Any, flags: int = 0) -> int:
        """Send some; `sendall` sends by this. Raises `TooSlow`."""
        if self._writes_until is None:
            self._writes_until = time.monotonic() + ANSWER_SECONDS
        return self._within(
            self._writes_until, "reading the answer", lambda: super(BoundedSocket, self).send(data, flags)
        )

    def _within(self, until: float | None, doing: str, wait: Callable[[], Result]) -> Result:
        asked = self.gettimeout()
        left = asked if until is None else until - time.monotonic()
        if left is not None and left <= 0 and asked != 0:
            raise TooSlow(doing)
        self.settimeout(left if asked is None or left is None else min(asked, left))
        try:
            return wait()
        except TimeoutError:
            raise TooSlow(doing) from None
        finally:
            if self.fileno() >= 0:
                self.settimeout(asked)
