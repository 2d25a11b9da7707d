"""`manage.py load_code_tables`: all or nothing, the same files twice change nothing, descriptions as of a day."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from readmodels.domain.national.codes import NationalTable
from readmodels.models import CodeEntry, CodeTable
from readmodels.queries.code_tables import description
from tests.shared_material import CODE_TABLES, needs_shared_material

HEAD = '"92.10 Gemeentecode","92.11 Omschrijving","99.98 Datum ingang","99.99 Datum einde"\n'
pytestmark = pytest.mark.usefixtures("rows")


def write(folder: Path, *lines: str, name: str = "Tabel33_Gemeenten.csv") -> Path:
    (folder / name).write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def load(folder: Path) -> str:
    said = StringIO()
    call_command("load_code_tables", str(folder), stdout=said)
    return said.getvalue()


def test_a_code_means_what_it_meant_on_the_day(tmp_path: Path) -> None:
    load(write(tmp_path, '"0001","Adorp","","19900101"', '"0001","Nieuw-Adorp","20200101",""'))
    assert description(NationalTable.MUNICIPALITY, "0001", on=date(1985, 6, 1)) == "Adorp"
    assert description(NationalTable.MUNICIPALITY, "0001", on=date(1990, 1, 1)) is None
    assert description(NationalTable.MUNICIPALITY, "0001", on=date(2020, 1, 1)) == "Nieuw-Adorp"
    assert description(NationalTable.MUNICIPALITY, "0001") == "Nieuw-Adorp"


def test_a_code_is_found_without_its_leading_zeros(tmp_path: Path) -> None:
    load(write(tmp_path, '"0053","Winsum","",""'))
    assert description(NationalTable.MUNICIPALITY, "53") == "Winsum"
    assert description(NationalTable.MUNICIPALITY, "54") is None
    assert description(NationalTable.COUNTRY, "53") is None


def test_loading_again_changes_only_what_the_files_changed(tmp_path: Path) -> None:
    load(write(tmp_path, '"0001","Adorp","",""', '"0002","Aduard","",""'))
    assert "0 added     0 changed     2 unchanged" in load(tmp_path)
    said = load(write(tmp_path, '"0001","Adorp","","19900101"', '"0003","Baflo","",""'))
    assert "1 added     1 changed     0 unchanged, 1 kept that the file no longer has" in said
    assert set(CodeEntry.objects.values_list("code", flat=True)) == {"0001", "0002", "0003"}


def test_one_bad_file_refuses_all_with_file_and_line(tmp_path: Path) -> None:
    write(tmp_path, '"0001","Adorp","",""')
    write(tmp_path, '"5001","Canada","gisteren",""', name="Tabel34_Landen.csv")
    with pytest.raises(CommandError, match=r"Tabel34_Landen.csv:2: write the date 99.98"):
        load(tmp_path)
    assert not CodeTable.objects.exists()


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"there is no \.csv file in this folder"):
        load(tmp_path)
    with pytest.raises(CommandError, match="there is no such folder"):
        load(tmp_path / "absent")


def test_two_files_of_one_table_are_refused(tmp_path: Path) -> None:
    write(tmp_path, '"0001","Adorp","",""')
    write(tmp_path, '"0001","Adorp","",""', name="Tabel33_anders.csv")
    with pytest.raises(CommandError, match=r"table 33 is in Tabel33_Gemeenten\.csv too"):
        load(tmp_path)


@needs_shared_material
def test_the_national_tables_are_loaded_and_describe_codes_of_then() -> None:
    assert "8 tables loaded" in load(CODE_TABLES)
    assert description(NationalTable.MUNICIPALITY, "0518") == "'s-Gravenhage"
    assert description(NationalTable.MUNICIPALITY, "0001", on=date(1980, 1, 1)) == "Adorp"
    assert description(NationalTable.MUNICIPALITY, "0001", on=date(2000, 1, 1)) is None
    assert description(NationalTable.COUNTRY, "6030") == "Nederland"
    assert description(NationalTable.NATIONALITY, "1") == "Nederlandse"
    assert description(NationalTable.TITLE, "JV") == "jonkvrouw"
    assert CodeEntry.objects.count() == 2_361
