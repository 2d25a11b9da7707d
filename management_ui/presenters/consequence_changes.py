"""What is otherwise in the consequences than when the page was opened: appeared, gone, or another value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from management_ui.presenters.consequences import ConsequenceLine, Consequences, Expected

Place = tuple[UUID, str]
"""Of whom, and which value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceChange:
    """One value of one person: what would have followed when the page was opened, and what would follow now."""

    kind: Literal["appeared", "gone", "other"]
    then: ConsequenceLine | None
    now: ConsequenceLine | None

    @property
    def line(self) -> ConsequenceLine:
        """What tells of whom it is, and which value."""
        line = self.now or self.then
        assert line is not None, "a change has a line on one side"
        return line


def changes_of(expected: Expected | None) -> tuple[ConsequenceChange, ...] | None:
    """What is otherwise than by what he had seen; None where that was not asked, or nothing can be shown."""
    if expected is None or expected.told is None or expected.then is None:
        return None
    return consequence_changes(expected.then, expected.told)


def consequence_changes(then: Consequences, now: Consequences) -> tuple[ConsequenceChange, ...]:
    """What is otherwise now, in the order of the page; what is gone last. Empty: what follows is the same."""
    before, after = (*then.lines, *then.told), (*now.lines, *now.told)
    gone, appeared = (
        _by_place(it for it in before if it not in after),
        _by_place(it for it in after if it not in before),
    )
    found = [_change(gone.get(place, []), line) for place, lines in appeared.items() for line in lines]
    return (*found, *(ConsequenceChange(kind="gone", then=line, now=None) for lines in gone.values() for line in lines))


def _by_place(lines: Iterable[ConsequenceLine]) -> Mapping[Place, list[ConsequenceLine]]:
    found: dict[Place, list[ConsequenceLine]] = {}
    for line in lines:
        found.setdefault((line.person_id, line.title), []).append(line)
    return found


def _change(gone: list[ConsequenceLine], line: ConsequenceLine) -> ConsequenceChange:
    """The line that came, in the place of one that went when there is one: that is then told of."""
    if not gone:
        return ConsequenceChange(kind="appeared", then=None, now=line)
    return ConsequenceChange(kind="other", then=gone.pop(0), now=line)
