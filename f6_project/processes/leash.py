"""A leash: a small process that starts one program and never outlives, nor lets it outlive, whoever holds the leash.

Run as `python -I -S leash.py --stop SIGNAL --grace SECONDS [--account UID:GID] [--lock FILE] -- PROGRAM …`; only the
standard library, so that it starts in a few milliseconds. The holder keeps the other end of standard input: when that
closes (on purpose, or because the holder was killed) the program is asked to stop, and after the grace killed, with
every process it started. With a lock, the program begins when nothing is left of one that held it before, also of one
whose leash was killed: the program and all it starts hold it. Three nets lie under each other: the closing pipe, the
parent-death signal should the leash itself be killed, and adoption of orphaned grandchildren (Linux), so that none can
slip away by daemonising.
"""

import argparse
import ctypes
import fcntl
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_CHILD_SUBREAPER: Final = 36
LINUX: Final = sys.platform.startswith("linux")


def _prctl(option: int, value: int) -> None:
    if LINUX:
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


class Leash:
    """One program, held until it ends or the holder lets go."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.stop_signal: int = arguments.stop
        self.grace: float = arguments.grace
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
        self.wakeup, wakeup_write = os.pipe()
        os.set_blocking(wakeup_write, False)
        signal.set_wakeup_fd(wakeup_write)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: None)
        for ignored in (signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(ignored, signal.SIG_IGN)
        held = () if arguments.lock is None else (self._locked(arguments.lock),)
        uid, gid = arguments.account or (None, None)
        leash_pid = os.getpid()

        def die_with_the_leash() -> None:
            # After the change of account: the kernel forgets the parent-death signal when credentials change.
            _prctl(PR_SET_PDEATHSIG, self.stop_signal)
            if os.getppid() != leash_pid:
                os._exit(1)

        self.program = subprocess.Popen(  # noqa: S603  # the holder says what to run
            arguments.program,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            pass_fds=held,
            preexec_fn=die_with_the_leash,  # noqa: PLW1509  # this process has one thread
        )

    def _locked(self, file: Path) -> int:
        """Wait until nobody holds the lock, and hold it; whoever lets go meanwhile ends this process."""
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            if self._let_go(patience=0.05):
                sys.exit(0)

    def hold(self) -> int:
        """Wait until the program ends or the holder lets go. Returns the program's exit code, as a shell gives it."""
        while self.program.poll() is None and not self._let_go():
            pass
        if self.program.poll() is None:
            self._stop()
        self._sweep()
        code = self.program.returncode
        return code if code >= 0 else 128 - code

    def _let_go(self, *, patience: float = 5) -> bool:
        readable, _, _ = select.select([0, self.wakeup], [], [], patience)
        woken_by = os.read(self.wakeup, 4096) if self.wakeup in readable else b""
        return signal.SIGTERM in woken_by or (0 in readable and os.read(0, 4096) == b"")

    def _stop(self) -> None:
        with suppress(ProcessLookupError):
            self.program.send_signal(self.stop_signal)
        try:
            self.program.wait(self.grace)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.program.pid, signal.SIGKILL)
            self.program.wait()

    def _sweep(self) -> None:
        """End whatever the program left behind: its process group, then, on Linux, all that came to this process."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.program.pid, signal.SIGTERM)
        patience_ends = time.monotonic() + self.grace
        while orphans := _children_of(os.getpid()):
            late = time.monotonic() > patience_ends
            for pid in orphans:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if late else signal.SIGTERM)
            time.sleep(0.05)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG) != (0, 0):
                    pass
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.program.pid, signal.SIGKILL)


def _children_of(parent: int) -> list[int]:
    """The processes whose parent is `parent`, from /proc; none where that does not exist."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent_pid = entry.read_text().rpartition(")")[2].split()[:2]
            if int(parent_pid) == parent and state != "Z":
                found.append(int(entry.parent.name))
    return found


def _account(text: str) -> tuple[int, int]:
    uid, gid = text.split(":")
    return int(uid), int(gid)


def main() -> int:
    """Read the command line and hold on."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stop", type=int, default=int(signal.SIGTERM))
    parser.add_argument("--grace", type=float, default=10.0)
    parser.add_argument("--account", type=_account)
    parser.add_argument("--lock", type=Path)
    parser.add_argument("program", nargs="+")
    return Leash(parser.parse_args()).hold()


if __name__ == "__main__":
    sys.exit(main())
