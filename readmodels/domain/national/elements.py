"""Where each element of a person file stands in the data form: the elements themselves, under the API's names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readmodels.domain.national import said, values
from readmodels.domain.national.codes import Codes, NationalTable
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
    Elements,
)
from readmodels.domain.national.trees import Tree, put

Reader = Callable[[str, Codes], Any]
"""Text of an element → its value in the data form; None when it says nothing that the API knows."""

Source = tuple[str, str]
"""An element by category and number: `("08", "1110")`. The category of a parent is always that of parent 1."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One member of the data form: its path (within its item, in a list), the element it comes from, how it is read."""

    path: str
    names: tuple[str, ...]
    """The takeover names of the element; the first that is filled counts (with diacritics before without)."""
    number: str
    read: Reader = values.text

    def value(self, row: Elements, describe: Codes) -> Any:
        """What a row says here; None when it says nothing."""
        text = said.preferred(row, *self.names)
        return None if text is None else self.read(text, describe)


def told(leaves: Iterable[Leaf], row: Elements, describe: Codes) -> Tree:
    """What a row says at these places of the data form; of a residence, what its address says too."""
    tree: Tree = {}
    said_in_all = {**said.part(row, "adres"), **row}
    for leaf in leaves:
        put(tree, leaf.path, leaf.value(said_in_all, describe))
    return tree


def _leaf(path: str, number: str, *names: str, read: Reader = values.text) -> Leaf:
    return Leaf(path, names, number, read)


_table = values.from_table
IDENTITY = (_leaf("burgerservicenummer", "0120", "burgerservicenummer", read=values.bsn),)
NAME = (
    _leaf("naam.voornamen", "0210", "voornamenDiakritisch", "voornamen"),
    _leaf("naam.adellijkeTitelPredicaat", "0220", "adellijkeTitelPredicaat", read=values.title),
    _leaf("naam.voorvoegsel", "0230", "voorvoegsel"),
    _leaf("naam.geslachtsnaam", "0240", "geslachtsnaamDiakritisch", "geslachtsnaam"),
)
BORN_ON = (_leaf("geboorte.datum", "0310", "geboortedatum", read=values.day),)
BIRTH = (
    *BORN_ON,
    _leaf("geboorte.plaats", "0320", "geboorteplaats", read=values.place),
    _leaf("geboorte.land", "0330", "geboorteland", read=_table(NationalTable.COUNTRY)),
)
SEX = (_leaf("geslacht", "0410", "geslachtsaanduiding", read=values.sex),)
SOMEONE = IDENTITY + NAME + BIRTH + SEX
UNION_BEGUN = (
    _leaf("aangaanHuwelijkPartnerschap.datum", "0610", "datumAangaan", read=values.day),
    _leaf("aangaanHuwelijkPartnerschap.plaats", "0620", "plaatsAangaan", read=values.place),
    _leaf("aangaanHuwelijkPartnerschap.land", "0630", "landAangaan", read=_table(NationalTable.COUNTRY)),
)

LEAVES: Mapping[str, Sequence[Leaf]] = {
    PERSON: (
        _leaf("aNummer", "0110", "anummer", read=values.a_number),
        *SOMEONE,
        _leaf("naam.aanduidingNaamgebruik", "6110", "aanduidingNaamgebruik", read=values.name_use),
    ),
    PARENT_1: (
        *SOMEONE,
        _leaf(
            "datumIngangFamilierechtelijkeBetrekking",
            "6210",
            "datumIngangFamilierechtelijkeBetrekking",
            read=values.day,
        ),
    ),
    NATIONALITY: (
        _leaf("nationaliteit", "0510", "nationaliteit", read=_table(NationalTable.NATIONALITY)),
        _leaf("redenOpname", "6310", "redenOpnemen", read=_table(NationalTable.NATIONALITY_REASON)),
        _leaf("aanduidingBijzonderNederlanderschap", "6510", "bijzonderNederlanderschap"),
        _leaf("datumIngangGeldigheid", "8510", "datumIngangGeldigheid", read=values.day),
    ),
    UNION: (
        *SOMEONE,
        _leaf("soortVerbintenis", "1510", "soortVerbintenis", read=values.union_kind),
        *UNION_BEGUN,
        _leaf("ontbindingHuwelijkPartnerschap.datum", "0710", "datumOntbinding", read=values.day),
    ),
    DEATH: (
        _leaf("overlijden.datum", "0810", "datumOverlijden", read=values.day),
        _leaf("overlijden.plaats", "0820", "plaatsOverlijden", read=values.place),
        _leaf("overlijden.land", "0830", "landOverlijden", read=_table(NationalTable.COUNTRY)),
    ),
    REGISTRATION: (_leaf("datumEersteInschrijvingGBA", "6810", "datumEersteInschrijving", read=values.day),),
    RESIDENCE: (
        _leaf("gemeenteVanInschrijving", "0910", "gemeenteVanInschrijving", read=values.municipality),
        _leaf("datumInschrijvingInGemeente", "0920", "datumInschrijvingInGemeente", read=values.day),
        _leaf(
            "immigratie.landVanwaarIngeschreven", "1410", "landVanwaarIngeschreven", read=_table(NationalTable.COUNTRY)
        ),
        _leaf("immigratie.datumVestigingInNederland", "1420", "datumVestigingInNederland", read=values.day),
        _leaf("verblijfplaats.functieAdres", "1010", "functieAdres", read=values.address_function),
        _leaf("verblijfplaats.datumAanvangAdreshouding", "1030", "datumAanvangAdreshouding", read=values.day),
        _leaf("verblijfplaats.datumIngangGeldigheid", "8510", "datumIngangGeldigheid", read=values.day),
        _leaf("verblijfplaats.straat", "1110", "straatnaamDiakritisch", "straatnaam"),
        _leaf("verblijfplaats.naamOpenbareRuimte", "1115", "naamOpenbareRuimteDiakritisch", "naamOpenbareRuimte"),
        _leaf("verblijfplaats.huisnummer", "1120", "huisnummer", read=values.number),
        _leaf("verblijfplaats.huisletter", "1130", "huisletter"),
        _leaf("verblijfplaats.huisnummertoevoeging", "1140", "huisnummertoevoeging"),
        _leaf("verblijfplaats.aanduidingBijHuisnummer", "1150", "aanduidingBijHuisnummer", read=values.beside_number),
        _leaf("verblijfplaats.postcode", "1160", "postcode"),
        _leaf("verblijfplaats.woonplaats", "1170", "woonplaats"),
        _leaf(
            "verblijfplaats.adresseerbaarObjectIdentificatie",
            "1180",
            "identificatiecodeVerblijfplaats",
            read=values.bag,
        ),
        _leaf(
            "verblijfplaats.nummeraanduidingIdentificatie", "1190", "identificatiecodeNummeraanduiding", read=values.bag
        ),
        _leaf("verblijfplaats.locatiebeschrijving", "1210", "locatiebeschrijving"),
        _leaf("verblijfplaats.land", "1310", "landBuitenland", read=_table(NationalTable.COUNTRY)),
        _leaf("verblijfplaats.datumAanvangAdresBuitenland", "1320", "datumAanvangAdresBuitenland", read=values.day),
        _leaf("verblijfplaats.regel1", "1330", "regel1AdresBuitenland"),
        _leaf("verblijfplaats.regel2", "1340", "regel2AdresBuitenland"),
        _leaf("verblijfplaats.regel3", "1350", "regel3AdresBuitenland"),
    ),
    CHILD: IDENTITY + NAME + BIRTH,
    PERMIT: (
        _leaf(
            "verblijfstitel.aanduiding", "3910", "aanduidingVerblijfstitel", read=_table(NationalTable.RESIDENCE_PERMIT)
        ),
        _leaf("verblijfstitel.datumEinde", "3920", "datumEindeVerblijfstitel", read=values.day),
        _leaf("verblijfstitel.datumIngang", "3930", "datumIngangVerblijfstitel", read=values.day),
    ),
    CUSTODY: (
        _leaf("indicatieGezagMinderjarige", "3210", "indicatieGezagMinderjarige", read=_table(NationalTable.CUSTODY)),
        _leaf("indicatieCurateleRegister", "3310", "indicatieCurateleregister", read=values.flag),
    ),
    VOTING: (
        _leaf("europeesKiesrecht.aanduiding", "3110", "europeesKiesrecht", read=values.european_vote),
        _leaf(
            "europeesKiesrecht.einddatumUitsluiting", "3130", "einddatumUitsluitingEuropeesKiesrecht", read=values.day
        ),
        _leaf(
            "uitsluitingKiesrecht.uitgeslotenVanKiesrecht",
            "3810",
            "aanduidingUitgeslotenKiesrecht",
            read=values.excluded,
        ),
        _leaf("uitsluitingKiesrecht.einddatum", "3820", "einddatumUitsluitingKiesrecht", read=values.day),
    ),
}

LISTS: Mapping[str, str] = {PARENT_1: "ouders", NATIONALITY: "nationaliteiten", UNION: "partners", CHILD: "kinderen"}
"""Categories of which a person has several: the member of the data form that holds them."""
