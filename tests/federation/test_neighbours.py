"""`make federation`: two municipalities and a directory, each a whole F6 with servers of its own, walked along."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from f6_project.embedded.places import PROJECT, temporary_place
from f6_project.neighbours import street
from f6_project.neighbours.cast import DIRECTORY, NEIGHBOURS, WOUDENDIJK
from f6_project.neighbours.houses import MANAGER_PORT, House
from f6_project.neighbours.street import AddressTaken
from f6_project.neighbours.walk import Walk
from tests.examples.service import free_port
from tests.federation import loopback

SECONDS = 500


@pytest.fixture
def root() -> Iterator[Path]:
    """A place that the accounts of servers can reach."""
    made = temporary_place("neighbours").root
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def hosts(worker_id: str) -> dict[int, str]:
    found = loopback.hosts(worker_id)
    return {neighbour.number: next(found) for neighbour in NEIGHBOURS}


@pytest.mark.verify
def test_two_municipalities_agree_share_one_state_and_part(root: Path, hosts: dict[int, str]) -> None:
    ports = {neighbour.number: free_port() for neighbour in NEIGHBOURS}
    laid = street.laid_out(root, host_of=hosts.__getitem__, port_of=ports.__getitem__)
    said: list[str] = []
    with street.running(laid):
        Walk(laid, said.append).all()
        assert _processes(root)
    assert "The contracts hold at both sides" in said
    assert any("may read, and not ask other organisations: it is refused" in it for it in said)
    assert "no-contract, since" in said[-1]
    assert not _processes(root)


def test_a_street_is_not_laid_out_where_somebody_listens(root: Path, hosts: dict[int, str]) -> None:
    with socket.create_server((hosts[WOUDENDIJK.number], MANAGER_PORT)), pytest.raises(AddressTaken, match="Stop what"):
        street.laid_out(root, host_of=hosts.__getitem__, port_of=lambda number: 9_000 + number)


def test_each_neighbour_has_an_address_a_place_and_a_certificate_of_its_own(root: Path, hosts: dict[int, str]) -> None:
    laid = street.laid_out(root, host_of=hosts.__getitem__, port_of=lambda number: 9_000 + number)
    told = [laid[neighbour].environment for neighbour in NEIGHBOURS]
    for name in ("F6_DATA", "F6_PORT", "F6_FSC_MANAGER_ADDRESS", "F6_FSC_CERTIFICATE", "F6_FSC_KEY", "F6_BASE_URL"):
        assert len({it[name] for it in told}) == len(NEIGHBOURS)
    assert [it["F6_FSC_IS_DIRECTORY"] for it in told] == [str(it is DIRECTORY).lower() for it in NEIGHBOURS]
    assert {it["DATABASE_URL"] for it in told} == {""}
    assert isinstance(laid[DIRECTORY], House)


@pytest.mark.verify
def test_who_interrupts_the_walk_leaves_nothing_behind(hosts: dict[int, str], tmp_path: Path) -> None:
    base = hosts[WOUDENDIJK.number].rpartition(".")[0]
    program = (
        f"from f6_project.neighbours import __main__ as it; it.HOST = '{base}.24{{}}'; raise SystemExit(it.main())"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(_open_to_all(tmp_path))},
    )
    assert started.stdout is not None
    assert started.stdout.readline().startswith("Starting two municipalities")
    started.send_signal(signal.SIGINT)
    rest, _ = started.communicate(timeout=SECONDS)
    assert started.returncode == 130, rest
    assert not list(tmp_path.iterdir())
    assert not _processes(tmp_path)


def _open_to_all(directory: Path) -> Path:
    """The same, for accounts of servers too: the directories above it are of this test alone."""
    for it in (directory, directory.parent, directory.parent.parent):
        it.chmod(0o755)
    return directory


def _processes(root: Path) -> list[str]:
    """The command lines of processes that work in the street."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if f"F6_DATA={root}/".encode() in environment:
            found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return found
