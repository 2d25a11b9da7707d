"""What the OpenAPI document says of federation's administration: of each address, and of its query parameters."""

from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from events.api import openapi
from events.api.openapi_schemas import ref
from events.api.parameters import Parameter, Unreadable, ending, identifier, one_of, starting, text
from federation.domain import hashes
from federation.domain.contracts import State
from federation.domain.directions import Direction
from federation.domain.transactions import Direction as Way

TAGS: Final = ["federatie"]
_ADMINISTRATORS = " Voor wie alle zones beheert."
OWN_PEER = (
    "Wie wij in de groep zijn (FSC): partij-id, adressen, certificaat en tot wanneer dat geldig is." + _ADMINISTRATORS
)
CONNECTIONS = (
    "Verbindingen met andere organisaties: contracten volgens FSC Core 2.0.0, de nieuwste eerst. Volg `next` voor "
    "oudere." + _ADMINISTRATORS
)
CONNECTION = "Een verbinding, met alle ondertekeningen en de inhoud zoals die ondertekend is." + _ADMINISTRATORS
REQUEST = (
    "Vraag een andere organisatie om een verbinding: er wordt een contract gemaakt, door ons ondertekend en verstuurd. "
    "Het geldt zodra zij het aanvaardt. Bestaat precies dezelfde aanvraag al en staat die open, dan is het antwoord "
    "die (200)." + _ADMINISTRATORS
)
ACCEPT = (
    "Aanvaard een contract waarin onze ondertekening gevraagd wordt. Nog eens hetzelfde verandert niets."
    + _ADMINISTRATORS
)
REJECT = "Wijs een contract af dat wij nog niet aanvaardden. Nog eens hetzelfde verandert niets." + _ADMINISTRATORS
REVOKE = (
    "Trek een contract in dat wij aanvaardden: de toegang stopt meteen. Nog eens hetzelfde verandert niets."
    + _ADMINISTRATORS
)
PEERS = "Andere organisaties die wij kennen, met hoe het ermee gaat: wie niet antwoordt eerst." + _ADMINISTRATORS
PEER = "Een andere organisatie, met hoe het ermee gaat en wat er nog naar haar onderweg is." + _ADMINISTRATORS
SERVICES = (
    "Wat organisaties in de gidsen van de groep publiceren, zoals die gidsen het laatst gelezen zijn: diensten (zones) "
    "en hun gebeurtenistypen. Het is wat organisaties over zichzelf zeggen." + _ADMINISTRATORS
)
PUBLICATIONS = "Onze zones, en in welke gids zij staan. Een gevoelige zone staat nergens." + _ADMINISTRATORS
PUBLISH = (
    "Publiceer een zone in elke gids van de groep, met deze gebeurtenistypen. Wat er eerder met andere stond, wordt "
    "ingetrokken. Een gevoelige of gesloten zone kan niet gepubliceerd worden." + _ADMINISTRATORS
)
WITHDRAW = "Haal een zone uit de gidsen. Verbindingen die er zijn, blijven." + _ADMINISTRATORS
TRANSACTIONS = (
    "De transactielog (FSC Logging 1.1.0): elke bevraging tussen ons en een andere organisatie, de nieuwste eerst. Wat "
    "over wie gevraagd werd staat er niet in. Volg `next` voor oudere." + _ADMINISTRATORS
)

CONTENT_HASH = OpenApiParameter(
    "content_hash",
    {"type": "string", "minLength": 1, "maxLength": 100},
    "path",
    description="De hash van het contract.",
)
PEER_ID = OpenApiParameter(
    "peer_id", {"type": "string", "minLength": 1, "maxLength": 255}, "path", description="Het id van de partij."
)
ZONE = OpenApiParameter("zone", str, "path", description="De korte naam van de zone.")
_TEXT = {"type": "string", "minLength": 1, "maxLength": 80}
_HASH = {"type": "string", "pattern": r"^\$1\$[1-5]\$[A-Za-z0-9_-]+$", "maxLength": 100}
_MOMENT = {"oneOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}


def grant_hash(value: str) -> str:
    """The hash of a grant, as FSC writes it."""
    try:
        hashes.read(value)
    except (hashes.MalformedHash, hashes.UnknownHashAlgorithm):
        raise Unreadable("hash", _("Give the hash of a grant, such as $1$3$X7eDqs6e….")) from None
    return value


CONNECTION_FILTERS: Final = (
    Parameter(
        name="state",
        field="state",
        read=one_of(State),
        schema={"type": "string", "enum": [it.value for it in State]},
        description="Contracten in deze toestand.",
    ),
    Parameter(
        name="direction",
        field="direction",
        read=one_of(Direction),
        schema={"type": "string", "enum": [it.value for it in Direction]},
        description="Contracten waarin wij deze rol hebben.",
    ),
    Parameter(
        name="peerId",
        field="peer_id",
        read=text,
        schema=_TEXT,
        description="Contracten waarin deze partij genoemd wordt.",
    ),
    Parameter(
        name="awaits",
        field="waits_for",
        read=text,
        schema=_TEXT,
        description="Contracten die deze partij nog moet ondertekenen.",
    ),
)
TRANSACTION_FILTERS: Final = (
    Parameter(name="peerId", field="peer_id", read=text, schema=_TEXT, description="Van of aan deze partij."),
    Parameter(name="serviceName", field="service_name", read=text, schema=_TEXT, description="Aan deze dienst."),
    Parameter(
        name="grantHash",
        field="grant_hash",
        read=grant_hash,
        schema=_HASH,
        description="Op grond van deze toestemming.",
    ),
    Parameter(
        name="transactionId",
        field="transaction_id",
        read=identifier,
        schema={"type": "string", "format": "uuid"},
        description="Deze ene transactie.",
    ),
    Parameter(
        name="direction",
        field="direction",
        read=one_of(Way),
        schema={"type": "string", "enum": [it.value for it in Way]},
        description="Aan ons gevraagd, of door ons.",
    ),
    Parameter(
        name="createdFrom",
        field="since",
        read=starting,
        schema=_MOMENT,
        description="Vanaf dit moment (inbegrepen). Een dag betekent het begin van die dag in Nederland.",
    ),
    Parameter(
        name="createdUntil",
        field="until",
        read=ending,
        schema=_MOMENT,
        description="Tot dit moment (niet inbegrepen). Een dag betekent het einde van die dag in Nederland.",
    ),
)


def asked() -> dict[Any, OpenApiResponse]:
    """A 201 with the connection that was made, and a 200 with one that was asked for already."""
    return {
        (201, openapi.JSON): OpenApiResponse(ref("Verbinding"), "Ondertekend; wordt verstuurd."),
        (200, openapi.JSON): OpenApiResponse(ref("Verbinding"), "Dit was al aangevraagd; dit is die aanvraag."),
    }


def gone() -> dict[Any, OpenApiResponse]:
    """A 204."""
    return {204: OpenApiResponse(None, "Gelukt; er is niets te zeggen.")}
