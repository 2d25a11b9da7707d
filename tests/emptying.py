"""Emptying a test database: back to exactly what the migrations left, identities too.

The log's triggers refuse TRUNCATE for every role, also under `session_replication_role = replica`; the owner turns
them off and on again, which only the owner can and only test code does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

KEPT = ("django_migrations",)
SMALL_BYTES_MAX = 4 * 1024 * 1024
"""Tables up to this size are emptied row by row: TRUNCATE makes every file of a table anew, which costs more."""
TRUNCATED_EVERY = 50
"""How often they are truncated all the same, so that what was deleted does not heap up."""


@dataclass(frozen=True)
class Table:
    """A table of schema public: its place in the order of creation, and what refers to it."""

    oid: int
    name: str
    triggers: tuple[tuple[str, str], ...]

    @property
    def identifier(self) -> sql.Identifier:
        """The name, quoted."""
        return sql.Identifier(self.name)


@dataclass(frozen=True)
class Seed:
    """The rows that the migrations left in a table, and a digest to see whether they still stand."""

    digest: str
    rows: bytes


@dataclass(frozen=True)
class Filling:
    """What stood in a database beside what the migrations left: rows by table, and where the sequences were."""

    rows: dict[int, bytes]
    sequences: dict[str, int | None]


class Emptier:
    """Knows what a freshly migrated database holds, and brings it back to that."""

    def __init__(self, owner: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Look at a database that no test has used yet. `owner` logs in as the owner."""
        self.tables = {table.oid: table for table in _tables(owner)}
        self.referrers = _referrers(owner)
        self.sequences = dict(_sequences(owner))
        self.children_first = list(_children_first(self.tables, self.referrers))
        self.times = 0
        filled = _filled(owner, self.tables.values())
        self.seeds = {oid: Seed(_digest(owner, self.tables[oid]), _copy_out(owner, self.tables[oid])) for oid in filled}

    def empty(self, owner: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Empty every table a test touched and put the migrations' rows back, in one transaction."""
        with owner.transaction():
            owner.execute("SET LOCAL lock_timeout = '10s'")
            touched = self._touched(owner)
            if touched and self._may_delete(owner, touched):
                self._delete(owner, [self.tables[oid] for oid in self.children_first if oid in touched])
            elif touched:
                self._truncate(owner, [self.tables[oid] for oid in sorted(self._with_referrers(touched))])
            _set_sequences(owner, self.sequences)

    def filling(self, owner: psycopg.Connection[tuple[Any, ...]]) -> Filling:
        """What stands in the database now beside what the migrations left, to be put back by `fill`."""
        touched = self._touched(owner)
        if changed := touched & self.seeds.keys():
            raise AssertionError(f"rows of the migrations changed: {[self.tables[oid].name for oid in changed]}")
        rows = {oid: _copy_out(owner, self.tables[oid]) for oid in sorted(touched)}
        return Filling(rows, dict(_sequences(owner)))

    def fill(self, owner: psycopg.Connection[tuple[Any, ...]], filling: Filling) -> None:
        """Put back what stood there, in an emptied database. No trigger is on INSERT, so none is turned off."""
        with owner.transaction():
            for oid, rows in filling.rows.items():
                _copy_in(owner, self.tables[oid], rows=rows)
            _set_sequences(owner, filling.sequences)

    def _touched(self, owner: psycopg.Connection[tuple[Any, ...]]) -> set[int]:
        filled = _filled(owner, self.tables.values())
        seeded = {oid for oid, seed in self.seeds.items() if _digest(owner, self.tables[oid]) != seed.digest}
        return (filled - self.seeds.keys()) | seeded

    def _with_referrers(self, touched: set[int]) -> set[int]:
        waiting = list(touched)
        while waiting:
            for referrer in self.referrers.get(waiting.pop(), set()) - touched:
                touched.add(referrer)
                waiting.append(referrer)
        return touched & self.tables.keys()

    def _may_delete(self, owner: psycopg.Connection[tuple[Any, ...]], touched: set[int]) -> bool:
        """Whether all that was touched is small, and no rows of the migrations are to be put back among them."""
        self.times += 1
        if touched & self.seeds.keys() or self.times % TRUNCATED_EVERY == 0:
            return False
        sizes = owner.execute("SELECT max(pg_relation_size(oid)) FROM unnest(%s::oid[]) AS oid", [sorted(touched)])
        row = sizes.fetchone()
        return row is not None and row[0] <= SMALL_BYTES_MAX

    def _delete(self, owner: psycopg.Connection[tuple[Any, ...]], tables: list[Table]) -> None:
        guarded = [table for table in tables if table.triggers]
        _disable(owner, guarded)
        for table in tables:
            owner.execute(sql.SQL("DELETE FROM {}").format(table.identifier))
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with references still to be checked cannot be altered
        _enable(owner, guarded)

    def _truncate(self, owner: psycopg.Connection[tuple[Any, ...]], tables: list[Table]) -> None:
        guarded = [table for table in tables if table.triggers]
        _disable(owner, guarded)
        names = sql.SQL(", ").join(table.identifier for table in tables)
        owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(names))
        for table in tables:
            if table.oid in self.seeds:
                _copy_in(owner, table, rows=self.seeds[table.oid].rows)
        _enable(owner, guarded)


def _disable(owner: psycopg.Connection[tuple[Any, ...]], guarded: Iterable[Table]) -> None:
    for table in guarded:
        owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table.identifier))


def _enable(owner: psycopg.Connection[tuple[Any, ...]], guarded: Iterable[Table]) -> None:
    """Every trigger as it was."""
    for table in guarded:
        for trigger, state in table.triggers:
            verb = {"A": "ENABLE ALWAYS", "O": "ENABLE", "R": "ENABLE REPLICA", "D": "DISABLE"}[state]
            owner.execute(
                sql.SQL("ALTER TABLE {} " + verb + " TRIGGER {}").format(table.identifier, sql.Identifier(trigger))
            )


def _children_first(tables: Iterable[int], referrers: dict[int, set[int]]) -> Iterator[int]:
    """Every table after those that refer to it, so that no row that is referred to is deleted first."""
    seen: set[int] = set()

    def visit(oid: int) -> Iterator[int]:
        if oid not in seen:
            seen.add(oid)
            for referrer in sorted(referrers.get(oid, ())):
                yield from visit(referrer)
            yield oid

    for table in sorted(tables):
        yield from visit(table)


def _tables(owner: psycopg.Connection[tuple[Any, ...]]) -> list[Table]:
    rows = owner.execute(
        """
        SELECT t.oid, t.relname,
               array(SELECT ARRAY[g.tgname::text, g.tgenabled::text] FROM pg_trigger g
                     WHERE g.tgrelid = t.oid AND NOT g.tgisinternal)
        FROM pg_class t
        WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND t.relname <> ALL(%s)
        ORDER BY t.oid
        """,
        [list(KEPT)],
    )
    return [Table(oid, name, tuple((trigger, state) for trigger, state in triggers)) for oid, name, triggers in rows]


def _referrers(owner: psycopg.Connection[tuple[Any, ...]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for referred, referrer in owner.execute("SELECT confrelid, conrelid FROM pg_constraint WHERE contype = 'f'"):
        found.setdefault(referred, set()).add(referrer)
    return found


def _sequences(owner: psycopg.Connection[tuple[Any, ...]]) -> list[tuple[str, int | None]]:
    rows = owner.execute(
        "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"
    )
    return [(name, value) for name, value in rows]


def _set_sequences(owner: psycopg.Connection[tuple[Any, ...]], values: dict[str, int | None]) -> None:
    """All in one statement: there are dozens."""
    asked = [
        sql.SQL("setval({}::text::regclass, coalesce({}, 1), {})").format(name, value, value is not None)
        for name, value in values.items()
    ]
    owner.execute(sql.SQL("SELECT ") + sql.SQL(", ").join(asked))


def _filled(owner: psycopg.Connection[tuple[Any, ...]], tables: Iterable[Table]) -> set[int]:
    asked = [
        sql.SQL("(SELECT {}::bigint WHERE EXISTS (SELECT 1 FROM {}))").format(sql.Literal(table.oid), table.identifier)
        for table in tables
    ]
    return {row[0] for row in owner.execute(sql.SQL(" UNION ALL ").join(asked))} if asked else set()


def _digest(owner: psycopg.Connection[tuple[Any, ...]], table: Table) -> str:
    row = owner.execute(
        sql.SQL("SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM {} t").format(
            table.identifier
        )
    ).fetchone()
    return str(row and row[0])


def _copy_out(owner: psycopg.Connection[tuple[Any, ...]], table: Table) -> bytes:
    with owner.cursor() as cursor, cursor.copy(sql.SQL("COPY {} TO STDOUT").format(table.identifier)) as copy:
        return b"".join(bytes(block) for block in copy)


def _copy_in(owner: psycopg.Connection[tuple[Any, ...]], table: Table, *, rows: bytes) -> None:
    with owner.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table.identifier)) as copy:
        copy.write(rows)
