"""A program on a leash: it ends when its holder does, however the holder ends, and takes along all it started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from f6_project.processes.children import Child, Program

PROJECT = Path(__file__).resolve().parents[3]

# Starts a grandchild in a session of its own that ignores SIGTERM: one that tries to get away.
FAMILY = """
import os, pathlib, signal, subprocess, sys, time
away = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
grandchild = subprocess.Popen([sys.executable, "-c", away], start_new_session=True)
time.sleep(0.3)
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {grandchild.pid}")
time.sleep(600)
"""
HOLDER = """
import sys, time
from f6_project.processes.children import Child, Program
child = Child(Program(name="family", command=sys.argv[1:], grace=1))
time.sleep(600)
"""


def _alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def _wait_until(happens: Callable[[], bool], *, seconds: float = 20.0) -> bool:
    patience_ends = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > patience_ends:
            return False
        time.sleep(0.05)
    return True


def _pids(file: Path) -> list[int]:
    assert _wait_until(lambda: file.exists() and len(file.read_text().split()) == 2)
    return [int(pid) for pid in file.read_text().split()]


def _family(file: Path, *, grace: float = 1.0) -> Program:
    return Program(name="family", command=[sys.executable, "-c", FAMILY, str(file)], grace=grace)


needs_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="orphans are found through /proc")


def test_a_program_that_ends_by_itself_gives_its_exit_code() -> None:
    child = Child(Program(name="seven", command=[sys.executable, "-c", "raise SystemExit(7)"]))
    assert _wait_until(lambda: child.exit_code() is not None)
    assert child.exit_code() == 7


def test_a_program_ended_by_a_signal_is_told_as_a_shell_does(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
    child = Child(Program(name="killed", command=command))
    assert _wait_until(lambda: child.exit_code() is not None)
    assert child.exit_code() == 128 + signal.SIGKILL


@needs_proc
def test_letting_go_ends_the_program_and_the_grandchild_that_tries_to_get_away(tmp_path: Path) -> None:
    child = Child(_family(tmp_path / "pids"))
    pids = _pids(tmp_path / "pids")
    child.stop()
    assert not any(map(_alive, pids))


@needs_proc
def test_nothing_is_left_when_the_holder_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, sys.executable, "-c", FAMILY, str(tmp_path / "pids")]
    holder = subprocess.Popen(command, cwd=PROJECT)
    pids = _pids(tmp_path / "pids")
    assert all(map(_alive, pids))
    holder.kill()
    holder.wait()
    assert _wait_until(lambda: not any(map(_alive, pids)))


@needs_proc
def test_the_program_ends_when_the_leash_itself_is_killed(tmp_path: Path) -> None:
    child = Child(_family(tmp_path / "pids"))
    program, grandchild = _pids(tmp_path / "pids")
    try:
        child._leash.kill()
        assert _wait_until(lambda: not _alive(program))
    finally:
        if _alive(grandchild):
            os.kill(grandchild, signal.SIGKILL)
        child._leash.wait()


@needs_proc
def test_a_program_that_does_not_listen_is_killed_after_its_grace(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    program = Program(name="deaf", command=[sys.executable, "-c", deaf], grace=0.5)
    child = Child(program, output=subprocess.PIPE)
    assert child.output.readline() == b"deaf\n"
    began_at = time.monotonic()
    assert child.stop() == 128 + signal.SIGKILL
    assert time.monotonic() - began_at < 15


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a program another account")
def test_a_program_can_run_as_another_account() -> None:
    from f6_project.embedded.places import unprivileged_account

    program = Program(name="who", command=["/usr/bin/id", "-un"], account=unprivileged_account())
    child = Child(program, output=subprocess.PIPE)
    assert child.output.read() == b"nobody\n"
    child.stop()
