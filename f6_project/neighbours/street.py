"""All neighbours together: their certificates, their places, where they listen; started and stopped as one."""

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from f6_project.neighbours.cast import DIRECTORY, NEIGHBOURS, Neighbour
from f6_project.neighbours.houses import MANAGER_PORT, House, HouseFailed
from federation.transport.trial_authority import TrialAuthority, Wanted


class AddressTaken(Exception):
    """A neighbour cannot listen where it should; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Street:
    """The houses, by the slugs of their neighbours."""

    houses: dict[str, House]

    def __getitem__(self, neighbour: Neighbour) -> House:
        return self.houses[neighbour.slug]

    def start(self) -> None:
        """Start them side by side, and wait until all answer. Raises `HouseFailed`."""
        for house in self.houses.values():
            house.start()
        for house in self.houses.values():
            house.wait_until_ready()

    def stop(self) -> None:
        """Stop them side by side."""
        with ThreadPoolExecutor(len(self.houses)) as pool:
            list(pool.map(House.stop, self.houses.values()))


def laid_out(root: Path, *, host_of: Callable[[int], str], port_of: Callable[[int], int]) -> Street:
    """The street in a directory: a test authority with everyone's certificate, and a place for each.

    `host_of` and `port_of` give where the neighbour with this number is. Raises `AddressTaken`.
    """
    hosts = {it.slug: host_of(it.number) for it in NEIGHBOURS}
    for host in hosts.values():
        _refuse_taken(host, MANAGER_PORT)
    authority = TrialAuthority(root / "authority")
    now = datetime.now(UTC)
    authority.begin(now=now)
    wanted = [Wanted(name=it.name, peer_id=it.oin, hosts=[hosts[it.slug]]) for it in NEIGHBOURS]
    directory = f"{DIRECTORY.oin}=https://{hosts[DIRECTORY.slug]}:{MANAGER_PORT}"
    houses = {}
    for neighbour, made in zip(NEIGHBOURS, authority.issue(wanted, now=now), strict=True):
        place = root / neighbour.slug
        place.mkdir(mode=0o755)
        houses[neighbour.slug] = House(
            neighbour=neighbour,
            root=place,
            host=hosts[neighbour.slug],
            port=port_of(neighbour.number),
            directory=directory,
            federation={
                "F6_FSC_TRUST_ANCHORS": str(authority.anchors),
                "F6_FSC_CRLS": str(authority.lists),
                "F6_FSC_CERTIFICATE": str(made.certificate),
                "F6_FSC_KEY": str(made.key),
            },
        )
    return Street(houses=houses)


@contextmanager
def running(street: Street) -> Iterator[Street]:
    """The street for as long as the block lasts."""
    try:
        street.start()
        yield street
    finally:
        street.stop()


def until(what: str, question: Callable[[], Any], *, seconds: float = 90.0) -> Any:
    """The first answer that is not empty. Raises `HouseFailed` when there is none in time."""
    patience_ends = time.monotonic() + seconds
    while not (found := question()):
        if time.monotonic() > patience_ends:
            raise HouseFailed(f"Not seen within {seconds:.0f} s: {what}.")
        time.sleep(0.5)
    return found


def _refuse_taken(host: str, port: int) -> None:
    with closing(socket.socket()) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as fault:
            raise AddressTaken(
                f"Nothing can listen on {host}:{port} ({fault.strerror}). Stop what listens there; "
                f"on macOS, make the address first: sudo ifconfig lo0 alias {host}"
            ) from None
