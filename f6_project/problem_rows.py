"""One line of the tables of problems."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a refusal answers. `detail` and `mend` are sentences in which the refusal's facts are filled in."""

    status: int
    title: str
    detail: str
    mend: str
    members: tuple[str, ...] = ()
