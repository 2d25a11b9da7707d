"""A request for persons: seven types, each with its own parameters, read with everything that is wrong at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from readmodels.domain.national import parameters, questions
from readmodels.domain.national.parameters import Code, Parameter, Wrong
from readmodels.domain.national.persons import fields as known_fields
from readmodels.domain.national.persons.fields import Selection, Sources

_CAPITAL = re.compile(r"[A-Z]")
_MUNICIPALITY = Parameter("gemeenteVanInschrijving", parameters.MUNICIPALITY)
_DECEASED = Parameter("inclusiefOverledenPersonen", parameters.flag)
_OF_SEARCHES = (_MUNICIPALITY, _DECEASED)
_NUMBERS = (
    Parameter("huisnummer", parameters.house_number, required=True),
    Parameter("huisletter", parameters.HOUSE_LETTER),
    Parameter("huisnummertoevoeging", parameters.HOUSE_ADDITION),
)
_NAMES = (
    Parameter("geslachtsnaam", parameters.SURNAME, required=True),
    Parameter("voorvoegsel", parameters.PREFIX),
    Parameter("geslacht", parameters.SEX),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsRequest:
    """What every request asks: fields, and whether the registration must be in one municipality."""

    type: ClassVar[str]
    known: ClassVar[Mapping[str, Sources]] = known_fields.LIMITED_FIELDS
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    tells_empty_addressing: ClassVar[bool] = False
    """Whether the public form tells of addressing though no field asked for of it has a value."""

    fields: tuple[str, ...]
    gemeente_van_inschrijving: str | None = None
    inclusief_overleden_personen: bool = False

    def selection(self) -> Selection:
        """The fields that are asked for."""
        return known_fields.select(self.fields, self.known)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaadpleegMetBurgerservicenummer(PersonsRequest):
    """The persons with these numbers, whether alive or dead."""

    type: ClassVar[str] = "RaadpleegMetBurgerservicenummer"
    known: ClassVar[Mapping[str, Sources]] = known_fields.PERSON_FIELDS
    tells_empty_addressing: ClassVar[bool] = True
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("burgerservicenummer", parameters.BSNS, required=True),
        _MUNICIPALITY,
    )

    burgerservicenummer: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RaadpleegVanEen(PersonsRequest):
    """The same of one person who is known already: it need not give his number, and one that it gives must be his."""

    type: ClassVar[str] = RaadpleegMetBurgerservicenummer.type
    known: ClassVar[Mapping[str, Sources]] = known_fields.PERSON_FIELDS
    tells_empty_addressing: ClassVar[bool] = True
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("burgerservicenummer", parameters.BSNS),
        _MUNICIPALITY,
    )

    burgerservicenummer: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoekMetGeslachtsnaamEnGeboortedatum(PersonsRequest):
    """The persons with a surname who were born on a day."""

    type: ClassVar[str] = "ZoekMetGeslachtsnaamEnGeboortedatum"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        *_NAMES,
        Parameter("geboortedatum", parameters.day, required=True),
        Parameter("voornamen", parameters.GIVEN_NAMES),
        *_OF_SEARCHES,
    )

    geslachtsnaam: str
    geboortedatum: str
    voornamen: str | None = None
    voorvoegsel: str | None = None
    geslacht: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoekMetNaamEnGemeenteVanInschrijving(PersonsRequest):
    """The persons with a whole name in a municipality."""

    type: ClassVar[str] = "ZoekMetNaamEnGemeenteVanInschrijving"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        *_NAMES,
        Parameter("voornamen", parameters.GIVEN_NAMES, required=True),
        Parameter("gemeenteVanInschrijving", parameters.MUNICIPALITY, required=True),
        _DECEASED,
    )

    geslachtsnaam: str
    voornamen: str
    voorvoegsel: str | None = None
    geslacht: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoekMetPostcodeEnHuisnummer(PersonsRequest):
    """The persons at a postcode and house number."""

    type: ClassVar[str] = "ZoekMetPostcodeEnHuisnummer"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("postcode", parameters.POSTCODE, required=True),
        *_NUMBERS,
        Parameter("geboortedatum", parameters.day),
        Parameter("geslachtsnaam", parameters.SURNAME),
        *_OF_SEARCHES,
    )

    postcode: str
    huisnummer: int
    huisletter: str | None = None
    huisnummertoevoeging: str | None = None
    geboortedatum: str | None = None
    geslachtsnaam: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoekMetStraatHuisnummerEnGemeenteVanInschrijving(PersonsRequest):
    """The persons in a street, at a house number, in a municipality."""

    type: ClassVar[str] = "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("straat", parameters.STREET, required=True),
        *_NUMBERS,
        Parameter("gemeenteVanInschrijving", parameters.MUNICIPALITY, required=True),
        _DECEASED,
    )

    straat: str
    huisnummer: int
    huisletter: str | None = None
    huisnummertoevoeging: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoekMetNummeraanduidingIdentificatie(PersonsRequest):
    """The persons at a number designation of the BAG."""

    type: ClassVar[str] = "ZoekMetNummeraanduidingIdentificatie"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("nummeraanduidingIdentificatie", parameters.BAG_ID, required=True),
        *_OF_SEARCHES,
    )

    nummeraanduiding_identificatie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoekMetAdresseerbaarObjectIdentificatie(PersonsRequest):
    """The persons at an addressable object of the BAG; of them custody may be asked too."""

    type: ClassVar[str] = "ZoekMetAdresseerbaarObjectIdentificatie"
    known: ClassVar[Mapping[str, Sources]] = known_fields.LIMITED_WITH_CUSTODY
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("adresseerbaarObjectIdentificatie", parameters.BAG_ID, required=True),
        *_OF_SEARCHES,
    )

    adresseerbaar_object_identificatie: str


TYPES: Final[Mapping[str, type[PersonsRequest]]] = {
    of.type: of
    for of in (
        RaadpleegMetBurgerservicenummer,
        ZoekMetGeslachtsnaamEnGeboortedatum,
        ZoekMetNaamEnGemeenteVanInschrijving,
        ZoekMetPostcodeEnHuisnummer,
        ZoekMetStraatHuisnummerEnGemeenteVanInschrijving,
        ZoekMetNummeraanduidingIdentificatie,
        ZoekMetAdresseerbaarObjectIdentificatie,
    )
}


def parse(body: object) -> PersonsRequest:
    """Read a request body (already JSON). Raises `InvalidRequest` with every violation, each telling how to mend it."""
    kind, members = questions.read(body, KINDS)
    return TYPES[kind](**_attributes(members))


def parse_of_one(body: object) -> RaadpleegVanEen:
    """The question about one person who is known already. Raises `InvalidRequest` as `parse` does."""
    _, members = questions.read(
        body, {RaadpleegVanEen.type: (*RaadpleegVanEen.parameters, _fields_of(RaadpleegVanEen))}
    )
    return RaadpleegVanEen(**_attributes(members))


def _attributes(members: Mapping[str, Any]) -> dict[str, Any]:
    return {attribute(name): tuple(value) if isinstance(value, list) else value for name, value in members.items()}


def attribute(name: str) -> str:
    """The attribute of a request that holds a member of its body: `huisnummer`, `gemeente_van_inschrijving`."""
    return _CAPITAL.sub(lambda found: f"_{found[0].lower()}", name)


def _fields_of(asked: type[PersonsRequest]) -> Parameter:
    """The fields that a type of request knows, by their paths or the beginnings of these."""

    def check(value: Any) -> Iterator[Wrong]:
        found = list(parameters.FIELDS(value))
        yield from found
        for place in () if found else known_fields.unknown(value, asked.known):
            message = f"Ask for a field that {asked.type} knows; this path leads to none."
            yield Wrong(Code.UNKNOWN_FIELD, message, place=f"/{place}")

    return Parameter("fields", check, required=True)


KINDS: Final = {name: (*asked.parameters, _fields_of(asked)) for name, asked in TYPES.items()}
