"""The codes of national tables as an official chooses them: by what they mean, with the code between brackets."""

from collections.abc import Iterable, Mapping

from management_ui.forms.entry.nodes import Leaf
from readmodels.queries import code_tables


def code_lists(leaves: Iterable[Leaf]) -> dict[int, list[str]]:
    """For every national table that one of these inputs takes codes of: the codes with what they mean."""
    tables = {leaf.table for leaf in leaves if leaf.table}
    return {table: [_text(code, meaning) for code, meaning in code_tables.entries(table)] for table in sorted(tables)}


def coded(typed: Mapping[str, str], leaves: Iterable[tuple[str, Leaf]]) -> dict[str, str]:
    """What is typed in these inputs (by name), with the code where somebody typed only what a code means."""
    found = dict(typed)
    known: dict[int, dict[str, str]] = {}
    for name, leaf in leaves:
        if leaf.table and found.get(name):
            if leaf.table not in known:
                entries = code_tables.entries(leaf.table)
                known[leaf.table] = {meaning.casefold(): _text(code, meaning) for code, meaning in entries}
            found[name] = known[leaf.table].get(found[name].strip().casefold(), found[name])
    return found


def _text(code: str, meaning: str) -> str:
    return f"{meaning} ({code})"
