"""Load the national tables from a folder: all files or none, and the same files twice change nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from events import administration
from events.domain.permissions import Principal
from readmodels.domain import code_tables
from readmodels.domain.code_tables import Code, Mistake, Table, TablesRefused
from readmodels.models import CodeEntry, CodeTable

FILE_BYTES_MAX = 20_000_000
Progress = Callable[[int, int, str], None]
"""Told after every file: how many are done, of how many, and which was the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedTable:
    """What loading one file did, in numbers of codes; `kept` are those the file no longer has."""

    number: int
    title: str
    added: int
    changed: int
    unchanged: int
    kept: int


def load_code_tables(folder: Path, *, by: Principal, progress: Progress | None = None) -> list[LoadedTable]:
    """Load every CSV file in the folder. Codes that a file no longer has are kept: old data still needs them.

    Each table that becomes otherwise is a line in the record of changes; the same files again leave none. Raises
    `TablesRefused` with every mistake of every file, file name and line; then nothing is loaded.
    """
    files = _files(folder)
    tables = _read_all(files)
    loaded = []
    with transaction.atomic():
        for done, (path, (table, digest)) in enumerate(zip(files, tables, strict=True), start=1):
            loaded.append(_load(table, digest=digest, by=by))
            if progress is not None:
                progress(done, len(files), path.name)
    return loaded


def _files(folder: Path) -> Sequence[Path]:
    if not folder.is_dir():
        raise TablesRefused([Mistake(file=str(folder), line=1, message="there is no such folder")])
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
    if not files:
        raise TablesRefused([Mistake(file=str(folder), line=1, message="there is no .csv file in this folder")])
    return files


def _read_all(files: Sequence[Path]) -> list[tuple[Table, str]]:
    tables: list[tuple[Table, str]] = []
    mistakes: list[Mistake] = []
    holders: dict[int, str] = {}
    for path in files:
        content = path.read_bytes()[: FILE_BYTES_MAX + 1]
        try:
            table = _table(path.name, content)
        except TablesRefused as refused:
            mistakes += refused.mistakes
            continue
        holder = holders.setdefault(table.number, path.name)
        if holder != path.name:
            message = f"table {table.number} is in {holder} too; leave one file"
            mistakes.append(Mistake(file=path.name, line=1, message=message))
        tables.append((table, sha256(content).hexdigest()))
    if mistakes:
        raise TablesRefused(mistakes)
    return tables


def _table(name: str, content: bytes) -> Table:
    if len(content) > FILE_BYTES_MAX:
        raise TablesRefused([Mistake(file=name, line=1, message=f"a file has at most {FILE_BYTES_MAX:,} bytes")])
    return code_tables.read(name, content)


def _load(table: Table, *, digest: str, by: Principal) -> LoadedTable:
    before = _told(CodeTable.objects.filter(number=table.number).first())
    stored, _ = CodeTable.objects.update_or_create(
        number=table.number, defaults={"title": table.title, "sha256": digest}
    )
    present = {(entry.code, entry.valid_from_on): entry for entry in stored.entries.all()}
    added, changed = [], []
    for code in table.codes:
        entry = present.pop((code.code, code.valid_from_on), None)
        if entry is None:
            added.append(_filled(CodeEntry(table=stored, code=code.code, valid_from_on=code.valid_from_on), code))
        elif _differs(entry, code):
            changed.append(_filled(entry, code))
    CodeEntry.objects.bulk_create(added)
    CodeEntry.objects.bulk_update(changed, ["description", "valid_until_on", "details"])
    done = LoadedTable(
        number=table.number,
        title=table.title,
        added=len(added),
        changed=len(changed),
        unchanged=len(table.codes) - len(added) - len(changed),
        kept=len(present),
    )
    if before != _told(stored) or added or changed:
        _record(stored, before=before, done=done, by=by)
    return done


def _told(table: CodeTable | None) -> dict[str, str] | None:
    return None if table is None else {"title": table.title, "sha256": table.sha256}


def _record(table: CodeTable, *, before: dict[str, str] | None, done: LoadedTable, by: Principal) -> None:
    """The line of one table: which file it was, and how much became otherwise."""
    numbers = {"codesAdded": done.added, "codesChanged": done.changed}
    administration.record(
        "Landelijke tabel geladen",
        administration.Action.CODES_LOADED,
        administration.Thing(kind=administration.Subject.CODE_TABLE, id=str(table.number), name=str(table)),
        by=by,
        before=before,
        after={**(_told(table) or {}), **numbers, "operator": administration.operator_name()},
        details={"table": table.number, **numbers},
    )


def _differs(entry: CodeEntry, code: Code) -> bool:
    return (entry.description, entry.valid_until_on, entry.details) != (
        code.description,
        code.valid_until_on,
        dict(code.details),
    )


def _filled(entry: CodeEntry, code: Code) -> CodeEntry:
    entry.description, entry.valid_until_on, entry.details = code.description, code.valid_until_on, dict(code.details)
    return entry
