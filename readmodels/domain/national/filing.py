"""From effective facts to a person file."""

from collections.abc import Iterable
from uuid import UUID

from events.domain.facts import Fact
from readmodels.domain.national.person_file import FileRow, PersonFile, Stack
from readmodels.domain.national.register_stacks import register_rows


def person_file(person_id: UUID, facts: Iterable[Fact]) -> PersonFile:
    """The file of one person, from the facts that name him. Total: of any facts."""
    told = [fact for fact in facts if person_id in fact.object_ids]
    stacks: dict[tuple[str, str], list[FileRow]] = {}
    for category, stack, row in register_rows(told):
        stacks.setdefault((category, stack), []).append(row)
    return PersonFile(id=person_id, stacks=_by_category(stacks))


def _by_category(stacks: dict[tuple[str, str], list[FileRow]]) -> dict[str, tuple[Stack, ...]]:
    found: dict[str, tuple[Stack, ...]] = {}
    for (category, _), rows in stacks.items():
        found[category] = (*found.get(category, ()), tuple(reversed(rows)))
    return dict(sorted(found.items()))
