"""What is under investigation, mirrored: beside every field that is derived from it, `true` and since when."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from readmodels.domain.national.dates import typed
from readmodels.domain.national.investigations import SINCE, Investigation, of_data_form
from readmodels.domain.national.person_file import CUSTODY, PERSON, RESIDENCE, UNION
from readmodels.domain.national.persons.fields import Sources
from readmodels.domain.national.trees import Tree

MARKS: Final = "inOnderzoek"
"""The member of a group that holds its marks: by field, the dates to tell with it. `choices` writes them out."""
NOT_THERE: Final = "indicatieVastgesteldVerblijftNietOpAdres"
"""The member that tells that somebody was found not to live at his address."""
SinceOf = Mapping[str, Mapping[str, str]]
TOP_LEVEL: Final[SinceOf] = {
    "": {PERSON: f"{SINCE}Persoon", RESIDENCE: f"{SINCE}Gemeente", CUSTODY: f"{SINCE}Gezag"},
}
ADDRESSING: Final[SinceOf] = {
    "": {PERSON: f"{SINCE}Persoon", UNION: f"{SINCE}Partner", RESIDENCE: f"{SINCE}Verblijfplaats"},
}
"""The names of the date, by group and category, where the fields of a group come from more than one category."""
MARKED_AS: Final[Mapping[str, str]] = {
    "aanschrijfwijze.naam": "aanschrijfwijze",
    "aanschrijfwijze.aanspreekvorm": "aanschrijfwijze",
}
"""Fields that are marked as the whole of which they are part."""
ELSEWHERE_ALSO: Final = frozenset({"0910", "0920", "1410", "1420"})
"""Elements of category 08 that say nothing of where somebody lives: registration in a municipality, and immigration."""
UNMARKED: Final = frozenset({"aNummer", "datumEersteInschrijvingGBA", "ouderAanduiding"})
"""Fields beside which the API has no mark."""


def mark(
    node: Tree,
    fields: Mapping[str, Sources],
    investigated: Any,
    *,
    category: str,
    since_of: SinceOf = MappingProxyType({}),
) -> None:
    """Mark, in a node of the public form, the fields that an investigation of a category is about.

    The groups of these fields are made where they are missing: that something is under investigation is something.
    """
    found = of_data_form(investigated)
    if found is None:
        return
    for path, sources in fields.items():
        own = [number for of, number in sources if of == category]
        if not own or path in UNMARKED:
            continue
        group, _, name = MARKED_AS.get(path, path).rpartition(".")
        holder = _group(node, group)
        if any(_is_about(found, number, category=category) for number in own):
            since = since_of.get(group, {}).get(category, SINCE)
            marks = holder.setdefault(MARKS, {}).setdefault(name, {})
            marks |= {since: typed(found.since)} if found.since else {}


def _is_about(found: Investigation, number: str, *, category: str) -> bool:
    """Whether an investigation is about an element of the row of a category that it stands in.

    That somebody does not live there puts his registration and immigration in no doubt: persons tell it so, and the
    residence history does not.
    """
    if found.found_not_living_there:
        return category == RESIDENCE and number not in ELSEWHERE_ALSO
    return found.covers(number)


def _group(node: Tree, path: str) -> Tree:
    for name in filter(None, path.split(".")):
        node = node.setdefault(name, {})
    return node
