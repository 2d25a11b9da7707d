"""Finding persons by what a request says of them: keys under which their files can be indexed, then an exact match.

A search is made in two steps. `selectors` gives keys of which every file that matches has at least one in
`search_keys`; whoever keeps an index finds candidates by them. `matches` then judges each on its present rows. The
index may hold more than the present: keys are made of every row, history included, so that a file is found as it was
on any day (`PersonFile.as_of`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, singledispatch
from typing import Any, Final

from readmodels.domain.national.codes import NationalTable
from readmodels.domain.national.person_file import NOTHING, PERSON, REGISTRATION, RESIDENCE, Elements, PersonFile
from readmodels.domain.national.persons import request as requests
from readmodels.domain.national.persons.parameters import WILDCARD
from readmodels.domain.national.persons.request import PersonsRequest
from readmodels.domain.national.persons.values import BSN_LENGTH, WIDTHS, eight_digits, padded, written

Key = tuple[str, str]
"""The name of a key (`bsn`, `geslachtsnaam`, …) and its value."""

BSN: Final = "bsn"
ADDRESSABLE_OBJECT: Final = "adresseerbaarObject"
DECEASED: Final = "O"
PATTERNS_MAX: Final = 1024
SURNAMES = ("geslachtsnaam", "geslachtsnaamDiakritisch")
GIVEN_NAMES = ("voornamen", "voornamenDiakritisch")
STREETS = ("straatnaam", "straatnaamDiakritisch", "naamOpenbareRuimte", "naamOpenbareRuimteDiakritisch")
_SEPARATOR: Final = "|"


@singledispatch
def selectors(request: PersonsRequest) -> tuple[Key, ...]:
    """Keys of which every file that matches the request has at least one; few where the request allows it.

    A value that ends in `*` stands for every key that begins so.
    """
    raise NotImplementedError(request.type)


@selectors.register
def _by_number(request: requests.RaadpleegMetBurgerservicenummer) -> tuple[Key, ...]:
    return tuple((BSN, bsn) for bsn in dict.fromkeys(request.burgerservicenummer))


@selectors.register
def _by_birth(request: requests.ZoekMetGeslachtsnaamEnGeboortedatum) -> tuple[Key, ...]:
    return (("geboortedatum", _digits(request.geboortedatum)),)


@selectors.register
def _by_name(request: requests.ZoekMetNaamEnGemeenteVanInschrijving) -> tuple[Key, ...]:
    return (("geslachtsnaam", folded(request.geslachtsnaam)),)


@selectors.register
def _by_postcode(request: requests.ZoekMetPostcodeEnHuisnummer) -> tuple[Key, ...]:
    return (("postcode-huisnummer", _pair(_postcode(request.postcode), str(request.huisnummer))),)


@selectors.register
def _by_street(request: requests.ZoekMetStraatHuisnummerEnGemeenteVanInschrijving) -> tuple[Key, ...]:
    if WILDCARD in request.straat:
        return (("gemeente", str(request.gemeente_van_inschrijving)),)
    return (("straat-huisnummer", _pair(folded(request.straat), str(request.huisnummer))),)


@selectors.register
def _by_number_designation(request: requests.ZoekMetNummeraanduidingIdentificatie) -> tuple[Key, ...]:
    return (("nummeraanduiding", request.nummeraanduiding_identificatie),)


@selectors.register
def _by_addressable_object(request: requests.ZoekMetAdresseerbaarObjectIdentificatie) -> tuple[Key, ...]:
    return ((ADDRESSABLE_OBJECT, request.adresseerbaar_object_identificatie),)


def selects(selector: Key, key: Key) -> bool:
    """Whether a key is one that the selector stands for."""
    (wanted, value), (name, said) = selector, key
    begins = value.removesuffix(WILDCARD)
    return wanted == name and (said == value if begins == value else said.startswith(begins))


def search_keys(file: PersonFile) -> frozenset[Key]:
    """Every key of a file, over all its rows. Total: of any rows."""
    persons = (row.elements for stack in file.of(PERSON) for row in stack)
    residences = (row.elements for stack in file.of(RESIDENCE) for row in stack)
    keys = [*(key for said in persons for key in _keys_of_person(said))]
    keys += [key for said in residences for key in _keys_of_residence(said)]
    return frozenset((name, value) for name, value in keys if value)


def matches(request: PersonsRequest, file: PersonFile) -> bool:
    """Whether the present rows of a file are what a request says.

    Files that are suspended as an error or erased match nothing; the deceased match a search only when it asks for
    them.
    """
    if not file.exists or not _is_asked_for(request, file):
        return False
    person, residence = file.present(PERSON), file.present(RESIDENCE)
    address = _address(residence)
    municipality = request.gemeente_van_inschrijving
    if municipality is not None and _municipality(residence) != municipality:
        return False
    wanted = {name: getattr(request, name, None) for name in _CHECKS}
    return all(_CHECKS[name](value, person, address) for name, value in wanted.items() if value is not None)


def found(request: PersonsRequest, files: Iterable[PersonFile]) -> list[PersonFile]:
    """The files that match, in the order in which they were given."""
    return [file for file in files if matches(request, file)]


def folded(text: str) -> str:
    """Text as it is compared: without diacritics, capitals and superfluous spaces."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


def _is_asked_for(request: PersonsRequest, file: PersonFile) -> bool:
    is_dead = file.present(REGISTRATION).get("redenOpschortingBijhouding") == DECEASED
    by_number = isinstance(request, requests.RaadpleegMetBurgerservicenummer)
    return by_number or request.inclusief_overleden_personen or not is_dead


def _keys_of_person(said: Elements) -> Iterator[Key]:
    yield BSN, _bsn(said)
    yield "geboortedatum", eight_digits(written(said.get("geboortedatum")))
    for name in SURNAMES:
        yield "geslachtsnaam", folded(written(said.get(name)))


def _keys_of_residence(said: Elements) -> Iterator[Key]:
    address = _address(said)
    number = _number(address)
    yield "gemeente", _municipality(said)
    yield "nummeraanduiding", written(address.get("identificatiecodeNummeraanduiding"))
    yield ADDRESSABLE_OBJECT, written(address.get("identificatiecodeVerblijfplaats"))
    yield "postcode-huisnummer", _pair(_postcode(written(address.get("postcode"))), number)
    for name in STREETS:
        yield "straat-huisnummer", _pair(folded(written(address.get(name))), number)


def _bsn(said: Elements) -> str:
    number = written(said.get("burgerservicenummer"))
    return padded(number, BSN_LENGTH) if number else ""


def _municipality(said: Elements) -> str:
    code = written(said.get("gemeenteVanInschrijving"))
    return padded(code, WIDTHS[NationalTable.MUNICIPALITY]) if code else ""


def _address(residence: Elements) -> Elements:
    address = residence.get("adres")
    return address if isinstance(address, Mapping) else NOTHING


def _pair(first: str, second: str) -> str:
    return f"{first}{_SEPARATOR}{second}" if first and second else ""


def _postcode(text: str) -> str:
    return text.replace(" ", "").upper()


def _number(address: Elements) -> str:
    return written(address.get("huisnummer")).lstrip("0")


def _digits(day: str) -> str:
    return day.replace("-", "")


@lru_cache(maxsize=PATTERNS_MAX)
def _pattern(wanted: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in folded(wanted).split(WILDCARD)), re.DOTALL)


def _any_named(names: Iterable[str], said: Elements, wanted: str) -> bool:
    """Whether one of these elements is what was wanted, `*` standing for any characters."""
    return any(_pattern(wanted).fullmatch(folded(text)) for name in names if (text := written(said.get(name))))


def _is_folded(said: object, wanted: str) -> bool:
    return folded(written(said)) == folded(wanted)


Judge = Callable[[Any, Elements, Elements], bool]
_CHECKS: Mapping[str, Judge] = {
    "burgerservicenummer": lambda wanted, person, _: _bsn(person) in wanted,
    "geslachtsnaam": lambda wanted, person, _: _any_named(SURNAMES, person, wanted),
    "voornamen": lambda wanted, person, _: _any_named(GIVEN_NAMES, person, wanted),
    "voorvoegsel": lambda wanted, person, _: _is_folded(person.get("voorvoegsel"), wanted),
    "geslacht": lambda wanted, person, _: _is_folded(person.get("geslachtsaanduiding"), wanted),
    "geboortedatum": lambda wanted, person, _: eight_digits(written(person.get("geboortedatum"))) == _digits(wanted),
    "postcode": lambda wanted, _, address: _postcode(written(address.get("postcode"))) == _postcode(wanted),
    "straat": lambda wanted, _, address: _any_named(STREETS, address, wanted),
    "huisnummer": lambda wanted, _, address: _number(address) == str(wanted),
    "huisletter": lambda wanted, _, address: _is_folded(address.get("huisletter"), wanted),
    "huisnummertoevoeging": lambda wanted, _, address: _is_folded(address.get("huisnummertoevoeging"), wanted),
    "nummeraanduiding_identificatie": lambda wanted, _, address: (
        written(address.get("identificatiecodeNummeraanduiding")) == wanted
    ),
    "adresseerbaar_object_identificatie": lambda wanted, _, address: (
        written(address.get("identificatiecodeVerblijfplaats")) == wanted
    ),
}
"""How each parameter of a request is judged, on the present row of the person and the address where he lives."""
