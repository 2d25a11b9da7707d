"""What is told of a person whatever was asked: secrecy, suspension of his file, and who supplied what is told."""

from collections.abc import Callable
from typing import Any

from readmodels.domain.national import dates, said
from readmodels.domain.national.codes import Codes, NationalTable, described
from readmodels.domain.national.fixed_codes import SUSPENSION, fixed
from readmodels.domain.national.person_file import REGISTRATION, Elements, PersonFile


def secrecy(file: PersonFile) -> int | None:
    """How secret the data of a person are (70.10), 1 to 7; None when they are not."""
    return said.number(file.present(REGISTRATION), "indicatieGeheim") or None


def suspension(
    file: PersonFile, *, dated: Callable[[str | None], Any] = lambda eight_digits: eight_digits
) -> dict[str, Any] | None:
    """Why and since when the file is no longer kept up (67.10, 67.20); None while it is."""
    row = file.present(REGISTRATION)
    reason = said.text(row, "redenOpschortingBijhouding")
    if reason is None:
        return None
    on = dated(dates.stated(row, "datumOpschortingBijhouding"))
    return said.filled(reden=fixed(reason, SUSPENSION), datum=on)


def supplier(row: Elements, describe: Codes) -> dict[str, Any] | None:
    """Who supplied a row of the register of non-residents, and by which treaty (88.10, 88.20); None of another row."""
    code = said.text(row, "rniDeelnemer")
    if code is None:
        return None
    participant = described(code, NationalTable.NON_RESIDENT_PARTNER, describe)
    return said.filled(deelnemer=participant, omschrijvingVerdrag=said.text(row, "omschrijvingVerdrag"))
