"""The worker of the listener: gunicorn's with threads, in which nobody who has not shown who he is holds up anybody.

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

log = logging.getLogger(__name__)

SILENT_SECONDS: Final = 10.0
"""How long a connection may say nothing: before the handshake, and between that and a request."""
HANDSHAKES_MAX: Final = 16
"""At the same time, in one process."""
CLOSING_MAX: Final = 4


class Listener(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """As gunicorn's; what differs is said above."""

    def init_process(self) -> None:
        """Begin."""
        self.shaking = ThreadPoolExecutor(HANDSHAKES_MAX, thread_name_prefix="handshake")
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
        if not fs.cancelled() and fs.exception() is None and fs.result() is False:
            self._end(conn)
            return
        super().finish_request(conn, fs)

    def _shaken(self, conn: Any, done: Future[bool]) -> None:
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
