"""What an event of our own types says of a person who is one of its objects: one small function a type.

Data come in the shape of the type's newest version. What the law makes of it is not said here: a birth states who gave
birth, and `readmodels.domain.law` says who is a parent.
"""

from collections.abc import Callable, Mapping

from events.domain.facts import Fact
from readmodels.domain.happenings import decisions, identity, parents, residence, unions
from readmodels.domain.happenings.reading import Data
from readmodels.domain.person import Person

READERS: Mapping[str, Callable[[Person, Fact, Data], Person]] = {
    "Geboorte": parents.birth,
    "Erkenning": parents.recognition,
    "VaststellingOuderschap": parents.established_parenthood,
    "OntkenningOuderschap": parents.denial,
    "Adoptie": parents.adoption,
    "Huwelijk": unions.marriage,
    "GeregistreerdPartnerschap": unions.partnership,
    "OntbindingVerbintenis": unions.dissolution,
    "Overlijden": residence.death,
    "Verhuizing": residence.move,
    "VertrekNaarBuitenland": residence.departure,
    "VestigingInNederland": residence.settlement,
    "Naamswijziging": identity.name_change,
    "WijzigingNaamgebruik": identity.name_usage,
    "Geslachtswijziging": identity.sex_registration,
    "Nationaliteit": identity.nationality,
    "Gezagsbeslissing": decisions.custody_decision,
    "CurateleGewijzigd": decisions.guardianship,
    "BsnToegekend": identity.bsn,
    "InOnderzoek": decisions.investigation,
    "OnderzoekBeeindigd": decisions.end_of_investigation,
}
"""Event type → what it says of a person."""
