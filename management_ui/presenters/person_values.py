"""The values of a person in words: what each is called, to which group it belongs, and what it says.

A value says text, and names other persons; those are parts of their own, so that a page can link them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from management_ui.presenters import person_codes as codes
from management_ui.presenters.moments import date_text
from management_ui.presenters.persons import Names, name_text
from management_ui.presenters.values import value_text
from readmodels.domain.national.codes import NationalTable, whole

LAW: Final = "rechtsgevolg/"
"""How the name of what follows by law begins (`holdings.of_consequence`)."""
OF_TEXT: Final = frozenset({"naamgebruik", "geslacht", "curatele", "geheimhouding"})
"""Kinds of which the value is a code or a yes; of the others with words of their own it has members."""
CODE_LENGTH: Final = 4
NETHERLANDS: Final = "6030"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a value: text, or the name of another person with his id."""

    text: str
    person: UUID | None = None


Parts = tuple[Part, ...]


def kind_of(name: str) -> str:
    """What kind of value a name is of: `ouder` of `ouder/1`, `gezag` of `rechtsgevolg/gezag`."""
    return name.removeprefix(LAW).partition("/")[0].partition("#")[0]


def follows_by_law(name: str) -> bool:
    """Whether it is a legal consequence."""
    return name.startswith(LAW)


def label(name: str) -> str:
    """What a value is called."""
    kind = kind_of(name)
    by_law = {
        "geslachtsnaam": _("Surname by law"),
        "woonadres": _("Address by law"),
        "nationaliteit": _("Nationality by law"),
        "ouderschap": _("Legal parent"),
    }
    labels = {
        "naam": _("Name"),
        "naamgebruik": _("Use of name"),
        "geboorte": _("Birth"),
        "geslacht": _("Sex"),
        "burgerservicenummer": _("Citizen service number (BSN)"),
        "anummer": _("A-number"),
        "overlijden": _("Death"),
        "ouder": _("Parent as stated"),
        "kind": _("Child"),
        "verbintenis": _("Marriage or partnership"),
        "burgerlijke staat": _("Marital status"),
        "nationaliteit": _("Nationality"),
        "verblijfplaats": _("Address"),
        "gezagsbeslissing": _("Court decision on custody"),
        "gezag": _("Custody"),
        "curatele": _("Guardianship of an adult"),
        "opschorting": _("Registration suspended"),
        "einde bijhouding": _("End of registration"),
        "geheimhouding": _("Secrecy"),
        "onderzoek": _("Investigation"),
        "nietige erkenning": _("Void recognition"),
        "ouderschap ontvallen": _("No parent any more"),
    }
    found = by_law.get(kind, "") if follows_by_law(name) else ""
    return found or labels.get(kind) or name.replace("/", " – ")


def parts(name: str, value: Any, *, names: Names) -> Parts:
    """What a value says. Total: of any value; what has no words of its own is said as it is."""
    kind = kind_of(name)
    tell = _TELLERS.get(kind)
    fits = isinstance(value, str | bool) if kind in OF_TEXT else isinstance(value, Mapping)
    if tell is None or not fits:
        return (Part(text=value_text(value, schema={}, names=names)),)
    return _joined(tell(value, names))


def text(found: Iterable[Part]) -> str:
    """The parts as one line."""
    return "".join(part.text for part in found)


def someone(value: Any, *, names: Names) -> Part:
    """Another person as a value names him: by an id, by what was written of him, or a parent by his place."""
    told = value if isinstance(value, Mapping) else {}
    identifier = identified(told.get("objectId") if isinstance(value, Mapping) else value)
    written = name_text(told.get("naam") or {})
    if identifier is not None:
        called = names.of(identifier) if names.knows(identifier) or not written else written
        return Part(text=called, person=identifier)
    if isinstance(value, str) and value:
        return Part(text=_("parent %(number)s") % {"number": value} if value.isdecimal() else value)
    return Part(text=written or _("unknown"))


def identified(said: Any) -> UUID | None:
    """The id that a text says; None when it says none."""
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None


def address_text(residence: Mapping[str, Any], *, names: Names) -> str:
    """An address on one line, in our own words or those of a register; abroad with its country."""
    address = residence.get("adres") or {}
    country = str(residence.get("land") or "")
    if country and country != NETHERLANDS:
        lines = [str(address[key]) for key in sorted(address) if key.startswith("regel")]
        return ", ".join([*lines, _coded(NationalTable.COUNTRY, country, names=names)])
    street = address.get("straat") or address.get("straatnaam") or address.get("naamOpenbareRuimte")
    addition = address.get("toevoeging") or address.get("huisnummertoevoeging")
    number = "".join(str(address.get(key) or "") for key in ("huisnummer", "huisletter"))
    numbered = " ".join(str(it) for it in (street, f"{number}-{addition}" if addition else number) if it)
    town = " ".join(str(address[key]) for key in ("postcode", "woonplaats") if address.get(key))
    municipality = residence.get("gemeente")
    told = [numbered or str(address.get("locatiebeschrijving") or ""), town]
    if not town and municipality:
        told.append(_coded(NationalTable.MUNICIPALITY, str(municipality), names=names))
    return ", ".join(it for it in told if it) or _("unknown")


def _coded(table: NationalTable, code: str, *, names: Names) -> str:
    """What a code means; without its table, the code."""
    found = whole(code, table)
    words = {
        NationalTable.MUNICIPALITY: _("municipality %(code)s"),
        NationalTable.COUNTRY: _("country %(code)s"),
        NationalTable.NATIONALITY: _("nationality %(code)s"),
    }
    return names.code(table, found) or words.get(table, _("code %(code)s")) % {"code": found}


def _joined(found: Iterable[Part | str]) -> Parts:
    """Pieces in a row, separated by commas; those that say nothing left out."""
    told: list[Part] = []
    for it in found:
        part = it if isinstance(it, Part) else Part(text=it)
        if part.text:
            told += [Part(text=", "), part] if told else [part]
    return tuple(told)


Tellings = Iterator[Part | str]


def _birth(value: Any, names: Names) -> Tellings:
    if value.get("op"):
        yield date_text(value["op"])
    place = str(value.get("plaats") or "")
    is_code = len(place) == CODE_LENGTH and place.isdigit()
    yield _coded(NationalTable.MUNICIPALITY, place, names=names) if is_code else place
    if value.get("land") not in (None, "", NETHERLANDS):
        yield _coded(NationalTable.COUNTRY, str(value["land"]), names=names)


def _parent(value: Any, names: Names) -> Tellings:
    yield someone(value.get("ouder"), names=names)
    yield codes.ground(str(value.get("grond") or ""))


def _union(value: Any, names: Names) -> Tellings:
    yield someone(value.get("partner"), names=names)
    yield codes.union_kind(str(value.get("soort") or ""))
    if value.get("ingang"):
        yield _("from %(day)s") % {"day": date_text(value["ingang"])}
    if value.get("einde"):
        yield _("until %(day)s") % {"day": date_text(value["einde"])}


def _nationality(value: Any, names: Names) -> Tellings:
    yield _coded(NationalTable.NATIONALITY, str(value.get("nationaliteit") or ""), names=names)
    if value.get("bijzonderNederlanderschap"):
        yield codes.special(str(value["bijzonderNederlanderschap"]))


def _residence(value: Any, names: Names) -> Tellings:
    yield address_text(value, names=names)
    yield codes.address_function(str(value.get("functie") or ""))


def _custody(value: Any, names: Names) -> Tellings:
    yield codes.custody(str(value.get("soort") or ""))
    for holder in (*(value.get("ouders") or ()), value.get("derde"), *(value.get("voogden") or ())):
        if holder:
            yield Part(text=_("unknown")) if holder == "onbekend" else someone(holder, names=names)


def _custody_decision(value: Any, names: Names) -> Tellings:
    yield _coded(NationalTable.CUSTODY, str(value.get("indicatie") or ""), names=names)


def _status(value: Any, names: Names) -> Tellings:
    yield codes.marital_status(str(value.get("staat") or ""))
    if value.get("partner"):
        yield someone(value["partner"], names=names)


def _suspension(value: Any, _names: Names) -> Tellings:
    yield codes.suspension(str(value.get("reden") or ""))
    if value.get("ingang"):
        yield _("from %(day)s") % {"day": date_text(value["ingang"])}


def _investigation(value: Any, _names: Names) -> Tellings:
    if value.get("aanduiding"):
        yield _("code %(code)s") % {"code": value["aanduiding"]}
    if value.get("ingang"):
        yield _("from %(day)s") % {"day": date_text(value["ingang"])}
    if value.get("einde"):
        yield _("until %(day)s") % {"day": date_text(value["einde"])}


def _void(value: Any, names: Names) -> Tellings:
    yield someone(value.get("erkenner"), names=names)
    yield str(value.get("reden") or "")


def _just(tell: Callable[[Any, Names], str]) -> Callable[[Any, Names], Tellings]:
    def one(value: Any, names: Names) -> Tellings:
        yield tell(value, names)

    return one


_TELLERS: Final[Mapping[str, Callable[[Any, Names], Tellings]]] = {
    "naam": _just(lambda value, _names: name_text(value)),
    "geslachtsnaam": _just(lambda value, _names: str(value.get("geslachtsnaam") or "")),
    "naamgebruik": _just(lambda value, _names: codes.name_use(value)),
    "geslacht": _just(lambda value, _names: codes.sex(value)),
    "overlijden": _just(lambda value, _names: date_text(value)),
    "curatele": _just(lambda _value, _names: _("under guardianship")),
    "geheimhouding": _just(lambda value, _names: codes.secrecy(value)),
    "geboorte": _birth,
    "ouder": _parent,
    "ouderschap": _parent,
    "ouderschap ontvallen": _parent,
    "nietige erkenning": _void,
    "kind": lambda value, names: iter((someone(value, names=names),)),
    "verbintenis": _union,
    "burgerlijke staat": _status,
    "nationaliteit": _nationality,
    "verblijfplaats": _residence,
    "woonadres": _residence,
    "gezag": _custody,
    "gezagsbeslissing": _custody_decision,
    "opschorting": _suspension,
    "einde bijhouding": _suspension,
    "onderzoek": _investigation,
}
