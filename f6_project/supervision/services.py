"""The processes that make F6: what each is for, and how it is started."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from f6_project.databases import POOL_MAX, WAITING_MAX
from f6_project.embedded.places import PROJECT
from f6_project.processes.children import Program

HOST: Final = "127.0.0.1"
GRACE_SECONDS: Final = 10.0
BSN_TOKEN_FILE: Final = "F6_BSN_TOKEN_FILE"  # noqa: S105 - the name of a setting
"""Names the file in which `prepare` puts the token of the demo's BSN service, when there is a demo."""
FSC_GROUP: Final = "F6_FSC_GROUP_ID"
"""Names the group that this F6 is a peer of: without it there is no listener."""
WITHHELD: Final = ("_KEY", "_FALLBACKS", "_URL", "_FILE", "PASSWORD")
# Celery's advice against root (only our own JSON messages are read), and granian's on threads that wait for a database.
UNIMPORTANT: Final = re.compile(
    rb"superuser privileges|SecurityWarning|User information: uid|specify a different user|_warn_or_raise_security"
    rb"|absolutely not|Configuration allows spawning|^\s*$"
)


def prepare(environment: Mapping[str, str]) -> Program:
    """Bring the database up to date: roles, migrations, event types, the demo municipality."""
    return _program("prepare", _manage("prepare"), environment)


def web(environment: Mapping[str, str], *, port: int) -> Program:
    """Answer the browser and the API."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "f6_project.wsgi:application"),
        *("--host", HOST, "--port", str(port), "--no-ws", "--log-level", "warning"),
        *("--workers", environment.get("F6_WEB_WORKERS", "1"), "--blocking-threads", str(POOL_MAX + WAITING_MAX)),
        *("--workers-kill-timeout", "5", "--respawn-failed-workers"),
    ]
    return _program("web", command, environment)


def sequencer(environment: Mapping[str, str]) -> Program:
    """Give events their place in the log, and the formal horizon."""
    return _program("sequencer", _manage("sequencer"), environment)


def projector(environment: Mapping[str, str]) -> Program:
    """Keep the read models up to date with the log."""
    return _program("projector", _manage("projector"), environment)


def deliverer(environment: Mapping[str, str]) -> Program:
    """Tell subscribers of events."""
    return _program("deliverer", _manage("deliverer"), environment)


def federation(environment: Mapping[str, str]) -> Program:
    """Answer other peers over mutual TLS: the manager and the inway."""
    command = [sys.executable, "-m", "gunicorn", "-c", "python:f6_project.federation_gunicorn"]
    told = {**environment, "DJANGO_SETTINGS_MODULE": "f6_project.federation_settings"}
    return _program("federation", command, told)


def worker(environment: Mapping[str, str]) -> Program:
    """Do the tasks: in one process more than may wait for peers of others at one time (F6_FSC_TASKS_AT_ONCE)."""
    command = [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "f6_project", "worker", "--loglevel", "WARNING"),
        *("--concurrency", environment.get("F6_WORKERS", "3"), "--without-gossip", "--without-mingle"),
    ]
    return _program("worker", command, environment)


def beat(environment: Mapping[str, str]) -> Program:
    """Wake the tasks that come round. Keeps no file: each job takes its turn from the database."""
    command = [
        *(sys.executable, "-m", "celery", "--quiet", "-A", "f6_project", "beat", "--loglevel", "WARNING"),
        *("--scheduler", "celery.beat:Scheduler", "--pidfile", ""),
    ]
    return _program("beat", command, environment)


def bsn(environment: Mapping[str, str], *, f6_port: int, port: int, directory: Path) -> Program:
    """The example of an automatic system: told of births, it sends back which number the child was given.

    It is a program of others: what F6 knows of servers and secrets is kept from it.
    """
    origin = urlsplit(environment.get("F6_BASE_URL", "")).hostname or "localhost"
    own = {
        "BSN_F6_URL": f"http://{HOST}:{f6_port}",
        "BSN_F6_ORIGIN": origin,
        "BSN_F6_TOKEN_FILE": str(directory / "token"),
        "BSN_BOOK": str(directory / "book.sqlite3"),
        "BSN_LISTEN": f"{HOST}:{port}",
    }
    withheld = {name: "" for name in environment if name.endswith(WITHHELD)}
    return _program("bsn", [sys.executable, "-m", "examples.bsn_service"], {**environment, **withheld, **own})


def _manage(command: str) -> list[str]:
    return [sys.executable, str(PROJECT / "manage.py"), command]


def _program(name: str, command: list[str], environment: Mapping[str, str]) -> Program:
    extra = {name: value for name, value in environment.items() if os.environ.get(name) != value}
    return Program(
        name=name,
        command=command,
        environment={**extra, "F6_PROCESS": name, "PYTHONUNBUFFERED": "1"},
        directory=PROJECT,
        grace=GRACE_SECONDS,
        unimportant=UNIMPORTANT,
    )
