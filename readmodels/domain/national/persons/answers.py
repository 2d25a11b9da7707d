"""The answer to a request for persons, in either form.

What is told is what the present rows of a file say. Whoever asks for another day cuts the files (`PersonFile.as_of`),
and takes that day for `today`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from readmodels.domain.national.codes import Codes
from readmodels.domain.national.custody import with_meanings
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons import addressing, choices, data_form, public_form, unasked
from readmodels.domain.national.persons.custody_relations import public_relation
from readmodels.domain.national.persons.fields import CUSTODY_RELATIONS
from readmodels.domain.national.persons.request import PersonsRequest
from readmodels.domain.national.trees import Tree

Relations = Callable[[PersonFile], Iterable[Mapping[str, Any]]]
"""The custody that the person of a file is in, in the national form (`readmodels.domain.national.custody`)."""


def data_answer(
    request: PersonsRequest, files: Iterable[PersonFile], *, today: date, describe: Codes, custody: Relations
) -> Tree:
    """The persons of these files in the data form: the elements that the fields of the request need."""
    selection = request.selection()
    told = []
    for file in files:
        person = data_form.selected(data_form.whole(file, today=today, describe=describe), selection)
        if selection.asks(CUSTODY_RELATIONS):
            person[CUSTODY_RELATIONS] = [with_meanings(relation, describe) for relation in custody(file)]
        told.append(person)
    return {"type": request.type, "personen": told}


def public_answer(
    request: PersonsRequest, files: Iterable[PersonFile], *, today: date, describe: Codes, custody: Relations
) -> Tree:
    """The persons of these files in the public form: the fields of the request."""
    selection = request.selection()
    told = []
    for file in files:
        whole = data_form.whole(file, today=today, describe=describe)
        public = public_form.public_person(whole, selection, today=today)
        if selection.asks(CUSTODY_RELATIONS):
            public[CUSTODY_RELATIONS] = [public_relation(relation, today=today) for relation in custody(file)]
        person = choices.chosen(public, selection.fields)
        if not person.get(addressing.GROUP) and not request.tells_empty_addressing:
            person.pop(addressing.GROUP, None)
        told.append(person | unasked.public(data_form.selected(whole, selection)))
    return {"type": request.type, "personen": told}
