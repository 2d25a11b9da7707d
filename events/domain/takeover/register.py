"""Reading a register file: one person file per line, as JSON. Nothing is guessed; what cannot be read is refused.

A line: `{"pl": number, "bsn": text or null, "categories": {"08 verblijfplaats": [row, …]}}`, a row being an object of
element names and texts. `addresses` may stand beside `categories`: the addresses that rows name by `adres`.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from events.domain.plain_json import unsafe_values

LINE_LENGTH_MAX = 4_000_000
ROWS_MAX = 10_000
FILE_BYTES_MAX = 1_000_000_000
GZIP = b"\x1f\x8b"
CATEGORIES: Mapping[str, str] = {
    "01": "persoon",
    "02": "ouder 1",
    "03": "ouder 2",
    "04": "nationaliteit",
    "05": "huwelijk/partnerschap",
    "06": "overlijden",
    "07": "inschrijving",
    "08": "verblijfplaats",
    "09": "kind",
    "10": "verblijfstitel",
    "11": "gezagsverhouding",
    "12": "reisdocument",
    "13": "kiesrecht",
}
"""The categories of LO GBA that can be taken over, by number."""

Row = Mapping[str, Any]


class UnreadableRegister(Exception):
    """The file is not a register: nothing of it is taken over. `line` counts from 1."""

    def __init__(self, reason: str, *, line: int) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """One person file (persoonslijst): its number, BSN, and per category its rows as they stand in the file."""

    number: int | str
    bsn: str | None
    categories: Mapping[str, tuple[Row, ...]]
    """Category number (`08`) → rows."""
    addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The addresses that rows refer to by the element `adres`."""

    def rows(self) -> int:
        """How many rows it has in all."""
        return sum(map(len, self.categories.values()))


def lines_of(content: bytes) -> list[str]:
    """The lines of a register file, plain or packed with gzip. Raises `UnreadableRegister`."""
    if content.startswith(GZIP):
        content = _unpacked(content)
    try:
        return content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableRegister("save the file as UTF-8: this is another encoding", line=line) from error


def _unpacked(content: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(content, FILE_BYTES_MAX + 1)
    except zlib.error as error:
        raise UnreadableRegister("the gzip file is damaged; copy it again", line=1) from error
    if len(plain) > FILE_BYTES_MAX:
        raise UnreadableRegister(f"a register has at most {FILE_BYTES_MAX:,} bytes", line=1)
    if not unpacking.eof:
        raise UnreadableRegister("the gzip file is incomplete; copy it again", line=1)
    return plain


def read(lines: Iterable[str]) -> tuple[PersonFile, ...]:
    """Every person file, in the order of the file. Raises `UnreadableRegister` with the line and how to mend it."""
    found: list[PersonFile] = []
    numbers: set[int | str] = set()
    for at, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        person = _person(line, at=at)
        if person.number in numbers:
            raise UnreadableRegister(f"person file {person.number} appears twice; leave one", line=at)
        numbers.add(person.number)
        found.append(person)
    if not found:
        raise UnreadableRegister("there is no person file in it", line=1)
    return tuple(found)


def _person(line: str, *, at: int) -> PersonFile:
    body = _json_object(line, at=at)
    number, bsn, categories = body.get("pl"), body.get("bsn"), body.get("categories")
    if isinstance(number, bool) or not isinstance(number, int | str):
        raise UnreadableRegister('"pl" must be the number of the person file', line=at)
    if bsn is not None and not isinstance(bsn, str):
        raise UnreadableRegister('"bsn" must be text or null', line=at)
    if not isinstance(categories, Mapping):
        raise UnreadableRegister('"categories" must be an object', line=at)
    person = PersonFile(
        number=number,
        bsn=bsn,
        categories={_category(name, at=at): _rows(name, rows, at=at) for name, rows in categories.items()},
        addresses=_addresses(body.get("addresses", {}), at=at),
    )
    if person.rows() > ROWS_MAX:
        raise UnreadableRegister(f"a person file has at most {ROWS_MAX} rows", line=at)
    return person


def _json_object(line: str, *, at: int) -> Mapping[str, Any]:
    if len(line) > LINE_LENGTH_MAX:
        raise UnreadableRegister(f"a line has at most {LINE_LENGTH_MAX} characters", line=at)
    try:
        body = json.loads(line, object_pairs_hook=lambda pairs: _once(pairs, at=at))
    except (ValueError, RecursionError) as error:
        raise UnreadableRegister(f"this is not JSON ({error})", line=at) from error
    if not isinstance(body, Mapping):
        raise UnreadableRegister("a person file must be a JSON object", line=at)
    unsafe = unsafe_values(body)
    if unsafe:
        raise UnreadableRegister(f"{unsafe[0].pointer}: {unsafe[0].message}", line=at)
    return body


def _once(pairs: list[tuple[str, Any]], *, at: int) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise UnreadableRegister("a name appears twice in one object", line=at)
    return members


def _category(name: str, *, at: int) -> str:
    number = name[:2]
    if CATEGORIES.get(number) != name[3:] or name[2:3] != " ":
        known = ", ".join(f"{code} {title}" for code, title in CATEGORIES.items())
        raise UnreadableRegister(f"no category {name!r}; there are {known}", line=at)
    return number


def _rows(name: str, rows: object, *, at: int) -> tuple[Row, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise UnreadableRegister(f"the rows of {name} must be a list of objects", line=at)
    return tuple(rows)


def _addresses(addresses: object, *, at: int) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(addresses, Mapping) or not all(isinstance(value, Mapping) for value in addresses.values()):
        raise UnreadableRegister('"addresses" must map each name to one address', line=at)
    return addresses
