"""Starting a program on a leash (see `leash`), from the side of whoever holds it."""

import fcntl
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

LEASH: Final = Path(__file__).with_name("leash.py")


@dataclass(frozen=True)
class Account:
    """The account of the machine that a program runs as."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run and how to stop it. `grace` is in seconds: the wait between asking to stop and killing.

    Of the programs with one `lock` the next begins when nothing is left of the one before.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    directory: Path | None = None
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    lock: Path | None = None
    unimportant: re.Pattern[bytes] | None = None  # lines of its output that tell an operator nothing


def wait_until_free(lock: Path, *, seconds: float) -> bool:
    """Wait until nothing is left of a program with this lock; False when something still is after so many seconds."""
    patience_ends = time.monotonic() + seconds
    with lock.open("a") as file:
        while time.monotonic() < patience_ends:
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            time.sleep(0.05)
    return False


class Child:
    """A running program. When this process ends, however it ends, the program and all it started end too."""

    def __init__(self, program: Program, *, output: int | IO[bytes] | None = None) -> None:
        """Start it; `output` receives what it prints (`subprocess.PIPE`: read it from `.output`)."""
        self.program = program
        account = ["--account", f"{program.account.uid}:{program.account.gid}"] if program.account else []
        lock = ["--lock", str(program.lock)] if program.lock else []
        self._leash = subprocess.Popen(  # noqa: S603  # our own interpreter and our own programs
            [
                *(sys.executable, "-I", "-S", str(LEASH)),
                *("--stop", str(int(program.stop_signal)), "--grace", str(program.grace)),
                *account,
                *lock,
                *("--", *program.command),
            ],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            env={**os.environ, **(program.environment or {})},
            cwd=program.directory,
            start_new_session=True,
        )

    @property
    def output(self) -> IO[bytes]:
        """What it prints, when it was started with `subprocess.PIPE`."""
        assert self._leash.stdout is not None
        return self._leash.stdout

    def exit_code(self) -> int | None:
        """None while it runs; else as a shell gives it (130: ended by signal 2)."""
        return self._leash.poll()

    def ask_to_stop(self) -> None:
        """Let go of the leash, and do not wait."""
        assert self._leash.stdin is not None
        with suppress(BrokenPipeError):
            self._leash.stdin.close()

    def stop(self, *, timeout: float | None = None) -> int:
        """Let go, and wait until everything it started has ended. Returns the exit code."""
        self.ask_to_stop()
        try:
            return self._leash.wait(timeout if timeout is not None else self.program.grace * 2 + 5)
        except subprocess.TimeoutExpired:
            self._leash.kill()
            return self._leash.wait()
