"""Cases that nobody on this project wrote: read from beside the project, and judged by the product's own functions."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Case = Mapping[str, Any]


class View(Protocol):
    """What turns a case into an answer of ours, and says what was expected of it."""

    def answer(self, case: Case) -> Any:
        """Our answer, in the shape of what the case expects."""
        ...

    def expected(self, case: Case) -> Any:
        """What the case expects."""
        ...

    def agree(self, answer: Any, expected: Any) -> bool:
        """Whether the two say the same."""
        ...

    def topics(self, case: Case) -> Iterable[str]:
        """What the case is about, for counting."""
        ...

    def name(self, case: Case) -> str:
        """What the case is called."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One case with our answer. `error` is what was raised, if anything: that is a failure as well."""

    id: str
    topics: tuple[str, ...]
    answer: Any
    passed: bool
    error: str = ""


def load(path: Path) -> list[Case]:
    """Every case of a file, one a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def judge(view: View, case: Case) -> Judged:
    """Our answer to one case, compared. What the product cannot express is a failure, never a skip."""
    topics = tuple(view.topics(case)) or ("-",)
    try:
        answer = view.answer(case)
    except Exception as error:  # noqa: BLE001 - a case that breaks the product is a failed case, with its reason
        return Judged(id=view.name(case), topics=topics, answer=None, passed=False, error=repr(error))
    return Judged(id=view.name(case), topics=topics, answer=answer, passed=view.agree(answer, view.expected(case)))


def report(judged: Sequence[Judged], *, write: Callable[[str], object]) -> None:
    """Passed and failed per topic, the failures by name, and the total."""
    passed, failed = Counter[str](), Counter[str]()
    for one in judged:
        (passed if one.passed else failed).update(one.topics)
    for topic in sorted({*passed, *failed}):
        write(f"{topic:40} {passed[topic]:5} passed {failed[topic]:5} failed")
    for one in judged:
        if not one.passed:
            write(f"FAILED {one.id} {one.error}".rstrip())
    right = sum(one.passed for one in judged)
    write(f"{right} of {len(judged)} passed")


def write_answers(judged: Iterable[Judged], *, path: Path) -> None:
    """One line a case: its id and our answer."""
    lines = (json.dumps({"id": one.id, "answer": one.answer}, ensure_ascii=False, default=str) for one in judged)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
