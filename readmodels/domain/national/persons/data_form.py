"""The data form of a person: the elements of his file under the API's names, nothing derived.

`whole` is everything that the file holds; `selected` is what is delivered of it for the fields that were asked for.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from readmodels.domain.national import elements, said
from readmodels.domain.national.codes import Codes
from readmodels.domain.national.elements import LEAVES, LISTS
from readmodels.domain.national.investigations import running
from readmodels.domain.national.person_file import (
    CUSTODY,
    DEATH,
    NATIONALITY,
    NOTHING,
    PARENT_1,
    PARENT_2,
    PERMIT,
    PERSON,
    REGISTRATION,
    RESIDENCE,
    UNION,
    VOTING,
    Elements,
    PersonFile,
)
from readmodels.domain.national.persons import partners, unasked
from readmodels.domain.national.persons.fields import ADDRESS_LINES, Selection, Sources
from readmodels.domain.national.persons.nationalities import is_held
from readmodels.domain.national.persons.validity import is_over
from readmodels.domain.national.trees import Tree, choose, get, merge, put

IN_ITEM = "inOnderzoek"
UNDER_INVESTIGATION: Mapping[str, str] = {
    PERSON: "persoonInOnderzoek",
    DEATH: "overlijden.inOnderzoek",
    RESIDENCE: "verblijfplaats.inOnderzoek",
    PERMIT: "verblijfstitel.inOnderzoek",
    CUSTODY: "gezagInOnderzoek",
}
"""Where the data form tells what is under investigation, of the categories that a person has one of."""
ENDING = {
    "europeesKiesrecht": "einddatumUitsluiting",
    "uitsluitingKiesrecht": "einddatum",
    "verblijfstitel": "datumEinde",
}
"""Groups that are told of until a day that they name themselves."""
SAYING = {"europeesKiesrecht": "aanduiding", "uitsluitingKiesrecht": "uitgeslotenVanKiesrecht"}
"""Groups that are told of only when this member says so."""
NO_PERMIT = "98"
"""Code of table 56: no residence permit (any more)."""


def whole(file: PersonFile, *, today: date, describe: Codes) -> Tree:
    """Everything that the file says, in the data form. Total: of any rows."""
    person: Tree = {}
    for category in (PERSON, DEATH, REGISTRATION, RESIDENCE, PERMIT, CUSTODY, VOTING):
        row = _row(file, category)
        merge(person, elements.told(LEAVES[category], row, describe))
        if category in UNDER_INVESTIGATION:
            put(person, UNDER_INVESTIGATION[category], _investigation(row))
    for category, member in LISTS.items():
        person[member] = list(_items(file, category, describe=describe))
    _drop_what_is_over(person, today=today)
    return person | unasked.whole(file, describe=describe)


def selected(person: Tree, selection: Selection) -> Tree:
    """What is delivered of a whole person for a selection: the elements its fields need, and what is told unasked."""
    sources = selection.sources()
    categories = {category for category, _ in sources}
    marks = [path for category, path in UNDER_INVESTIGATION.items() if category in categories]
    singles = [path for category in LEAVES if category not in LISTS for path in _paths(category, sources)]
    chosen = choose(person, [*singles, *marks])
    for category, member in LISTS.items():
        if selection.asks(member) or category in categories:
            marks = ["ouderAanduiding"] if "ouders.ouderAanduiding" in selection.fields else []
            paths = [*marks, *_paths(category, sources), IN_ITEM]
            chosen[member] = [choose(item, paths) for item in person[member]]
    if any(line in selection.fields for line in ADDRESS_LINES) and "verblijfplaats" in person:
        chosen.setdefault("verblijfplaats", {})
    put(chosen, "rni", unasked.supplied_by(person, categories))
    return chosen | {name: person[name] for name in unasked.ALWAYS if name in person}


def _row(file: PersonFile, category: str) -> Elements:
    """What the present row of a category says; of voting, also where it stood before (category 07)."""
    row = file.present(category)
    return {**file.present(REGISTRATION), **row} if category == VOTING else row


def _investigation(row: Elements) -> Tree | None:
    """The investigation of a row that goes on."""
    found = running(row)
    return None if found is None else found.as_data()


def _items(file: PersonFile, category: str, *, describe: Codes) -> Iterator[Tree]:
    for row, marks in _told(file, category):
        item = marks | elements.told(LEAVES[category], row, describe)
        put(item, IN_ITEM, _investigation(row))
        yield item


def _told(file: PersonFile, category: str) -> Iterator[tuple[Elements, Tree]]:
    """What is said of each of several, with what marks it among them."""
    if category == UNION:
        yield from ((union, {}) for union in partners.unions(file))
    elif category == PARENT_1:
        for number, parent in (("1", PARENT_1), ("2", PARENT_2)):
            row = file.present(parent)
            if _tells_of_someone(row, PARENT_1):
                yield row, {"ouderAanduiding": number}
    else:
        rows = (next((row.elements for row in stack), NOTHING) for stack in file.of(category))
        yield from ((row, {}) for row in rows if _counts(row, category))


def _counts(row: Elements, category: str) -> bool:
    return is_held(row) if category == NATIONALITY else _tells_of_someone(row, category)


def _tells_of_someone(row: Elements, category: str) -> bool:
    names = ("anummer", *(name for leaf in LEAVES[category] for name in leaf.names))
    return said.anything(row, names)


def _drop_what_is_over(person: Tree, *, today: date) -> None:
    for group, ends in ENDING.items():
        told = person.get(group, {})
        if is_over(told.get(ends), today=today) or (group in SAYING and SAYING[group] not in told):
            person.pop(group, None)
    permit = person.get("verblijfstitel", {})
    if not permit.keys() - {IN_ITEM} or get(permit, "aanduiding.code") == NO_PERMIT:
        person.pop("verblijfstitel", None)


def _paths(category: str, sources: Sources) -> list[str]:
    """The paths at which these elements of a category stand."""
    return [leaf.path for leaf in LEAVES[category] if (category, leaf.number) in sources]


def is_under_investigation(person: Mapping[str, Any], category: str) -> Any:
    """What the data form of a person tells of an investigation of a category."""
    return get(person, UNDER_INVESTIGATION[category]) if category in UNDER_INVESTIGATION else None
