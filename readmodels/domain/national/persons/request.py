"""A request for persons: seven types, each with its own parameters, read with everything that is wrong at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from events.domain.plain_json import pointer_token, unsafe_values
from events.domain.refusals import InvalidRequest, Violation
from readmodels.domain.national.persons import fields as known_fields
from readmodels.domain.national.persons import parameters
from readmodels.domain.national.persons.fields import Selection, Sources
from readmodels.domain.national.persons.parameters import Parameter

_CAPITAL = re.compile(r"[A-Z]")
TYPE, FIELDS, BSNS = "type", "fields", "burgerservicenummer"
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
    parameters: ClassVar[tuple[Parameter, ...]] = (_MUNICIPALITY,)

    burgerservicenummer: tuple[str, ...]


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
    if not isinstance(body, Mapping):
        raise InvalidRequest(violations=(Violation(pointer="", code="type", message="Send one JSON object."),))
    asked = TYPES.get(body[TYPE]) if isinstance(body.get(TYPE), str) else None
    if asked is None:
        message = f"Send a type: one of {', '.join(TYPES)}."
        raise InvalidRequest(violations=(Violation(pointer=f"/{TYPE}", code="type", message=message),))
    violations = tuple(unsafe_values(body)) or tuple(_violations(asked, body))
    if violations:
        raise InvalidRequest(violations=violations)
    members: dict[str, Any] = {
        attribute(name): tuple(value) if isinstance(value, list) else value
        for name, value in body.items()
        if name != TYPE
    }
    return asked(**members)


def attribute(name: str) -> str:
    """The attribute of a request that holds a member of its body: `huisnummer`, `gemeente_van_inschrijving`."""
    return _CAPITAL.sub(lambda found: f"_{found[0].lower()}", name)


def _violations(asked: type[PersonsRequest], body: Mapping[str, Any]) -> Iterator[Violation]:
    by_name = {parameter.name: parameter for parameter in asked.parameters}
    lists = {FIELDS} | ({BSNS} if asked is RaadpleegMetBurgerservicenummer else set())
    for name in sorted(body.keys() - by_name.keys() - lists - {TYPE}):
        message = f"Leave this out: {asked.type} does not know it."
        yield Violation(pointer=f"/{pointer_token(name)}", code="unknown-field", message=message)
    required = [*lists, *(parameter.name for parameter in asked.parameters if parameter.required)]
    for name in sorted(name for name in required if name not in body):
        yield Violation(pointer=f"/{name}", code="required", message=f"Send this: {asked.type} cannot do without it.")
    for name, parameter in by_name.items():
        if name in body:
            yield from parameters.violations_of(parameter, body[name])
    yield from _list_violations(asked, {name: body[name] for name in lists if name in body})


def _list_violations(asked: type[PersonsRequest], lists: Mapping[str, Any]) -> Iterator[Violation]:
    if BSNS in lists:
        maximum = parameters.BSN_MAX
        yield from parameters.list_violations(BSNS, lists[BSNS], check=parameters.BSN, items_max=maximum)
    if FIELDS in lists:
        found = list(
            parameters.list_violations(
                FIELDS, lists[FIELDS], check=parameters.field_path, items_max=parameters.FIELDS_MAX
            )
        )
        yield from found or _unknown_fields(asked, lists[FIELDS])


def _unknown_fields(asked: type[PersonsRequest], paths: list[str]) -> Iterator[Violation]:
    for place in known_fields.unknown(paths, asked.known):
        message = f"Ask for a field that {asked.type} knows; this path leads to none."
        yield Violation(pointer=f"/{FIELDS}/{place}", code="unknown-field", message=message)
