"""One log for all: every line behind the name of who said it, in a colour of its own."""

import os
import sys
import threading
from collections import deque
from typing import IO, Final, TextIO

from f6_project.processes.children import Child

OURSELVES: Final = "f6"
COLOURS: Final = {
    OURSELVES: "1",
    "postgres": "34",
    "valkey": "35",
    "prepare": "33",
    "web": "32",
    "sequencer": "36",
    "projector": "34",
    "deliverer": "96",
    "federation": "92",
    "worker": "94",
    "beat": "95",
    "bsn": "93",
}
WIDTH: Final = max(map(len, COLOURS))
LAST_WORDS_MAX: Final = 15


class Console:
    """Prints lines of several processes without mixing them."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._coloured = stream.isatty() and "NO_COLOR" not in os.environ
        self._said: dict[str, deque[str]] = {}
        self._listening: list[threading.Thread] = []

    def say(self, text: str, *, name: str = OURSELVES) -> None:
        """Print every line of `text` behind `name`."""
        prefix = f"{name:<{WIDTH}} │ "
        if self._coloured:
            prefix = f"\033[{COLOURS.get(name, '0')}m{prefix}\033[0m"
        with self._lock:
            for line in text.splitlines():
                self._said.setdefault(name, deque(maxlen=LAST_WORDS_MAX)).append(line)
                print(f"{prefix}{line}", file=self._stream, flush=True)

    def follow(self, child: Child, *, held_back_from: str | None = None) -> list[str]:
        """Print what a child prints, until it ends.

        The line that begins with `held_back_from`, and all that follow it, are put in the list that this returns.
        """
        self._said.pop(child.program.name, None)
        held: list[str] = []
        listener = threading.Thread(target=self._pump, args=[child, child.output, held_back_from, held], daemon=True)
        listener.start()
        self._listening.append(listener)
        return held

    def finish(self) -> None:
        """Wait until everything that ended processes said has been printed."""
        for listener in self._listening:
            listener.join(timeout=1)

    def last_words(self, name: str) -> str:
        """The last lines that `name` printed."""
        return "\n".join(self._said.get(name, ()))

    def _pump(self, child: Child, output: IO[bytes], held_back_from: str | None, held: list[str]) -> None:
        unimportant = child.program.unimportant
        for raw in output:
            line = raw.decode(errors="replace").rstrip()
            if held or (held_back_from and line.startswith(held_back_from)):
                held.append(line)
            elif not (unimportant and unimportant.search(raw)):
                self.say(line, name=child.program.name)
        output.close()
