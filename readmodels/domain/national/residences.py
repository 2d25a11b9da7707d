"""Where somebody lived, one residence a row of category 08: what history and occupancy both read.

What they conclude about the days differs, by one day where the previous start is partial: each has its own rules.
"""

from dataclasses import dataclass
from typing import Final

from events.domain.moments import PartialDate
from readmodels.domain.national import codes, dates, places, said
from readmodels.domain.national.codes import NationalTable
from readmodels.domain.national.investigations import Investigation, investigation_of
from readmodels.domain.national.person_file import RESIDENCE, Elements, PersonFile
from readmodels.domain.national.places import Kind

POSTAL: Final = "B"
START: Final = "datumAanvangAdreshouding"
START_ABROAD: Final = "datumAanvangAdresBuitenland"


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """One residence, as its row states it."""

    elements: Elements

    @property
    def kind(self) -> Kind:
        """An address or a location in the Netherlands, a place abroad, or nowhere that is known (country 0000).

        A row that names no place at all is an address of which nothing is known; persons tell no residence then.
        """
        country = codes.whole(said.text(self.elements, "landBuitenland") or "", NationalTable.COUNTRY)
        return places.kind(country=country, location=said.text(self.address, "locatiebeschrijving"))

    @property
    def is_abroad(self) -> bool:
        """Whether it is outside the Netherlands, known or not."""
        return self.kind in {Kind.ABROAD, Kind.UNKNOWN}

    @property
    def address(self) -> Elements:
        """The elements of the address; none where the row has none."""
        return said.part(self.elements, "adres")

    @property
    def object_id(self) -> str | None:
        """The addressable object that it is (11.80), sixteen digits; None where that is not known."""
        return said.known(self.address, "identificatiecodeVerblijfplaats")

    @property
    def is_postal(self) -> bool:
        """Whether it is a postal address (10.10 = B): there one gets one's post, and does not live."""
        return said.text(self.elements, "functieAdres") == POSTAL

    @property
    def stated_start(self) -> str | None:
        """The start as the register has it: 10.30, or 13.20 abroad."""
        return dates.stated(self.elements, START_ABROAD if self.is_abroad else START)

    @property
    def start(self) -> PartialDate:
        """The start, as far as it is known."""
        return dates.read(self.stated_start)

    @property
    def investigation(self) -> Investigation | None:
        """The investigation of the row, running or ended."""
        return investigation_of(self.elements)


def residences(file: PersonFile) -> tuple[Residence, ...]:
    """Every residence of a file, the oldest first. None of a file that does not count (suspended as F or W)."""
    if not file.exists:
        return ()
    return tuple(Residence(elements=row.elements) for row in reversed(file.rows(RESIDENCE)))


def found_not_living_there(residence: Residence, successor: Residence | None) -> Investigation | None:
    """The investigation that established that the person does not live there, when it counts.

    It counts while it runs, and when it ended on or after the start of the successor: then nobody found him there until
    he was known to live elsewhere. When it ended earlier, or there is no successor, he turned out to live there.
    """
    found = residence.investigation
    if found is None or not found.found_not_living_there:
        return None
    if found.is_running:
        return found
    ended = dates.read(found.until).earliest
    return found if successor is not None and ended >= successor.start.earliest else None
