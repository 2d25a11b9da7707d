"""The site, but who waits is not looked after: the server never finds out that he has gone."""

import importlib

from f6_project.wsgi import application

__all__ = ["application"]

waiting = importlib.import_module("events.subscriptions.pulling.waiting")  # now that Django is ready
for name in ("PROBE_SECONDS", "LOOK_SECONDS"):
    setattr(waiting, name, 3_600.0)
