"""Addressing in the public form: how a person is addressed, and where a letter reaches him."""

from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national import addresses
from readmodels.domain.national.investigations import of_data_form
from readmodels.domain.national.person_file import PERSON, RESIDENCE, UNION
from readmodels.domain.national.persons import partners
from readmodels.domain.national.persons.address_forms import address_form
from readmodels.domain.national.persons.fields import Selection, below
from readmodels.domain.national.persons.marks import ADDRESSING, NOT_THERE, mark
from readmodels.domain.national.public_values import public_value
from readmodels.domain.national.trees import Tree, put

GROUP: Final = "adressering"
FIELDS: Final = below(GROUP)


def public_addressing(person: Mapping[str, Any], selection: Selection) -> Tree:
    """The addressing of a whole person of the data form; empty when it cannot be told."""
    partner = partners.whose_name_is_used(person["partners"])
    form = address_form(person, partner)
    told: Tree = {}
    put(told, "aanhef", form.salutation() or None)
    put(told, "aanschrijfwijze", form.envelope() or None)
    put(told, "gebruikInLopendeTekst", form.in_text() or None)
    residence = person.get("verblijfplaats", {})
    lines = {} if selection.leaves_out(GROUP, residence) else _lines(person, residence)
    told |= {name: line for name, said in lines.items() if (line := public_value(name, said)) is not None}
    investigated = of_data_form(residence.get("inOnderzoek"))
    if investigated and investigated.found_not_living_there:
        told[NOT_THERE] = True
    for category, about in (
        (PERSON, person.get("persoonInOnderzoek")),
        (UNION, (partner or {}).get("inOnderzoek")),
        (RESIDENCE, residence.get("inOnderzoek")),
    ):
        mark(told, FIELDS, about, category=category, since_of=ADDRESSING)
    return told


def _lines(person: Mapping[str, Any], residence: Mapping[str, Any]) -> dict[str, Any]:
    return addresses.lines(residence, person.get("gemeenteVanInschrijving", {}))
