"""What the tests of the person page tell: Anna moved, and the day of her move was corrected a month later.

Taken over from a register, so that what was known in April is really known in April. She lives in the Dorpsstraat since
2020; on 4 May 2026 it was registered that she moved to the Molenweg on the 1st; on 2 June that it was on 15 April.
"""

import json
from typing import Any
from uuid import UUID, uuid5

from events.commands.import_register import import_register
from events.domain.permissions import Permission
from events.models import User, Zone
from tests.desk_story import Municipality
from tests.investigation_story import born, follow, wedding

REGISTER = "bevolkingsregister"
BSN = "999955986"
PLACE = {"geboorteplaats (03.20)": "0518", "geboorteland (03.30)": "6030"}
NOT_IN_APRIL = "Molenweg 4"
IN_APRIL = "Dorpsstraat 12"


def anna(town: Municipality, *, reads: User | None = None) -> UUID:
    """Anna, in a zone of her own that `reads` (by default the official) may read; taken in by every view."""
    zone = Zone.objects.create(organisation=town.organisation, slug=REGISTER, name="Bevolkingsregister")
    town.allow(town.official, Permission.IMPORT, zone=zone)
    imported = import_register(
        json.dumps(_file()).encode(), zone=REGISTER, official=User.objects.get(pk=town.official.pk), name="Proef"
    )
    town.allow(reads or town.official, Permission.VIEW, zone=zone)
    follow()
    assert imported.report["refused"] == 0
    return uuid5(imported.takeover.namespace, f"bsn:{BSN}")


def a_family(town: Municipality) -> UUID:
    """Daan, who married Sanne; each of three children of one mother; taken in by every view."""
    daan, sanne, _ = (born(town, name, act=f"1AA020{at}") for at, name in enumerate(("Daan", "Sanne", "Lotte")))
    wedding(town, daan, sanne, on="2015-06-12", act="3AA0201")
    follow()
    return daan


def _file() -> dict[str, Any]:
    known = {"datum van opneming (86.10)": "20200103", "datum ingang geldigheid (85.10)": "19940211"}
    named = {"geslachtsnaam (02.40)": "Bakker", **PLACE}
    return {
        "pl": 1,
        "bsn": BSN,
        "categories": {
            "01 persoon": [
                {
                    "stapel_nr": 0,
                    "volg_nr": 0,
                    "anummer (01.10)": "8317585738",
                    "burgerservicenummer (01.20)": BSN,
                    "voornamen (02.10)": "Anna",
                    "geboortedatum (03.10)": "19940211",
                    "geslachtsaanduiding (04.10)": "V",
                    **named,
                    **known,
                }
            ],
            "02 ouder 1": [
                {
                    "stapel_nr": 0,
                    "volg_nr": 0,
                    "voornamen (02.10)": "Elisabeth",
                    "geboortedatum (03.10)": "19660000",
                    "geslachtsaanduiding (04.10)": "V",
                    "datum ingang familierechtelijke betrekking (62.10)": "19940211",
                    **named,
                    **known,
                }
            ],
            "08 verblijfplaats": [
                _lives(2, "1", since="20200101", registered="20200103"),
                _lives(1, "2", since="20260501", registered="20260504") | {"indicatie onjuist (84.10)": "O"},
                _lives(0, "2", since="20260415", registered="20260602"),
            ],
        },
        "addresses": {"1": _address("Dorpsstraat", "12"), "2": _address("Molenweg", "4")},
    }


def _lives(number: int, address: str, *, since: str, registered: str) -> dict[str, Any]:
    return {
        "volg_nr": number,
        "gemeente van inschrijving (09.10)": "0518",
        "adres": address,
        "functie adres (10.10)": "W",
        "datum aanvang adreshouding (10.30)": since,
        "datum ingang geldigheid (85.10)": since,
        "datum van opneming (86.10)": registered,
    }


def _address(street: str, number: str) -> dict[str, str]:
    return {
        "gemeentecode (92.10)": "0518",
        "straatnaam (11.10)": street,
        "huisnummer (11.20)": number,
        "postcode (11.60)": "9902CD",
        "woonplaats (11.70)": "Lindenveen",
    }
