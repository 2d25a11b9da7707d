"""What a web server serves."""

import os
import signal
import threading
from collections.abc import Callable

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "f6_project.settings")
application = get_wsgi_application()

STOPS = (signal.SIGTERM, signal.SIGINT)


def _when_it_is_stopped(do: Callable[[], None]) -> None:
    """Do this once the process is told to stop: the server waits for answers that are under way, some without end.

    The server takes the signals for itself, after this; so they are read from the pipe that Python copies them to.
    """
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)

    def watch() -> None:
        while not set(os.read(read, 1)) & {int(it) for it in STOPS}:
            continue
        do()

    threading.Thread(target=watch, name="stop-watch", daemon=True).start()


if os.environ.get("F6_PROCESS") == "web" and threading.current_thread() is threading.main_thread():
    from events.subscriptions.pulling.news import news  # after Django is ready

    _when_it_is_stopped(news.end)
