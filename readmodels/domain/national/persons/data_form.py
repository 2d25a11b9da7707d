"""The data form of a person: the elements of his file under the API's names, nothing derived.

`whole` is everything that the file holds; `selected` is what is delivered of it for the fields that were asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from readmodels.domain.national.codes import Codes
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
from readmodels.domain.national.persons import partners, values
from readmodels.domain.national.persons.elements import LEAVES, LISTS
from readmodels.domain.national.persons.fields import CUSTODY_RELATIONS, Selection
from readmodels.domain.national.persons.investigations import investigation
from readmodels.domain.national.persons.trees import Tree, choose, get, put
from readmodels.domain.national.persons.validity import is_over

IN_ITEM = "inOnderzoek"
UNDER_INVESTIGATION: Mapping[str, str] = {
    PERSON: "persoonInOnderzoek",
    DEATH: "overlijden.inOnderzoek",
    RESIDENCE: "verblijfplaats.inOnderzoek",
    PERMIT: "verblijfstitel.inOnderzoek",
    CUSTODY: "gezagInOnderzoek",
}
"""Where the data form tells what is under investigation, of the categories that a person has one of."""
RNI_CATEGORIES: Mapping[str, str] = {
    PERSON: "Persoon",
    NATIONALITY: "Nationaliteit",
    DEATH: "Overlijden",
    RESIDENCE: "Verblijfplaats",
}
"""Categories that a participant of the register of non-residents may have supplied, as the API names them."""
UNASKED = ("geheimhoudingPersoonsgegevens", "opschortingBijhouding", "verificatie")
ENDING = {"europeesKiesrecht": "einddatumUitsluiting", "uitsluitingKiesrecht": "einddatum", "verblijfstitel": "datumEinde"}
"""Groups that are told of until a day that they name themselves."""
SAYING = {"europeesKiesrecht": "aanduiding", "uitsluitingKiesrecht": "uitgeslotenVanKiesrecht"}
"""Groups that are told of only when this member says so."""
NO_PERMIT = "98"
"""Code of table 56: no residence permit (any more)."""


def whole(file: PersonFile, *, today: date, describe: Codes) -> Tree:
    """Everything that the file says, in the data form. Total: of any rows."""
    person: Tree = {}
    for category in (PERSON, DEATH, REGISTRATION, RESIDENCE, PERMIT, CUSTODY, VOTING):
        said = _said(file, category)
        _put_all(person, category, said, describe=describe)
        if category in UNDER_INVESTIGATION:
            put(person, UNDER_INVESTIGATION[category], investigation(said))
    for category, member in LISTS.items():
        person[member] = list(_items(file, category, describe=describe))
    _drop_what_is_over(person, today=today)
    return person | _unasked(file, describe=describe)


def selected(person: Tree, selection: Selection) -> Tree:
    """What is delivered of a whole person for a selection: the elements its fields need, and what is told unasked."""
    sources = selection.sources()
    chosen = choose(person, _paths(sources, UNDER_INVESTIGATION))
    for category, member in LISTS.items():
        if selection.asks(member) or any(of == category for of, _ in sources):
            chosen[member] = [_selected_item(item, category, selection) for item in person[member]]
    if selection.asks("adressering") and "verblijfplaats" in person:
        chosen.setdefault("verblijfplaats", {})
    put(chosen, "rni", _rni(person, {category for category, _ in sources}))
    return chosen | {name: person[name] for name in (CUSTODY_RELATIONS, *UNASKED) if name in person}


def _said(file: PersonFile, category: str) -> Elements:
    """What the present row of a category says; of a residence, with its address; of voting, where it stood before."""
    said = file.present(category)
    if category == RESIDENCE:
        address = said.get("adres")
        return {**(address if isinstance(address, Mapping) else NOTHING), **said}
    return {**file.present(REGISTRATION), **said} if category == VOTING else said


def _put_all(tree: Tree, category: str, said: Elements, *, describe: Codes) -> None:
    for leaf in LEAVES[category]:
        put(tree, leaf.path, leaf.value(said, describe))


def _items(file: PersonFile, category: str, *, describe: Codes) -> Iterator[Tree]:
    for said, marks in _told(file, category):
        item: Tree = dict(marks)
        _put_all(item, category, said, describe=describe)
        if marks or item:
            put(item, IN_ITEM, investigation(said))
            yield item


def _told(file: PersonFile, category: str) -> Iterator[tuple[Elements, Tree]]:
    """What is said of each of several, with what marks it among them."""
    if category == UNION:
        yield from ((union, {}) for union in partners.unions(file))
    elif category == PARENT_1:
        for number, parent in (("1", PARENT_1), ("2", PARENT_2)):
            said = file.present(parent)
            if _tells_of_someone(said, PARENT_1):
                yield said, {"ouderAanduiding": number}
    else:
        rows = (next((row.elements for row in stack), NOTHING) for stack in file.of(category))
        yield from ((said, {}) for said in rows if _counts(said, category))


def _counts(said: Elements, category: str) -> bool:
    if category == NATIONALITY:
        return any(values.written(said.get(name)) for name in ("nationaliteit", "bijzonderNederlanderschap"))
    return _tells_of_someone(said, category)


def _tells_of_someone(said: Elements, category: str) -> bool:
    names = ("anummer", *(name for leaf in LEAVES[category] for name in leaf.names))
    return any(values.written(said.get(name)) for name in names)


def _drop_what_is_over(person: Tree, *, today: date) -> None:
    for group, ends in ENDING.items():
        told = person.get(group, {})
        if is_over(told.get(ends), today=today) or (group in SAYING and SAYING[group] not in told):
            person.pop(group, None)
    permit = person.get("verblijfstitel", {})
    if not permit.keys() - {IN_ITEM} or get(permit, "aanduiding.code") == NO_PERMIT:
        person.pop("verblijfstitel", None)


def _unasked(file: PersonFile, *, describe: Codes) -> Tree:
    """What is told whatever was asked: secrecy, suspension, verification, and who supplied a category."""
    said, told = file.present(REGISTRATION), Tree()
    secrecy = values.number(values.written(said.get("indicatieGeheim")), describe)
    put(told, "geheimhoudingPersoonsgegevens", secrecy if isinstance(secrecy, int) and secrecy > 0 else None)
    reason = values.written(said.get("redenOpschortingBijhouding"))
    put(told, "opschortingBijhouding.reden", values.suspension(reason, describe) if reason else None)
    put(told, "opschortingBijhouding.datum", values.written(said.get("datumOpschortingBijhouding")) or None)
    put(told, "verificatie.datum", values.written(said.get("datumVerificatie")) or None)
    put(told, "verificatie.omschrijving", values.written(said.get("omschrijvingVerificatie")) or None)
    put(told, "rni", list(_supplied(file, describe=describe)) or None)
    return told


def _supplied(file: PersonFile, *, describe: Codes) -> Iterator[Tree]:
    for category, name in RNI_CATEGORIES.items():
        for stack in file.of(category):
            said = next((row.elements for row in stack), NOTHING)
            code = values.written(said.get("rniDeelnemer"))
            if code and (category != NATIONALITY or _counts(said, category)):
                supplied: Tree = {"deelnemer": values.participant(code, describe)}
                put(supplied, "omschrijvingVerdrag", values.written(said.get("omschrijvingVerdrag")) or None)
                yield supplied | {"categorie": name}


def _rni(person: Tree, categories: Iterable[str]) -> list[Any] | None:
    named = {RNI_CATEGORIES[category] for category in categories if category in RNI_CATEGORIES}
    return [one for one in person.get("rni", ()) if one["categorie"] in named] or None


def _paths(sources: Iterable[tuple[str, str]], marks: Mapping[str, str]) -> list[str]:
    """The paths of the data form at which these elements stand, and what tells of investigations of their category."""
    wanted = frozenset(sources)
    leaves = [
        leaf.path
        for category, all_leaves in LEAVES.items()
        if category not in LISTS
        for leaf in all_leaves
        if (category, leaf.number) in wanted
    ]
    return [*leaves, *(path for category, path in marks.items() if any(of == category for of, _ in wanted))]


def _selected_item(item: Tree, category: str, selection: Selection) -> Tree:
    wanted = selection.sources()
    paths = [leaf.path for leaf in LEAVES[category] if (category, leaf.number) in wanted]
    marks = ["ouderAanduiding"] if "ouders.ouderAanduiding" in selection.fields else []
    return choose(item, [*marks, *paths, IN_ITEM])


def is_under_investigation(person: Mapping[str, Any], category: str) -> Any:
    """What the data form of a person tells of an investigation of a category."""
    return get(person, UNDER_INVESTIGATION[category]) if category in UNDER_INVESTIGATION else None
