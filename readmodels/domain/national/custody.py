"""Custody in the form of the national service (gezag): relations with who is in them, as their own files tell.

The outcome is that of `readmodels.domain.law.custody`; here it is only written down. Who has no file of his own is
told of as the other's file names him.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

from readmodels.domain.law.custody import custody_of
from readmodels.domain.law.custody_outcome import UNKNOWN_THIRD, Custody, Kind
from readmodels.domain.national import dates, elements, said, values
from readmodels.domain.national.codes import Codes
from readmodels.domain.national.person_file import PERSON, PersonFile
from readmodels.domain.national.trees import Tree, put
from readmodels.domain.person import Someone
from readmodels.domain.societies import Society

FileOf = Callable[[UUID], PersonFile | None]
"""The file of a person, where there is one."""

KNOWN_THIRD, UNKNOWN = "BekendeDerde", "OnbekendeDerde"
REFERENCE, NAMED = "objectId", "genoemd"
"""How a stored relation says who somebody is: by id, and as he was named."""
NAME = tuple(leaf for leaf in elements.NAME if leaf.read is values.text)
"""The members of a name; of a title only the code is told."""


def custody_answer(person_ids: Iterable[UUID], society: Society, *, file_of: FileOf) -> Tree:
    """The whole answer of the service: for each person with a file, the relations of custody that he is in.

    Of a file that does not count (suspended as an error, erased) there are none.
    """
    persons = (file for person_id in person_ids if (file := file_of(person_id)) is not None and file.bsn)
    return {
        "personen": [
            {"burgerservicenummer": file.bsn, "gezag": relations(file.id, society, file_of=file_of)} for file in persons
        ]
    }


def relations(person_id: UUID, society: Society, *, file_of: FileOf) -> list[Tree]:
    """The relations of custody that a person is in: over himself, and those that he holds over others."""
    return [relation(custody, file_of=file_of) for custody in custody_of(person_id, society)]


def relation(custody: Custody, *, file_of: FileOf) -> Tree:
    """One relation, with who is in it."""
    return told(referring(custody), file_of=file_of)


def referring(custody: Custody) -> Tree:
    """One relation as it can be stored: who is in it by reference; his own file tells of him when it is read."""
    found: Tree = {"type": custody.kind.value, "minderjarige": _reference(custody.minor.as_someone())}
    parents = [_reference(parent) for parent in custody.parents]
    match custody.kind:
        case Kind.JOINT_PARENTAL:
            found["ouders"] = parents
        case Kind.SOLE:
            found["ouder"] = parents[0] if parents else {}
        case Kind.JOINT_WITH_THIRD:
            found |= {"ouder": parents[0] if parents else {}, "derde": _third(custody.third)}
        case Kind.GUARDIANSHIP:
            found["derden"] = [_third(guardian) for guardian in custody.guardians]
        case Kind.NONE_FOR_NOW | Kind.UNDETERMINABLE:
            found["toelichting"] = custody.reason
    return found | ({"inOnderzoek": True} if custody.in_doubt else {})


def told(stored: Mapping[str, Any], *, file_of: FileOf) -> Tree:
    """A relation that was stored, with who is in it."""
    found = {name: _resolved(member, file_of) for name, member in stored.items()}
    minor = stored["minderjarige"].get(REFERENCE)
    put(found["minderjarige"], "geboorte.datum", None if minor is None else _born(UUID(minor), file_of))
    return found


def _reference(someone: Someone) -> Tree:
    """Somebody by his id, beside how he was named for when there is no file of him."""
    identified = {} if someone.id is None else {REFERENCE: str(someone.id)}
    return {**identified, NAMED: _as_named(someone)}


def _third(someone: Someone | None) -> Tree:
    if someone is None or someone is UNKNOWN_THIRD:
        return {"type": UNKNOWN}
    return {"type": KNOWN_THIRD, **_reference(someone)}


def _resolved(member: Any, file_of: FileOf) -> Any:
    if isinstance(member, list):
        return [_resolved(item, file_of) for item in member]
    if not isinstance(member, Mapping):
        return member
    own = {name: value for name, value in member.items() if name not in (REFERENCE, NAMED)}
    return own | (_described(member, file_of) if NAMED in member else {})


def with_meanings(relation: Mapping[str, Any], describe: Codes) -> Tree:
    """The same relation with what its codes mean, as the persons API tells it."""
    return {name: _with_meanings(member, describe) for name, member in relation.items()}


def _with_meanings(member: Any, describe: Codes) -> Any:
    if isinstance(member, list):
        return [_with_meanings(item, describe) for item in member]
    if not isinstance(member, Mapping):
        return member
    told = dict(member)
    if "geslacht" in told:
        told["geslacht"] = values.sex(told["geslacht"]["code"], describe)
    if "adellijkeTitelPredicaat" in told.get("naam", {}):
        title = values.title(told["naam"]["adellijkeTitelPredicaat"]["code"], describe)
        told["naam"] = {**told["naam"], "adellijkeTitelPredicaat": title}
    return told


def _described(reference: Mapping[str, Any], file_of: FileOf) -> Tree:
    """Who somebody is: by his own file, else as he was named."""
    person_id = reference.get(REFERENCE)
    file = None if person_id is None else file_of(UUID(person_id))
    if file is None or not file.exists or not file.of(PERSON):
        return deepcopy(dict(reference[NAMED]))
    row, found = file.present(PERSON), Tree()
    put(found, "burgerservicenummer", file.bsn)
    for leaf in NAME:
        put(found, leaf.path, said.preferred(row, *leaf.names))
    put(found, "naam.adellijkeTitelPredicaat.code", said.text(row, "adellijkeTitelPredicaat"))
    put(found, "geslacht.code", said.text(row, "geslachtsaanduiding"))
    return found


def _as_named(someone: Someone) -> Tree:
    told: Tree = {}
    put(told, "burgerservicenummer", someone.bsn)
    put(told, "naam.voornamen", someone.name.given_names or None)
    put(told, "naam.voorvoegsel", someone.name.prefix or None)
    put(told, "naam.geslachtsnaam", someone.name.surname or None)
    put(told, "naam.adellijkeTitelPredicaat.code", someone.name.title or None)
    put(told, "geslacht.code", someone.sex or None)
    return told


def _born(person_id: UUID, file_of: FileOf) -> str | None:
    file = file_of(person_id)
    return None if file is None else dates.stated(file.present(PERSON), "geboortedatum")
