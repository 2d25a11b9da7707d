"""Family ties are followed along every type by which the law makes somebody bear on another."""

from uuid import uuid4

from events.domain.boundaries import boundary_of
from events.domain.log import Log
from readmodels.domain import persons
from readmodels.domain.relatives import FAMILY
from tests import builders
from tests.unit.event_types.shipped import VERSIONS, shipped
from tests.unit.states.stories import CATALOGUE
from tests.unit.states.wording import ref

TIES_NOBODY = {
    "BsnToegekend",
    "CurateleGewijzigd",
    "Geslachtswijziging",
    "Gezagsbeslissing",
    "InOnderzoek",
    "Nationaliteit",
    "Naamswijziging",
    "OnderzoekBeeindigd",
    "Overlijden",
    "Verhuizing",
    "VertrekNaarBuitenland",
    "VestigingInNederland",
    "WijzigingNaamgebruik",
    "OvernameGezag",
    "OvernameInschrijving",
    "OvernameKiesrecht",
    "OvernameNationaliteit",
    "OvernamePersoon",
    "OvernameReisdocument",
    "OvernameVerblijfplaats",
    "OvernameVerblijfstitel",
}
"""Types that say something of each person they name by himself: who moves along is no relative for it."""


def test_every_shipped_type_is_known_to_tie_persons_or_not() -> None:
    assert {version.name for version in VERSIONS} == FAMILY | TIES_NOBODY
    assert persons.READERS.keys() >= FAMILY


def test_a_row_that_names_a_relative_is_found_from_him_too() -> None:
    subject, partner = uuid4(), uuid4()
    place = {"persoonslijst": "1", "categorie": "05", "stapel": 0, "volgnummer": 0}
    row = {"persoon": ref(subject), "register": place, "gerelateerde": ref(partner), "datumAangaan": "20000601"}
    claim = builders.claim(shipped("OvernameVerbintenis"), object_ids=(subject,), data=row)
    addresses = boundary_of(claim, log=Log(), catalogue=CATALOGUE)
    assert addresses.objects == {subject}
    assert partner in addresses.keys
