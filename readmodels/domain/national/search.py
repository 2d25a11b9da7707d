"""Finding persons by what a request says of them: keys under which their files can be indexed, then an exact match.

A search is made in two steps. `selectors` finds every file that matches by one of its `search_keys`; whoever keeps an
index finds candidates by them. `matches` then judges each on its present rows. The
index may hold more than the present: keys are made of every row, history included, so that a file is found as it was
on any day (`PersonFile.as_of`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, singledispatch
from typing import Any, Final

from readmodels.domain.national import codes, dates, said
from readmodels.domain.national.codes import NationalTable
from readmodels.domain.national.numbers import BSN_LENGTH, padded
from readmodels.domain.national.parameters import WILDCARD
from readmodels.domain.national.person_file import DECEASED, PERSON, REGISTRATION, RESIDENCE, Elements, PersonFile
from readmodels.domain.national.persons import request as requests
from readmodels.domain.national.persons.request import PersonsRequest

Key = tuple[str, str]
"""The name of a key and its value."""

BSN: Final = "bsn"
BIRTH: Final = "geboortedatum"
SURNAME: Final = "geslachtsnaam"
MUNICIPALITY: Final = "gemeente"
POSTCODE: Final = "postcode-huisnummer"
STREET: Final = "straat-huisnummer"
NUMBER_DESIGNATION: Final = "nummeraanduiding"
ADDRESSABLE_OBJECT: Final = "adresseerbaarObject"
KEY_LENGTH_MAX: Final = 200
"""Longer values are cut, in the index and in what is looked up alike: an index holds no text of any length."""

PATTERNS_MAX: Final = 1024
SURNAMES = ("geslachtsnaam", "geslachtsnaamDiakritisch")
GIVEN_NAMES = ("voornamen", "voornamenDiakritisch")
STREETS = ("straatnaam", "straatnaamDiakritisch", "naamOpenbareRuimte", "naamOpenbareRuimteDiakritisch")
_SEPARATOR: Final = "|"


@dataclass(frozen=True, slots=True)
class Selector:
    """A key of files, or (`beginning`) what the value of a key begins with."""

    name: str
    value: str
    beginning: bool = False

    def finds(self, keys: Iterable[Key]) -> bool:
        """Whether it finds who has these keys."""
        return any(
            name == self.name and (value.startswith(self.value) if self.beginning else value == self.value)
            for name, value in keys
        )


def _written(name: str, wanted: str, *, request: PersonsRequest, beside: str = "") -> Selector:
    """By a text in which `*` may stand: by all of it, by what stands before the `*`, or else by the municipality."""
    if WILDCARD not in wanted:
        return Selector(*_key(name, f"{folded(wanted)}{beside}"))
    begins = folded(wanted.split(WILDCARD, 1)[0])
    if not begins:
        return Selector(MUNICIPALITY, str(request.gemeente_van_inschrijving))
    return Selector(*_key(name, begins), beginning=True)


@singledispatch
def selectors(request: PersonsRequest) -> tuple[Selector, ...]:
    """What finds every file that matches the request, by one of its keys; few files where the request allows it."""
    raise NotImplementedError(request.type)


@selectors.register
def _by_number(request: requests.RaadpleegMetBurgerservicenummer) -> tuple[Selector, ...]:
    return tuple(Selector(BSN, bsn) for bsn in dict.fromkeys(request.burgerservicenummer))


@selectors.register
def _by_birth(request: requests.ZoekMetGeslachtsnaamEnGeboortedatum) -> tuple[Selector, ...]:
    return (Selector(BIRTH, _digits(request.geboortedatum)),)


@selectors.register
def _by_name(request: requests.ZoekMetNaamEnGemeenteVanInschrijving) -> tuple[Selector, ...]:
    return (_written(SURNAME, request.geslachtsnaam, request=request),)


@selectors.register
def _by_postcode(request: requests.ZoekMetPostcodeEnHuisnummer) -> tuple[Selector, ...]:
    return (Selector(*_key(POSTCODE, _pair(_postcode(request.postcode), str(request.huisnummer)))),)


@selectors.register
def _by_street(request: requests.ZoekMetStraatHuisnummerEnGemeenteVanInschrijving) -> tuple[Selector, ...]:
    return (_written(STREET, request.straat, request=request, beside=f"{_SEPARATOR}{request.huisnummer}"),)


@selectors.register
def _by_number_designation(request: requests.ZoekMetNummeraanduidingIdentificatie) -> tuple[Selector, ...]:
    return (Selector(NUMBER_DESIGNATION, request.nummeraanduiding_identificatie),)


@selectors.register
def _by_addressable_object(request: requests.ZoekMetAdresseerbaarObjectIdentificatie) -> tuple[Selector, ...]:
    return (Selector(ADDRESSABLE_OBJECT, request.adresseerbaar_object_identificatie),)


def search_keys(file: PersonFile) -> frozenset[Key]:
    """Every key of a file, over all its rows. Total: of any rows."""
    persons = (row.elements for stack in file.of(PERSON) for row in stack)
    residences = (row.elements for stack in file.of(RESIDENCE) for row in stack)
    keys = [*(key for row in persons for key in _keys_of_person(row))]
    keys += [key for row in residences for key in _keys_of_residence(row)]
    return frozenset(_key(name, value) for name, value in keys if value)


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
    is_dead = said.text(file.present(REGISTRATION), "redenOpschortingBijhouding") == DECEASED
    by_number = isinstance(request, requests.RaadpleegMetBurgerservicenummer | requests.RaadpleegVanEen)
    return by_number or request.inclusief_overleden_personen or not is_dead


def _keys_of_person(row: Elements) -> Iterator[Key]:
    yield BSN, _bsn(row)
    yield BIRTH, dates.stated(row, "geboortedatum") or ""
    for name in SURNAMES:
        yield SURNAME, folded(_text(row, name))


def _keys_of_residence(row: Elements) -> Iterator[Key]:
    address = _address(row)
    number = _number(address)
    yield MUNICIPALITY, _municipality(row)
    yield NUMBER_DESIGNATION, _text(address, "identificatiecodeNummeraanduiding")
    yield ADDRESSABLE_OBJECT, _text(address, "identificatiecodeVerblijfplaats")
    yield POSTCODE, _pair(_postcode(_text(address, "postcode")), number)
    for name in STREETS:
        yield STREET, _pair(folded(_text(address, name)), number)


def _text(row: Elements, name: str) -> str:
    return said.text(row, name) or ""


def _bsn(row: Elements) -> str:
    number = _text(row, "burgerservicenummer")
    return padded(number, BSN_LENGTH) if number else ""


def _municipality(row: Elements) -> str:
    code = _text(row, "gemeenteVanInschrijving")
    return codes.whole(code, NationalTable.MUNICIPALITY) if code else ""


def _address(residence: Elements) -> Elements:
    return said.part(residence, "adres")


def _key(name: str, value: str) -> Key:
    return name, value[:KEY_LENGTH_MAX]


def _pair(first: str, second: str) -> str:
    return f"{first}{_SEPARATOR}{second}" if first and second else ""


def _postcode(text: str) -> str:
    return text.replace(" ", "").upper()


def _number(address: Elements) -> str:
    return _text(address, "huisnummer").lstrip("0")


def _digits(day: str) -> str:
    return day.replace("-", "")


@lru_cache(maxsize=PATTERNS_MAX)
def _pattern(wanted: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in folded(wanted).split(WILDCARD)), re.DOTALL)


def _any_named(names: Iterable[str], row: Elements, wanted: str) -> bool:
    """Whether one of these elements is what was wanted, `*` standing for any characters."""
    return any(_pattern(wanted).fullmatch(folded(text)) for name in names if (text := _text(row, name)))


def _is_folded(row: Elements, name: str, wanted: str) -> bool:
    return folded(_text(row, name)) == folded(wanted)


Judge = Callable[[Any, Elements, Elements], bool]
_CHECKS: Mapping[str, Judge] = {
    "burgerservicenummer": lambda wanted, person, _: _bsn(person) in wanted,
    "geslachtsnaam": lambda wanted, person, _: _any_named(SURNAMES, person, wanted),
    "voornamen": lambda wanted, person, _: _any_named(GIVEN_NAMES, person, wanted),
    "voorvoegsel": lambda wanted, person, _: _is_folded(person, "voorvoegsel", wanted),
    "geslacht": lambda wanted, person, _: _is_folded(person, "geslachtsaanduiding", wanted),
    "geboortedatum": lambda wanted, person, _: dates.stated(person, "geboortedatum") == _digits(wanted),
    "postcode": lambda wanted, _, address: _postcode(_text(address, "postcode")) == _postcode(wanted),
    "straat": lambda wanted, _, address: _any_named(STREETS, address, wanted),
    "huisnummer": lambda wanted, _, address: _number(address) == str(wanted),
    "huisletter": lambda wanted, _, address: _is_folded(address, "huisletter", wanted),
    "huisnummertoevoeging": lambda wanted, _, address: _is_folded(address, "huisnummertoevoeging", wanted),
    "nummeraanduiding_identificatie": lambda wanted, _, address: (
        _text(address, "identificatiecodeNummeraanduiding") == wanted
    ),
    "adresseerbaar_object_identificatie": lambda wanted, _, address: (
        _text(address, "identificatiecodeVerblijfplaats") == wanted
    ),
}
"""How each parameter of a request is judged, on the present row of the person and the address where he lives."""
