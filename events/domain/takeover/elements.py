"""What a row of the register holds: every element of LO GBA that we take over, by category.

A row names its elements as the register's export does (`geboortedatum (03.10)`, or a bare technical name); the event
data names them as Dutch properties. Both directions are one table, so that a row can always be given back exactly.
Values stay as the register wrote them: dates as eight digits with zeros for what is unknown, codes as their text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

TEXT_LENGTH_MAX = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element: its key in the export, its name in the event data, and its number in LO GBA (if it has one)."""

    key: str
    name: str
    number: str = ""

    @property
    def title(self) -> str:
        """The Dutch name with the number, as officials know it."""
        words = self.key.removesuffix(f" ({self.number})").replace("_", " ")
        said = words[:1].upper() + words[1:]
        return f"{said} ({self.number})" if self.number else said


def _elements(*rows: tuple[str, str, str]) -> tuple[Element, ...]:
    """Elements from (word, name, number); technical words, with underscores, carry no number in the export."""
    return tuple(
        Element(key=f"{word} ({number})" if number and "_" not in word else word, name=name, number=number)
        for word, name, number in rows
    )


IDENTITY = _elements(
    ("anummer", "anummer", "01.10"),
    ("burgerservicenummer", "burgerservicenummer", "01.20"),
)
NAME = _elements(
    ("voornamen", "voornamen", "02.10"),
    ("diak_voor_naam", "voornamenDiakritisch", ""),
    ("adellijke titel of predicaat", "adellijkeTitelPredicaat", "02.20"),
    ("voorvoegsel", "voorvoegsel", "02.30"),
    ("geslachtsnaam", "geslachtsnaam", "02.40"),
    ("diak_geslachts_naam", "geslachtsnaamDiakritisch", ""),
)
BIRTH = _elements(
    ("geboortedatum", "geboortedatum", "03.10"),
    ("geboorteplaats", "geboorteplaats", "03.20"),
    ("geboorteland", "geboorteland", "03.30"),
)
SEX = _elements(("geslachtsaanduiding", "geslachtsaanduiding", "04.10"))
ACT = _elements(
    ("akte_register_gemeente_code", "registergemeenteAkte", "81.10"),
    ("aktenummer", "aktenummer", "81.20"),
)
DOCUMENT = _elements(
    ("gemeente document", "gemeenteDocument", "82.10"),
    ("datum document", "datumDocument", "82.20"),
    ("beschrijving document", "beschrijvingDocument", "82.30"),
)
INVESTIGATION = _elements(
    ("aanduiding in onderzoek", "aanduidingInOnderzoek", "83.10"),
    ("datum ingang onderzoek", "datumIngangOnderzoek", "83.20"),
    ("datum einde onderzoek", "datumEindeOnderzoek", "83.30"),
)
VALIDITY = _elements(
    ("datum ingang geldigheid", "datumIngangGeldigheid", "85.10"),
    ("datum van opneming", "datumVanOpneming", "86.10"),
)
RNI = _elements(
    ("rni-deelnemer", "rniDeelnemer", "88.10"),
    ("omschrijving verdrag", "omschrijvingVerdrag", "88.20"),
)
RECORD = INVESTIGATION + VALIDITY
PARENT = (
    IDENTITY + NAME + BIRTH + SEX
    + _elements(("datum ingang familierechtelijke betrekking", "datumIngangFamilierechtelijkeBetrekking", "62.10"))
    + ACT + DOCUMENT + RECORD
)  # fmt: skip
UNION = _elements(
    ("datum huwelijkssluiting/aangaan geregistreerd partnerschap", "datumAangaan", "06.10"),
    ("plaats huwelijkssluiting/aangaan geregistreerd partnerschap", "plaatsAangaan", "06.20"),
    ("land huwelijkssluiting/aangaan geregistreerd partnerschap", "landAangaan", "06.30"),
    ("datum ontbinding huwelijk/geregistreerd partnerschap", "datumOntbinding", "07.10"),
    ("plaats ontbinding huwelijk/geregistreerd partnerschap", "plaatsOntbinding", "07.20"),
    ("land ontbinding huwelijk/geregistreerd partnerschap", "landOntbinding", "07.30"),
    ("reden ontbinding huwelijk/geregistreerd partnerschap", "redenOntbinding", "07.40"),
    ("soort verbintenis", "soortVerbintenis", "15.10"),
)
VOTING = _elements(
    ("Europees kiesrecht", "europeesKiesrecht", "31.10"),
    ("europees_kiesrecht_datum", "datumEuropeesKiesrecht", "31.20"),
    ("einddatum uitsluiting Europees kiesrecht", "einddatumUitsluitingEuropeesKiesrecht", "31.30"),
    ("adres_eu_lidstaat_van_herkomst", "adresEuLidstaatVanHerkomst", ""),
    ("plaats_eu_lidstaat_van_herkomst", "plaatsEuLidstaatVanHerkomst", ""),
    ("land_eu_lidstaat_van_herkomst", "landEuLidstaatVanHerkomst", ""),
    ("aanduiding uitgesloten kiesrecht", "aanduidingUitgeslotenKiesrecht", "38.10"),
    ("einddatum uitsluiting kiesrecht", "einddatumUitsluitingKiesrecht", "38.20"),
    ("kiesrecht_doc_gemeente_code", "gemeenteDocumentKiesrecht", ""),
    ("kiesrecht_doc_datum", "datumDocumentKiesrecht", ""),
    ("kiesrecht_doc_beschrijving", "beschrijvingDocumentKiesrecht", ""),
)
INSCRIPTION = _elements(
    ("Datum ingang blokkering", "datumIngangBlokkering", "66.20"),
    ("datum opschorting bijhouding", "datumOpschortingBijhouding", "67.10"),
    ("reden opschorting bijhouding", "redenOpschortingBijhouding", "67.20"),
    ("datum eerste inschrijving GBA", "datumEersteInschrijving", "68.10"),
    ("pk_gemeente_code", "gemeentePersoonskaart", "69.10"),
    ("volledig_geconverteerd_pk", "persoonskaartVolledigGeconverteerd", "87.10"),
    ("indicatie geheim", "indicatieGeheim", "70.10"),
    ("datum verificatie", "datumVerificatie", "71.10"),
    ("omschrijving verificatie", "omschrijvingVerificatie", "71.20"),
    ("versie_nr", "versienummer", "80.10"),
    ("stempel_dt", "datumtijdstempel", "80.20"),
    ("mutatie_activiteit_id", "mutatieActiviteit", ""),
    ("creatie_dt", "tijdstipAanmaak", ""),
    ("mutatie_dt", "tijdstipMutatie", ""),
)
RESIDENCE = _elements(
    ("gemeente van inschrijving", "gemeenteVanInschrijving", "09.10"),
    ("datum inschrijving in de gemeente", "datumInschrijvingInGemeente", "09.20"),
    ("functie adres", "functieAdres", "10.10"),
    ("gemeente_deel", "gemeentedeel", "10.20"),
    ("datum aanvang adreshouding", "datumAanvangAdreshouding", "10.30"),
    ("adres_id", "adresnummer", ""),
    ("adres", "adresverwijzing", ""),
    ("land", "landBuitenland", "13.10"),
    ("datum aanvang adres buitenland", "datumAanvangAdresBuitenland", "13.20"),
    ("regel 1 adres buitenland", "regel1AdresBuitenland", "13.30"),
    ("regel 2 adres buitenland", "regel2AdresBuitenland", "13.40"),
    ("regel 3 adres buitenland", "regel3AdresBuitenland", "13.50"),
    ("land vanwaar ingeschreven", "landVanwaarIngeschreven", "14.10"),
    ("datum vestiging in Nederland", "datumVestigingInNederland", "14.20"),
    ("aangifte adreshouding", "aangifteAdreshouding", "72.10"),
)
ADDRESS = _elements(
    ("gemeentecode", "gemeente", "92.10"),
    ("straatnaam", "straatnaam", "11.10"),
    ("diak_straat_naam", "straatnaamDiakritisch", ""),
    ("naam openbare ruimte", "naamOpenbareRuimte", "11.15"),
    ("diak_open_ruimte_naam", "naamOpenbareRuimteDiakritisch", ""),
    ("huisnummer", "huisnummer", "11.20"),
    ("huisletter", "huisletter", "11.30"),
    ("huisnummertoevoeging", "huisnummertoevoeging", "11.40"),
    ("aanduiding bij huisnummer", "aanduidingBijHuisnummer", "11.50"),
    ("postcode", "postcode", "11.60"),
    ("woonplaats", "woonplaats", "11.70"),
    ("identificatiecode verblijfplaats", "identificatiecodeVerblijfplaats", "11.80"),
    ("identificatiecode nummeraanduiding", "identificatiecodeNummeraanduiding", "11.90"),
    ("locatiebeschrijving", "locatiebeschrijving", "12.10"),
)
TRAVEL_DOCUMENT = _elements(
    ("soort reisdocument", "soortReisdocument", "35.10"),
    ("nummer reisdocument", "nummerReisdocument", "35.20"),
    ("datum uitgifte Nederlands reisdocument", "datumUitgifteReisdocument", "35.30"),
    ("nl_reis_doc_autoriteit_code", "autoriteitVanAfgifte", "35.40"),
    ("datum einde geldigheid reisdocument", "datumEindeGeldigheidReisdocument", "35.50"),
    ("datum inhouding dan wel vermissing Nederlands reisdocument", "datumInhoudingVermissing", "35.60"),
    ("aanduiding inhouding dan wel vermissing Nederlands reisdocument", "aanduidingInhoudingVermissing", "35.70"),
    (
        "signalering met betrekking tot het verstrekken van een Nederlands reisdocument",
        "signaleringVerstrekkingReisdocument",
        "36.10",
    ),
)

ELEMENTS: Mapping[str, tuple[Element, ...]] = {
    "01": IDENTITY + NAME + BIRTH + SEX
    + _elements(("vorig_a_nr", "vorigAnummer", "20.10"), ("aanduiding naamgebruik", "aanduidingNaamgebruik", "61.10"))
    + ACT + DOCUMENT + RECORD + RNI,
    "02": PARENT,
    "03": PARENT,
    "04": _elements(
        ("nationaliteit", "nationaliteit", "05.10"),
        ("reden opnemen", "redenOpnemen", "63.10"),
        ("reden beëindigen", "redenBeeindigen", "64.10"),
        ("bijzonder nederlanderschap", "bijzonderNederlanderschap", "65.10"),
        ("eu_persoon_nr", "euPersoonsnummer", "73.10"),
    )
    + DOCUMENT + RECORD + RNI,
    "05": IDENTITY + NAME + BIRTH + SEX + UNION + ACT + DOCUMENT + RECORD,
    "06": _elements(
        ("datum overlijden", "datumOverlijden", "08.10"),
        ("plaats overlijden", "plaatsOverlijden", "08.20"),
        ("land overlijden", "landOverlijden", "08.30"),
    )
    + ACT + DOCUMENT + RECORD + RNI,
    "07": INSCRIPTION + VOTING + RNI,
    "08": RESIDENCE + RECORD + RNI,
    "09": IDENTITY + NAME + BIRTH + SEX
    + _elements(("registratie betrekking", "registratieBetrekking", "89.10"))
    + ACT + DOCUMENT + RECORD,
    "10": _elements(
        ("aanduiding verblijfstitel", "aanduidingVerblijfstitel", "39.10"),
        ("datum einde verblijfstitel", "datumEindeVerblijfstitel", "39.20"),
        ("datum ingang verblijfstitel", "datumIngangVerblijfstitel", "39.30"),
    )
    + RECORD,
    "11": _elements(
        ("indicatie gezag minderjarige", "indicatieGezagMinderjarige", "32.10"),
        ("indicatie curateleregister", "indicatieCurateleregister", "33.10"),
    )
    + DOCUMENT + RECORD,
    "12": TRAVEL_DOCUMENT + DOCUMENT + RECORD,
    "13": VOTING + DOCUMENT + RECORD,
}  # fmt: skip
"""Every element that a row of a category may hold, beside its place in its stack and the mark 84.10."""
