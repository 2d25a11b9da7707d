"""The components and the words of the way to a receiver in the OpenAPI document."""

from typing import Final

from events.api.schema_parts import MOMENT, TEXT, Schema, object_of
from events.models import ReceiverAccess
from events.subscriptions.commands import certificate_changes, credential_changes

_OWN = " Een abonnement van een ander is als een dat niet bestaat, behalve voor wie alle zones beheert."
AUTHORITIES = (
    "Welke certificaatautoriteiten voor de ontvanger (en zijn tokenadres) instaan, in plaats van die van het systeem. "
    "404 als het die van het systeem zijn." + _OWN
)
TRUST = (
    "Vertrouw alleen deze certificaatautoriteiten voor de ontvanger en zijn tokenadres, niet meer die van het systeem. "
    "Een tussenliggende autoriteit volstaat: dan wordt alleen vertrouwd wat die uitgaf." + _OWN
)
TRUST_AS_EVER = "Vertrouw weer de certificaatautoriteiten van het systeem; ook als dat al zo was." + _OWN
CERTIFICATE = "Welk clientcertificaat getoond wordt, zonder de private sleutel. 404 als er geen is." + _OWN
SHOW = (
    "Toon dit clientcertificaat aan de ontvanger (en aan zijn tokenadres) als die erom vraagt. De private sleutel "
    "wordt verzegeld bewaard en nooit meer getoond." + _OWN
)
SHOW_NONE = "Toon geen clientcertificaat meer; ook als er geen was." + _OWN
CREDENTIALS = "Waarmee een token gevraagd wordt, zonder het geheim. 404 als er geen token gevraagd wordt." + _OWN
GIVE = (
    "Vraag met deze gegevens een token (OAuth 2.0 client credentials, RFC 6749 4.4) en stuur het mee met elk bericht, "
    "elke handdruk en elke ping. Wie de gegevens wijzigt, geeft ze in hun geheel, ook het geheim. Een tokenadres dat "
    "geen token geeft, kost geen gebeurtenis een poging." + _OWN
)
FORGET = "Vraag en stuur geen token meer; ook als dat al zo was." + _OWN

_SHOWN: Final = object_of(
    {
        "subject": TEXT | {"description": "Van wie het is (RFC 4514)."},
        "issuer": TEXT | {"description": "Wie het uitgaf (RFC 4514)."},
        "serialNumber": TEXT | {"description": "Hexadecimaal."},
        "fingerprint": TEXT | {"description": "SHA-256."},
        "key": TEXT | {"description": "Zoals `RSA 3072` of `EC secp256r1`."},
        "validFrom": MOMENT,
        "validUntil": MOMENT,
        "endsSoon": {"type": "boolean", "description": "Of het binnen 30 dagen eindigt, of al geëindigd is."},
    }
)
COMPONENTS: Final[Schema] = {
    "Certificaat": _SHOWN,
    "NieuweAutoriteiten": dict(certificate_changes.AUTHORITIES),
    "VertrouwdeAutoriteiten": object_of(
        {
            "authorities": {"type": "array", "items": {"$ref": "#/components/schemas/Certificaat"}},
            "givenAt": MOMENT,
        }
    ),
    "NieuwClientcertificaat": dict(certificate_changes.CERTIFICATE),
    "Clientcertificaat": object_of(
        {
            "certificate": {"$ref": "#/components/schemas/Certificaat"},
            "issuers": {"type": "array", "items": {"$ref": "#/components/schemas/Certificaat"}},
            "givenAt": MOMENT,
        }
    ),
    "NieuweTokengegevens": dict(credential_changes.CREDENTIALS),
    "Tokengegevens": object_of(
        {
            "tokenUrl": TEXT,
            "clientId": TEXT,
            "method": {"type": "string", "enum": [it.value for it in ReceiverAccess.Method]},
            "scope": TEXT,
            "audience": TEXT,
            "withSecret": {"type": "boolean", "description": "Of er een geheim bewaard wordt."},
            "givenAt": MOMENT,
        }
    ),
}
