"""`make run`: start everything in order, keep it running, stop everything in order.

Every program is on a leash, so nothing outlives this process, however it ends.
"""

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from f6_project.databases import url_of
from f6_project.embedded.places import Place, PlaceUnusable
from f6_project.embedded.postgres import Postgres, PostgresFailed
from f6_project.embedded.valkey import Valkey, ValkeyFailed
from f6_project.processes.children import Child, Program
from f6_project.supervision import services
from f6_project.supervision.console import Console
from f6_project.supervision.keeping import GaveUp, Kept
from f6_project.supervision.single import AlreadyRuns, PortTaken, only_one, refuse_taken_port

GOODBYE: Final = "Ctrl-C stops it; the data is kept."
READY_SECONDS_MAX: Final = 90.0
ECHO_SECONDS: Final = 1.0
"""One Ctrl-C may come twice: from the terminal, and from `make`."""
STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked to stop."""


class NotPrepared(Exception):
    """The database could not be brought up to date; what `prepare` printed says why."""


class Supervisor:
    """All of F6 on one machine. `environment` is what the programs are started with."""

    def __init__(self, *, place: Place, environment: Mapping[str, str], port: int, console: Console) -> None:
        self.place = place
        self.environment = dict(environment)
        self.port = port
        self.console = console
        self.servers: list[Kept] = []
        self.services: list[Kept] = []
        self.began_at = time.monotonic()

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{services.HOST}:{self.port}/"

    def run(self) -> int:
        """Run until somebody asks to stop. Returns an exit code; what went wrong has been printed."""
        try:
            with _signals_stop():
                self.place.directory(self.place.root, private=False)
                with only_one(self.place.root / "run.lock", address=self.address):
                    return self._run_alone()
        except Stopped:
            return 0
        except (AlreadyRuns, PlaceUnusable) as refusal:
            self.console.say(str(refusal))
            return 1

    def _run_alone(self) -> int:
        code = 0
        try:
            refuse_taken_port(services.HOST, self.port)
            self._start()
            self._watch()
        except Stopped:
            pass
        except (PortTaken, PlaceUnusable, PostgresFailed, ValkeyFailed, NotPrepared, GaveUp) as failure:
            self.console.say(str(failure))
            code = 1
        self._stop()
        return code

    def _start(self) -> None:
        self._start_servers()
        welcome = self._prepare()
        federated = bool(self.environment.get(services.FSC_GROUP))
        listener = ", federation" if federated else ""
        self.console.say(f"starting web, sequencer, projector, deliverer{listener}, worker and beat")
        self._keep_services(services.web(self.environment, port=self.port), services.sequencer(self.environment))
        self._wait_until_ready()
        self._keep_services(
            services.projector(self.environment),
            services.deliverer(self.environment),
            services.worker(self.environment),
            services.beat(self.environment),
            *([services.federation(self.environment)] if federated else []),
        )
        self._keep_example()
        for line in (*welcome, f"Ready in {time.monotonic() - self.began_at:.1f} s: {self.address}", GOODBYE):
            self.console.say(line)

    def _start_servers(self) -> None:
        postgres = None if url_of(self.environment, "DATABASE_URL") else Postgres(self.place)
        valkey = None if url_of(self.environment, "REDIS_URL") else Valkey(self.place)
        if postgres:
            self.console.say(f"starting PostgreSQL, data in {postgres.data}")
            if postgres.prepare():
                self.console.say("made a new database cluster")
            database = self._keep_server(postgres.program())
        if valkey:
            self.console.say("starting Valkey")
            valkey.prepare()
            broker = self._keep_server(valkey.program())
            valkey.wait_until_ready(broker)
        if postgres:
            postgres.wait_until_ready(database)
            postgres.make_database()

    def _keep_server(self, program: Program) -> Child:
        kept = Kept(program, self.console)
        self.servers.append(kept)
        kept.start()
        assert kept.child is not None
        return kept.child

    def _keep_services(self, *programs: Program) -> None:
        for program in programs:
            kept = Kept(program, self.console)
            self.services.append(kept)
            kept.start()

    def _keep_example(self) -> None:
        """The demo's BSN service, where there is a demo. Nothing of F6 waits for it, or stops without it."""
        if not self._bsn_token.exists():
            return
        asked = self.environment.get("F6_BSN_PORT") or str(self.port + 1)
        try:
            port = int(asked)
            refuse_taken_port(services.HOST, port)
        except (PortTaken, ValueError, OverflowError):
            self.console.say(f"the BSN service is left out: port {asked} cannot be used (F6_BSN_PORT names another)")
            return
        program = services.bsn(self.environment, f6_port=self.port, port=port, directory=self._bsn_token.parent)
        kept = Kept(program, self.console, optional=True)
        self.services.append(kept)
        kept.start()

    @property
    def _bsn_token(self) -> Path:
        return self.place.root / "bsn" / "token"

    def _prepare(self) -> list[str]:
        """Returns what is worth saying once everything runs: how to get in."""
        self.console.say("bringing the database up to date")
        self._bsn_token.parent.mkdir(mode=0o700, exist_ok=True)
        self._bsn_token.unlink(missing_ok=True)
        told = {**self.environment, services.BSN_TOKEN_FILE: str(self._bsn_token)}
        kept = Kept(services.prepare(told), self.console)
        self.services.append(kept)
        welcome = kept.start(held_back_from="DEMO ONLY")
        while kept.child and (code := kept.child.exit_code()) is None:
            time.sleep(0.05)
        self.services.remove(kept)
        self.console.finish()
        if code != 0:
            raise NotPrepared("The database could not be brought up to date: the lines above say why.")
        return welcome

    def _wait_until_ready(self) -> None:
        patience_ends = time.monotonic() + READY_SECONDS_MAX
        while failing := self._failing_checks():
            self._look_after_all()
            if time.monotonic() > patience_ends:
                self.console.say(f"not ready after {READY_SECONDS_MAX:.0f} s: {failing}; see `manage.py doctor`")
                return
            time.sleep(0.25)

    def _failing_checks(self) -> str:
        try:
            urllib.request.urlopen(f"{self.address}readyz", timeout=5).close()  # noqa: S310  # our own address
        except urllib.error.HTTPError as answer:
            checks = json.load(answer).get("checks", {}) if answer.code == 503 else {}
            return ", ".join(name for name, state in checks.items() if state != "ok") or f"answer {answer.code}"
        except OSError as error:
            return f"no answer ({error})"
        return ""

    def _watch(self) -> NoReturn:
        while True:
            self._look_after_all()
            time.sleep(0.2)

    def _look_after_all(self) -> None:
        for kept in (*self.servers, *self.services):
            kept.look_after()

    def _stop(self) -> None:
        """Stop the services at once, then the servers they use. A second request to stop does not wait."""
        self.console.say("stopping")
        try:
            with _signals_stop(deaf_for=ECHO_SECONDS):
                for group in (self.services, self.servers):
                    for kept in group:
                        kept.ask_to_stop()
                    for kept in group:
                        kept.stop()
        except Stopped:
            self.console.say("letting go: what still runs ends by itself within seconds")
            return
        self.console.finish()
        self.console.say("stopped")


@contextmanager
def _signals_stop(*, deaf_for: float = 0.0) -> Iterator[None]:
    """Raise Stopped in the block at Ctrl-C, at SIGTERM, and when the terminal closes; not in the first seconds."""
    listens_from = time.monotonic() + deaf_for

    def stop(_number: int, _frame: FrameType | None) -> None:
        if time.monotonic() >= listens_from:
            raise Stopped

    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
