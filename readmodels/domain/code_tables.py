"""Reading a national table: the CSV files of landelijke tabellen, as their publisher writes them.

A file is named after its number (`Tabel33_…csv`). Its first line names the columns, each with its element number
(`92.10 Gemeentecode`); the first column is the code, the second its description, 99.98 and 99.99 say when it holds.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

CODE_LENGTH_MAX = 10
DESCRIPTION_LENGTH_MAX = 200
MISTAKES_MAX = 50
FROM, UNTIL = "99.98", "99.99"
_NAME = re.compile(r"tabel\s*(\d{1,3})[ _-]*(.*)\.csv", re.IGNORECASE)
_COLUMN = re.compile(r"(\d\d\.\d\d) (.+)")
_DATE = re.compile(r"\d{8}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing wrong in a file, at a line (from 1), and how to mend it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class TablesRefused(Exception):
    """Files with mistakes: nothing of any file is loaded."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One line of a table: what a code means, and when."""

    code: str
    description: str
    valid_from_on: date | None = None
    valid_until_on: date | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table as read from a file."""

    number: int
    title: str
    codes: tuple[Code, ...]


def read(name: str, content: bytes) -> Table:
    """The table in a file. Raises `TablesRefused` with its mistakes, each with its line (at most MISTAKES_MAX)."""
    named = _NAME.fullmatch(name)
    if named is None:
        message = "name the file after its table: Tabel, the number, and .csv (Tabel33_Gemeenten.csv)"
        raise TablesRefused([Mistake(file=name, line=1, message=message)])
    reader = _Reader(name=name)
    codes = tuple(reader.codes(reader.lines(content)))
    if reader.mistakes:
        raise TablesRefused(reader.mistakes[:MISTAKES_MAX])
    return Table(number=int(named[1]), title=_title(named[2]), codes=codes)


def _title(text: str) -> str:
    words = text.split("_(", maxsplit=1)[0].replace("_", " ").strip()
    return words or "(zonder titel)"


@dataclass(slots=True, kw_only=True)
class _Reader:
    name: str
    mistakes: list[Mistake] = field(default_factory=list)
    seen: dict[tuple[str, date | None], int] = field(default_factory=dict)

    def wrong(self, line: int, message: str) -> None:
        self.mistakes.append(Mistake(file=self.name, line=line, message=message))

    def lines(self, content: bytes) -> list[tuple[int, list[str]]]:
        """The rows that are not empty, each with the line on which it ends."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.wrong(content.count(b"\n", 0, error.start) + 1, "save the file as UTF-8: this is another encoding")
            return []
        if "\x00" in text:
            self.wrong(text[: text.index("\x00")].count("\n") + 1, "remove the NUL character")
            return []
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        try:
            return [(reader.line_num, row) for row in reader if any(row)]
        except csv.Error as error:
            self.wrong(reader.line_num, f"this is not CSV ({error})")
            return []

    def codes(self, lines: list[tuple[int, list[str]]]) -> Iterator[Code]:
        if not lines:
            if not self.mistakes:
                self.wrong(1, "the file is empty: start with a line of column names")
            return
        at, columns = lines[0]
        if len(columns) < 2 or not all(_COLUMN.fullmatch(name) for name in columns[:2]):
            self.wrong(at, "start with the column names, code and description first, as in “92.10 Gemeentecode”")
            return
        for line, row in lines[1:]:
            if len(row) != len(columns):
                self.wrong(line, f"give {len(columns)} columns; there are {len(row)}")
            else:
                code = self._code(dict(zip(columns, row, strict=True)), columns=columns, line=line)
                if code is not None:
                    yield code

    def _code(self, row: Mapping[str, str], *, columns: Sequence[str], line: int) -> Code | None:
        before = len(self.mistakes)
        code, description = row[columns[0]], row[columns[1]]
        if not 0 < len(code) <= CODE_LENGTH_MAX:
            self.wrong(line, f"give a code of 1 to {CODE_LENGTH_MAX} characters")
        if not 0 < len(description) <= DESCRIPTION_LENGTH_MAX:
            self.wrong(line, f"give a description of 1 to {DESCRIPTION_LENGTH_MAX} characters")
        first, end = (self._date(row, number, line=line) for number in (FROM, UNTIL))
        if first and end and end < first:
            self.wrong(line, f"let it end on or after {first}: {end} lies before")
        earlier = self.seen.setdefault((code, first), line)
        if earlier != line:
            self.wrong(line, f"give code {code} once for one start: it stands on line {earlier} too")
        if len(self.mistakes) > before:
            return None
        rest = {name: value for name, value in row.items() if value and not _is_known(name, columns)}
        return Code(code=code, description=description, valid_from_on=first, valid_until_on=end, details=rest)

    def _date(self, row: Mapping[str, str], number: str, *, line: int) -> date | None:
        text = next((value for name, value in row.items() if name.startswith(number)), "")
        if not text:
            return None
        try:
            if _DATE.fullmatch(text):
                return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
        self.wrong(line, f"write the date {number} as jjjjmmdd, or leave it empty: {text!r} is no date")
        return None


def _is_known(name: str, columns: Sequence[str]) -> bool:
    return name in columns[:2] or name.startswith((FROM, UNTIL))
