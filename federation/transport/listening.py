"""The worker of the listener: gunicorn's with threads, in which nobody who has not shown who he is holds up anybody.

A connection is kept for as long as what it was judged by holds: our files (anchors, revocation lists, certificate) as
they were. When they change, those that are idle are closed, and the others after their answer.

By itself it gives a thread to every connection, before there is a byte and while hands are shaken: who opens as many
as there are threads, without any certificate, stops it. Here a connection that says nothing waits in the poller, and
hands are shaken by threads that do nothing else. `tests/federation/test_listener.py` shows both, and without them.
"""

import logging
import selectors
import ssl
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from gunicorn.workers.gthread import TConn, ThreadWorker

from federation.transport import identity, tls
from federation.transport.identity import FederationOff, IdentityUnusable

log = logging.getLogger(__name__)

SILENT_SECONDS: Final = 10.0
"""How long a connection may say nothing: before the handshake, and between that and a request."""
HANDSHAKES_MAX: Final = 16
"""At the same time, in one process."""
CLOSING_MAX: Final = 4
LOOK_SECONDS: Final = 1.0
KEPT_SECONDS_MAX: Final = 3_600.0
"""How long a connection is kept that is used all the time: a certificate may end meanwhile."""


class Listener(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """As gunicorn's; what differs is said above."""

    def init_process(self) -> None:
        """Begin."""
        self.shaking = ThreadPoolExecutor(HANDSHAKES_MAX, thread_name_prefix="handshake")
        self.look_again_at = 0.0
        self.closing = ThreadPoolExecutor(CLOSING_MAX, thread_name_prefix="close")
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Take a connection in, and wait for its first byte in the poller."""
        try:
            client_socket, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        self.nr_conns += 1
        self._wait_for(TConn(self.cfg, client_socket, address, listener.getsockname()))

    def on_pending_socket_readable(self, conn: Any, client: Any) -> None:
        """Its first byte is there: of the handshake, or of a request."""
        if conn.initialized or not self.cfg.is_ssl:
            super().on_pending_socket_readable(conn, client)
            return
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        done = self.shaking.submit(_shake_hands, conn)
        done.add_done_callback(lambda it: self.method_queue.defer(self._shaken, conn, it))

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """Keep the connection, or close it: in a thread, as that waits for the other end."""
        done = not fs.cancelled() and fs.exception() is None
        if done and (fs.result() is False or not self._may_stay(conn, by=_current())):
            self._end(conn)
            return
        super().finish_request(conn, fs)

    def murder_keepalived(self, force: bool = False) -> None:  # noqa: FBT001, FBT002  # the signature is gunicorn's
        """Close what has been idle for too long, and (looked at once a second) what was judged by other files."""
        if time.monotonic() >= self.look_again_at:
            self.look_again_at = time.monotonic() + LOOK_SECONDS
            self._close_what_may_not_stay(by=_current())
        super().murder_keepalived(force=force)

    def _close_what_may_not_stay(self, *, by: ssl.SSLContext | None) -> None:
        for waiting in (self.keepalived_conns, self.pending_conns):
            for conn in [it for it in waiting if it.initialized and not self._may_stay(it, by=by)]:
                waiting.remove(conn)
                self.poller.unregister(conn.sock)
                self._end(conn)

    def _may_stay(self, conn: Any, *, by: ssl.SSLContext | None) -> bool:
        if not self.cfg.is_ssl:
            return True
        return time.monotonic() - conn.shaken_at < KEPT_SECONDS_MAX and conn.sock.context is by

    def _shaken(self, conn: Any, done: Future[bool]) -> None:
        conn.shaken_at = time.monotonic()
        if not done.result():
            self._end(conn)
        elif conn.sock.pending():
            conn.data_ready = True
            self.enqueue_req(conn)
        else:
            conn.sock.setblocking(False)  # noqa: FBT003  # the signature is Python's
            self._wait_for(conn)

    def _wait_for(self, conn: Any) -> None:
        conn.timeout = time.monotonic() + SILENT_SECONDS
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _end(self, conn: Any) -> None:
        self.nr_conns -= 1
        self.closing.submit(conn.close, graceful=True)


def _shake_hands(conn: Any) -> bool:
    """Whether the other end has shown a certificate that is trusted."""
    try:
        conn.sock.setblocking(True)  # noqa: FBT003
        conn.init()
    except (ssl.SSLError, OSError) as fault:
        log.info("No connection with %s: %s", conn.client[0] if conn.client else "?", fault)
        return False
    except Exception:
        log.exception("The handshake could not begin")
        return False
    return True


def _current() -> ssl.SSLContext | None:
    """By what a connection is judged now; None when our files cannot be used."""
    try:
        return tls.server(identity.own())
    except (FederationOff, IdentityUnusable):
        return None
