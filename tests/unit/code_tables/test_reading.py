"""Reading a national table: good files as they are, bad ones refused with the line and how to mend it."""

from datetime import date

import pytest

from readmodels.domain.code_tables import Code, TablesRefused, read
from tests.shared_material import CODE_TABLES, needs_shared_material

NAME = "Tabel33_Gemeententabel_(gesorteerd_op_code).csv"
HEAD = '"92.10 Gemeentecode","92.11 Omschrijving","92.12 Nieuwe code","99.98 Datum ingang","99.99 Datum einde"\r\n'


def refused(name: str, text: str | bytes) -> list[str]:
    with pytest.raises(TablesRefused) as caught:
        read(name, text if isinstance(text, bytes) else text.encode())
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_table_has_its_number_from_the_file_name_and_its_codes_from_the_lines() -> None:
    table = read(NAME, (HEAD + '"0001","Adorp","0053","","19900101"\r\n').encode("utf-8-sig"))
    assert (table.number, table.title) == (33, "Gemeententabel")
    assert table.codes == (
        Code(
            code="0001",
            description="Adorp",
            valid_until_on=date(1990, 1, 1),
            details={"92.12 Nieuwe code": "0053"},
        ),
    )


def test_every_mistake_is_told_with_its_line() -> None:
    lines = [
        '"0001","Adorp","","",""',
        '"0002","Aduard",""',
        '"","Appingedam","","",""',
        '"0003","","","19950230","1990"',
        '"0004","Baflo","","19900101","19800101"',
        '"0001","Adorp opnieuw","","",""',
    ]
    assert refused(NAME, HEAD + "\n".join(lines)) == [
        f"{NAME}:3: give 5 columns; there are 3",
        f"{NAME}:4: give a code of 1 to 10 characters",
        f"{NAME}:5: give a description of 1 to 200 characters",
        f"{NAME}:5: write the date 99.98 as jjjjmmdd, or leave it empty: '19950230' is no date",
        f"{NAME}:5: write the date 99.99 as jjjjmmdd, or leave it empty: '1990' is no date",
        f"{NAME}:6: let it end on or after 1990-01-01: 1980-01-01 lies before",
        f"{NAME}:7: give code 0001 once for one start: it stands on line 2 too",
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gemeenten.csv", HEAD, "1: name the file after its table"),
        (NAME, "", "1: the file is empty"),
        (NAME, "code,omschrijving\n", "1: start with the column names"),
        (NAME, HEAD.encode() + '"0001","Zoë"'.encode("latin-1"), "2: save the file as UTF-8"),
        (NAME, HEAD + '"0001","A\x00"', "2: remove the NUL character"),
        (NAME, HEAD + '"0001","A" b,"","",""', "2: this is not CSV"),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: str | bytes, reason: str) -> None:
    assert refused(name, content)[0].startswith(f"{name}:{reason}")


@needs_shared_material
def test_every_table_of_the_national_set_can_be_read() -> None:
    tables = [read(path.name, path.read_bytes()) for path in sorted(CODE_TABLES.glob("*.csv"))]
    assert {table.number: len(table.codes) for table in tables} == {
        32: 217,
        33: 1_478,
        34: 390,
        37: 205,
        38: 13,
        56: 43,
        60: 8,
        61: 7,
    }
