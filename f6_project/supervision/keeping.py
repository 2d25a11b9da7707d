"""Keeping one program running: start again after a crash, wait longer each time, and give up in the end."""

import subprocess
import time
from dataclasses import dataclass
from typing import Final

from f6_project.processes.children import Child, Program
from f6_project.supervision.console import Console

FAILURES_MAX: Final = 6
STEADY_SECONDS: Final = 30.0
WAIT_SECONDS_MAX: Final = 15.0


class GaveUp(Exception):
    """A program that keeps failing; the message holds its last words."""


@dataclass
class Kept:
    """A program that must run. `failures` counts the crashes since it last ran steadily.

    Without one that is `optional` the others go on.
    """

    program: Program
    console: Console
    child: Child | None = None
    failures: int = 0
    started_at: float = 0.0
    start_again_at: float = 0.0
    optional: bool = False

    def start(self, *, held_back_from: str | None = None) -> list[str]:
        """Start it, and print what it says. Returns what the console holds back (`Console.follow`)."""
        self.child = Child(self.program, output=subprocess.PIPE)
        self.started_at = time.monotonic()
        return self.console.follow(self.child, held_back_from=held_back_from)

    def look_after(self) -> None:
        """Start it again when it ended and its wait is over. Raises GaveUp after FAILURES_MAX crashes in a row."""
        now = time.monotonic()
        if self.child is None:
            if now >= self.start_again_at:
                self.start()
            return
        code = self.child.exit_code()
        if code is None:
            return
        self.failures = 1 if now - self.started_at > STEADY_SECONDS else self.failures + 1
        self.child = None
        if self.failures >= FAILURES_MAX and not self.optional:
            raise GaveUp(
                f"{self.program.name} ended {self.failures} times in a row (exit code {code}); it last said:\n"
                f"{self.console.last_words(self.program.name)}\n"
                "`manage.py doctor` may tell what is wrong."
            )
        wait = min(0.5 * 2 ** min(self.failures - 1, FAILURES_MAX), WAIT_SECONDS_MAX)
        self.start_again_at = now + wait
        self.console.say(f"{self.program.name} ended (exit code {code}); starting it again in {wait:.1f} s")

    def ask_to_stop(self) -> None:
        """Ask it to stop, if it runs; do not wait."""
        if self.child:
            self.child.ask_to_stop()

    def stop(self) -> None:
        """Stop it, if it runs, and wait."""
        if self.child:
            self.child.stop()
            self.child = None
