"""The fields that can be asked for, and the elements that each one comes from.

A field is a path in the public form. Two tables say all: what a field is *derived from* (when one of these is under
investigation, so is the field), and what the data form delivers *beside* them, because a reader cannot tell without it
what the field says (a residence without its street or country, a nationality without its code).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readmodels.domain.national.elements import Source
from readmodels.domain.national.person_file import (
    CHILD,
    CUSTODY,
    DEATH,
    NATIONALITY,
    PARENT_1,
    PERMIT,
    PERSON,
    REGISTRATION,
    RESIDENCE,
    UNION,
    VOTING,
)

Sources = frozenset[Source]

ALIASES: Mapping[str, str] = {"verblijfplaatsBinnenland": "verblijfplaats", "adresseringBinnenland": "adressering"}
"""Names under which a consumer asks who may not see residence abroad."""
ABROAD_ONLY = frozenset(
    {
        "adressering.adresregel3",
        "adressering.land",
        *(f"verblijfplaats.verblijfadres.{name}" for name in ("land", "regel1", "regel2", "regel3")),
    }
)
"""Fields that an alias does not reach."""
ALWAYS_DELIVERED = frozenset({"geheimhoudingPersoonsgegevens", "opschortingBijhouding", "rni", "verificatie"})
"""Members that are delivered unasked; asking for them changes nothing."""
CUSTODY_RELATIONS = "gezag"
"""The field that no element of one file answers: custody follows from the files of a whole family."""


def _of(category: str, numbers: str) -> Sources:
    return frozenset((category, number) for number in numbers.split())


def _under(prefix: str, fields: Mapping[str, Sources]) -> dict[str, Sources]:
    return {f"{prefix}.{name}": sources for name, sources in fields.items()}


def _name(category: str) -> dict[str, Sources]:
    return {
        "naam.voornamen": _of(category, "0210"),
        "naam.adellijkeTitelPredicaat": _of(category, "0220"),
        "naam.voorvoegsel": _of(category, "0230"),
        "naam.geslachtsnaam": _of(category, "0240"),
        "naam.voorletters": _of(category, "0210"),
    }


def _birth(category: str) -> dict[str, Sources]:
    numbers = {"datum": "0310", "plaats": "0320", "land": "0330"}
    return {f"geboorte.{name}": _of(category, number) for name, number in numbers.items()}


def _identity(category: str) -> dict[str, Sources]:
    return {"burgerservicenummer": _of(category, "0120")}


def _sex(category: str) -> dict[str, Sources]:
    return {"geslacht": _of(category, "0410")}


_FULL_NAME = _of(PERSON, "0210 0220 0230 0240 0410")
_ADDRESSED = _of(PERSON, "0210 0220 0230 0240 0410 6110") | _of(UNION, "0220 0230 0240")
_STYLED = _of(PERSON, "0220 0410 6110") | _of(UNION, "0220")
_LINES: Mapping[str, Sources] = {
    "adressering.adresregel1": _of(RESIDENCE, "1110 1120 1130 1140 1150 1210 1330"),
    "adressering.adresregel2": _of(RESIDENCE, "0910 1160 1170 1340"),
    "adressering.adresregel3": _of(RESIDENCE, "1350"),
    "adressering.land": _of(RESIDENCE, "1310"),
}
ADDRESS_LINES = tuple(_LINES)
"""The fields that tell where a letter reaches somebody."""
_RESIDENCE = {
    "type": "",
    "datumVan": "1030 1320",
    "datumIngangGeldigheid": "8510",
    "functieAdres": "1010",
    "adresseerbaarObjectIdentificatie": "1180",
    "nummeraanduidingIdentificatie": "1190",
    "verblijfadres.officieleStraatnaam": "1115",
    "verblijfadres.korteStraatnaam": "1110",
    "verblijfadres.huisnummer": "1120",
    "verblijfadres.huisletter": "1130",
    "verblijfadres.huisnummertoevoeging": "1140",
    "verblijfadres.aanduidingBijHuisnummer": "1150",
    "verblijfadres.postcode": "1160",
    "verblijfadres.woonplaats": "1170",
    "verblijfadres.locatiebeschrijving": "1210",
    "verblijfadres.regel1": "1330",
    "verblijfadres.regel2": "1340",
    "verblijfadres.regel3": "1350",
    "verblijfadres.land": "1310",
}

PERSON_FIELDS: Mapping[str, Sources] = {
    "aNummer": _of(PERSON, "0110"),
    **_identity(PERSON),
    "datumEersteInschrijvingGBA": _of(REGISTRATION, "6810"),
    "datumInschrijvingInGemeente": _of(RESIDENCE, "0920"),
    "gemeenteVanInschrijving": _of(RESIDENCE, "0910"),
    **_sex(PERSON),
    "leeftijd": _of(PERSON, "0310"),
    **_name(PERSON),
    "naam.volledigeNaam": _FULL_NAME,
    "naam.aanduidingNaamgebruik": _of(PERSON, "6110"),
    **_birth(PERSON),
    "adressering.aanhef": _ADDRESSED,
    "adressering.aanschrijfwijze.naam": _ADDRESSED,
    "adressering.aanschrijfwijze.aanspreekvorm": _STYLED,
    "adressering.gebruikInLopendeTekst": _ADDRESSED,
    **_LINES,
    "europeesKiesrecht.aanduiding": _of(VOTING, "3110"),
    "europeesKiesrecht.einddatumUitsluiting": _of(VOTING, "3130"),
    "uitsluitingKiesrecht.uitgeslotenVanKiesrecht": _of(VOTING, "3810"),
    "uitsluitingKiesrecht.einddatum": _of(VOTING, "3820"),
    "immigratie.landVanwaarIngeschreven": _of(RESIDENCE, "1410"),
    "immigratie.vanuitVerblijfplaatsOnbekend": _of(RESIDENCE, "1410"),
    "immigratie.datumVestigingInNederland": _of(RESIDENCE, "1420"),
    "immigratie.indicatieVestigingVanuitBuitenland": _of(RESIDENCE, "1420"),
    "indicatieCurateleRegister": _of(CUSTODY, "3310"),
    "indicatieGezagMinderjarige": _of(CUSTODY, "3210"),
    "overlijden.datum": _of(DEATH, "0810"),
    "overlijden.plaats": _of(DEATH, "0820"),
    "overlijden.land": _of(DEATH, "0830"),
    "verblijfstitel.aanduiding": _of(PERMIT, "3910"),
    "verblijfstitel.datumEinde": _of(PERMIT, "3920"),
    "verblijfstitel.datumIngang": _of(PERMIT, "3930"),
    **{f"verblijfplaats.{name}": _of(RESIDENCE, numbers) for name, numbers in _RESIDENCE.items()},
    **_under(
        "ouders",
        {
            "ouderAanduiding": frozenset(),
            **_identity(PARENT_1),
            **_sex(PARENT_1),
            **_name(PARENT_1),
            **_birth(PARENT_1),
            "datumIngangFamilierechtelijkeBetrekking": _of(PARENT_1, "6210"),
        },
    ),
    **_under(
        "partners",
        {
            **_identity(UNION),
            **_sex(UNION),
            **_name(UNION),
            **_birth(UNION),
            "soortVerbintenis": _of(UNION, "1510"),
            "aangaanHuwelijkPartnerschap.datum": _of(UNION, "0610"),
            "aangaanHuwelijkPartnerschap.plaats": _of(UNION, "0620"),
            "aangaanHuwelijkPartnerschap.land": _of(UNION, "0630"),
            "ontbindingHuwelijkPartnerschap.datum": _of(UNION, "0710"),
        },
    ),
    **_under("kinderen", {**_identity(CHILD), **_name(CHILD), **_birth(CHILD)}),
    **_under(
        "nationaliteiten",
        {
            "type": _of(NATIONALITY, "0510 6510"),
            "nationaliteit": _of(NATIONALITY, "0510"),
            "redenOpname": _of(NATIONALITY, "6310"),
            "datumIngangGeldigheid": _of(NATIONALITY, "8510"),
        },
    ),
    CUSTODY_RELATIONS: frozenset(),
}
"""Every field of a person who is read by his number, with what it is derived from."""

LIMITED_FIELDS: Mapping[str, Sources] = {
    **_identity(PERSON),
    **_sex(PERSON),
    "leeftijd": _of(PERSON, "0310"),
    **_name(PERSON),
    "naam.volledigeNaam": _FULL_NAME,
    "geboorte.datum": _of(PERSON, "0310"),
    **_LINES,
}
"""The fields of a person who is searched for (`PersoonBeperkt`): what is needed to tell who he is."""

LIMITED_WITH_CUSTODY: Mapping[str, Sources] = {**LIMITED_FIELDS, CUSTODY_RELATIONS: frozenset()}
"""The fields of whoever lives at an addressable object (`GezagPersoonBeperkt`)."""

_WHERE = _of(RESIDENCE, "1110 1210 1310")
_ADDRESS = _of(RESIDENCE, "1110 1120")
BESIDE: Mapping[str, Sources] = {
    "nationaliteiten": _of(NATIONALITY, "0510 6510"),
    "verblijfplaats": _WHERE,
    "adressering.adresregel1": _ADDRESS | _WHERE,
    "adressering.adresregel2": _ADDRESS | _WHERE,
    "adressering.land": _of(RESIDENCE, "1330 1340 1350"),
    "adressering.adresregel3": _of(RESIDENCE, "1310"),
    "adressering.aanhef": _of(UNION, "0610 0710"),
    "adressering.aanschrijfwijze": _of(UNION, "0610 0710"),
    "adressering.gebruikInLopendeTekst": _of(UNION, "0610 0710"),
}
"""What the data form delivers beside the elements of a field, by the beginning of its path."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The fields that a request asks for, each whole, out of those that it may ask for.

    `inland_only`: of a residence, only one in the Netherlands was asked for.
    """

    fields: Mapping[str, Sources]
    inland_only: frozenset[str] = frozenset()

    def sources(self) -> Sources:
        """Every element that the data form delivers for these fields."""
        return frozenset(source for path in self.fields for source in self.fields[path] | _beside(path))

    def leaves_out(self, member: str, residence: Mapping[str, Any]) -> bool:
        """Whether a residence of the data form is abroad, and this member was asked for only in the Netherlands."""
        return member in self.inland_only and "land" in residence

    def asks(self, beginning: str) -> bool:
        """Whether some field under this path is asked for."""
        return any(_begins(path, beginning) for path in self.fields)


def select(asked: Iterable[str], known: Mapping[str, Sources]) -> Selection:
    """The selection of the asked paths: all fields below a path, or the field that a path goes on below.

    A path that leads nowhere selects nothing: `unknown` tells which those are.
    """
    paths = [path for path in asked if path not in ALWAYS_DELIVERED]
    inland = [path for path in paths if _first(path) in ALIASES]
    named = {field for path in paths for field in _reached(path, known)}
    chosen = {field: sources for field, sources in known.items() if field in named}
    return Selection(chosen, frozenset(ALIASES[_first(path)] for path in inland))


def below(group: str) -> dict[str, Sources]:
    """The fields of a person under a group, by their path within it."""
    return {path.removeprefix(f"{group}."): of for path, of in PERSON_FIELDS.items() if path.startswith(f"{group}.")}


def unknown(asked: Iterable[str], known: Mapping[str, Sources]) -> Iterator[int]:
    """The places, in what was asked, of paths that lead to no field."""
    for place, path in enumerate(asked):
        if path not in ALWAYS_DELIVERED and not select((path,), known).fields:
            yield place


def _reached(path: str, known: Iterable[str]) -> Iterator[str]:
    """The fields that a path reaches, under its alias or its own name."""
    first, dot, rest = path.partition(".")
    name = ALIASES.get(first, first) + dot + rest
    for field in known:
        if (_begins(field, name) or _begins(name, field)) and not (first in ALIASES and field in ABROAD_ONLY):
            yield field


def _first(path: str) -> str:
    return path.partition(".")[0]


def _begins(path: str, beginning: str) -> bool:
    return path == beginning or path.startswith(f"{beginning}.")


def _beside(path: str) -> Sources:
    return frozenset(source for beginning in BESIDE if _begins(path, beginning) for source in BESIDE[beginning])
