"""Family ties are followed along every type by which the law makes somebody bear on another."""

from readmodels.domain import persons
from readmodels.domain.relatives import FAMILY
from tests.unit.event_types.shipped import VERSIONS

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
