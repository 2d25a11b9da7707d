"""Who the neighbours are: Zonnendaal and Woudendijk, and the directory of their group. Fictitious, all of them."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

GROUP_ID: Final = "f6-buren"
CIVIL_STATUS, ADDRESSES = "burgerlijke-stand", "adreshuishouding"
ZONES: Final = MappingProxyType({CIVIL_STATUS: "Burgerlijke stand", ADDRESSES: "Adreshuishouding"})
PASSWORD: Final = "demo-buurgemeenten"  # noqa: S105 - of the demo only, which production refuses


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """Somebody with an account."""

    username: str
    first_name: str
    last_name: str
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An organisation of the group. `oin` is its peer id; `municipality` its code (Landelijke Tabel 33).

    `number` is its place in the row: of its loopback address and its port. One without zones is the directory.
    """

    slug: str
    name: str
    oin: str
    number: int
    municipality: str = ""
    people: tuple[Official, ...] = ()

    @property
    def is_directory(self) -> bool:
        """Whether it is the one at which the others announce themselves and publish."""
        return not self.municipality


ZONNENDAAL: Final = Neighbour(
    slug="zonnendaal",
    name="Gemeente Zonnendaal",
    oin="00000099000000001000",
    number=1,
    municipality="9901",
    people=(
        Official(username="m.dewit", first_name="Mirjam", last_name="de Wit"),
        Official(username="beheerder", first_name="Bea", last_name="Heerder", administrator=True),
    ),
)
WOUDENDIJK: Final = Neighbour(
    slug="woudendijk",
    name="Gemeente Woudendijk",
    oin="00000099000000002000",
    number=2,
    municipality="9902",
    people=(
        Official(username="j.bos", first_name="Jikke", last_name="Bos"),
        Official(username="beheerder", first_name="Wout", last_name="Dijkman", administrator=True),
    ),
)
DIRECTORY: Final = Neighbour(slug="gids", name="Gids van de buurgemeenten", oin="00000099000000009000", number=9)
NEIGHBOURS: Final = (DIRECTORY, ZONNENDAAL, WOUDENDIJK)


def named(slug: str) -> Neighbour:
    """The neighbour with this slug. Raises LookupError."""
    for neighbour in NEIGHBOURS:
        if neighbour.slug == slug:
            return neighbour
    raise LookupError(f"No neighbour is called {slug}: they are {', '.join(it.slug for it in NEIGHBOURS)}.")
