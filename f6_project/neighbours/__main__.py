"""`python -m f6_project.neighbours`: what `make federation` does. With `--stay` all keeps running afterwards."""

import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from types import FrameType

from f6_project.embedded.places import temporary_place
from f6_project.neighbours import cast, street
from f6_project.neighbours.houses import HouseFailed
from f6_project.neighbours.street import AddressTaken, Street
from f6_project.neighbours.walk import Walk

PORTS_FROM = 8100
HOST = "127.0.0.2{}"


class Stopped(BaseException):
    """Somebody asked to stop. Everything does, in order."""


def main() -> int:
    """Start, walk, stop. Returns an exit code; what went wrong has been printed."""
    parser = ArgumentParser(prog="make federation", description="Two municipalities and a directory on this machine.")
    parser.add_argument("--stay", action="store_true", help="keep running after the walk, to log in at both")
    stay = parser.parse_args().stay
    _hear(_stop)
    root = temporary_place("federation").root
    try:
        _walked(root, stay=stay)
    except Stopped:
        rmtree(root, ignore_errors=True)
        return 0 if stay else 130
    except (HouseFailed, AddressTaken) as failure:
        _hear(signal.SIG_IGN)
        _say(str(failure))
        _keep_what_was_said(root)
        return 1
    rmtree(root, ignore_errors=True)
    return 0


def _walked(root: Path, *, stay: bool) -> None:
    laid = street.laid_out(root, host_of=HOST.format, port_of=lambda number: PORTS_FROM + number)
    began_at = time.monotonic()
    _say("Starting two municipalities and a directory, each with its own servers and certificate")
    with street.running(laid):
        _say(f"All three answer after {time.monotonic() - began_at:.0f} s")
        Walk(laid, _say).all()
        _say(f"All of it held, in {time.monotonic() - began_at:.0f} s")
        if stay:
            _wait_at(laid)


def _wait_at(laid: Street) -> None:
    for neighbour in (cast.ZONNENDAAL, cast.WOUDENDIJK):
        names = ", ".join(person.username for person in neighbour.people)
        _say(f"{neighbour.name}: {laid[neighbour].screens} ({names}; password {cast.PASSWORD})")
    _say("Ctrl-C stops it; nothing is kept")
    while True:
        time.sleep(1)


def _keep_what_was_said(root: Path) -> None:
    """Data and keys go; what the processes said is kept, for who wants to know why."""
    for it in root.glob("*/data"), root.glob("authority"):
        for directory in it:
            rmtree(directory, ignore_errors=True)
    if any(root.glob("*/log.txt")):
        _say(f"What all processes said is kept in {root}/*/log.txt")
    else:
        rmtree(root, ignore_errors=True)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # what it is for


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Once: whoever is stopping is not stopped again in the middle of that."""
    _hear(signal.SIG_IGN)
    raise Stopped


def _hear(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main())
