"""What the OpenAPI document says of subscriptions: of each address, and of what stands in it."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from events.api import openapi
from events.api.openapi_schemas import ref
from events.api.parameters import CURSOR_LENGTH_MAX, PAGE_SIZE, Parameter, cursor, identifier, one_of, whole
from events.models import DeliveryAttempt, ParkedDelivery
from events.subscriptions.domain import event_streams
from events.subscriptions.pulling.feed import SIZE_MAX
from events.subscriptions.pulling.waiting import WAIT_SECONDS_MAX

TAGS: Final = ["abonnementen"]
_ADMINISTRATORS = " Voor wie alle zones beheert."
_OWN = " Een abonnement van een ander is als een dat niet bestaat, behalve voor wie alle zones beheert."
SUBSCRIPTIONS = "Uw abonnementen, met hoe het ermee gaat." + _OWN
SUBSCRIBE = (
    "Laat u berichten sturen over gebeurtenissen: CloudEvents volgens het Nederlandse profiel, ondertekend volgens "
    "Standard Webhooks. U krijgt alleen wat u mag inzien. Er wordt niets gestuurd voordat de ontvanger is geverifieerd "
    "(`verifications`). Het geheim waarmee ondertekend wordt staat alleen in dit antwoord."
)
SUBSCRIPTION = "Een abonnement: wat het vraagt, in welke toestand het is en waarom, en hoe het ermee gaat." + _OWN
CHANGE = (
    "Wijzig wat u noemt; wat u niet noemt, blijft. Een ander adres moet opnieuw geverifieerd worden voordat er iets "
    "heen gaat." + _OWN
)
REMOVE = "Verwijder een abonnement, met zijn sleutels en wat ervan geparkeerd en beproefd is." + _OWN
VERIFY = (
    "Verifieer dat de ontvanger berichten wil. `handshake`: hem wordt met OPTIONS om toestemming gevraagd (CloudEvents "
    "webhook); hij mag ook later instemmen op het adres dat hij daarbij krijgt. `ping`: hij krijgt een ondertekend "
    "bericht zonder inhoud en neemt het aan. `agreement`: een beheerder van alle zones zegt dat het is afgesproken, en "
    "hoe. Wat ervan komt, staat in `outcome`: een weigering van de ontvanger is geen fout van dit verzoek."
)
PAUSE = "Stuur niets meer totdat het wordt hervat. Wat intussen gebeurt, volgt dan." + _OWN
RESUME = (
    "Ga verder waar het was. Wat nooit geverifieerd is, of niet sinds de ontvanger niets meer wilde, gaat niet verder."
)
KEYS = "De sleutels waarmee nu wordt ondertekend, zonder wat geheim is." + _OWN
ADD_KEY = (
    "Onderteken met een nieuwe sleutel. De vorige van dezelfde soort ondertekent nog `overlapSeconds` mee, zodat de "
    "ontvanger intussen kan overgaan. Het geheim staat alleen in dit antwoord." + _OWN
)
END_KEY = "Onderteken niet meer met deze sleutel. Er moet een sleutel overblijven." + _OWN
PUBLIC_KEYS = (
    "De publieke helften van de sleutelparen (v1a) waarmee dit abonnement nu ondertekent, voor wie een handtekening "
    "wil controleren. Zonder token."
)
ATTEMPTS = "Elke poging om te bezorgen, de nieuwste eerst, met handdrukken en pings. Volg `next` voor oudere." + _OWN
ATTEMPT = (
    "Een poging: wat gestuurd werd en het begin van wat er werd geantwoord, zonder wat geheim is. Wat in het bericht "
    "stond wordt opnieuw gemaakt uit de gebeurtenis, en dat lezen wordt vastgelegd in het Logboek Dataverwerkingen."
)
PARKED = (
    "Wat niet bezorgd werd toen het aan de beurt was, in de volgorde van het log. Waarover het gaat, staat er alleen "
    "bij voor wie de gebeurtenis mag inzien, en dat lezen wordt vastgelegd in het Logboek Dataverwerkingen." + _OWN
)
REDELIVER = (
    "Bezorg nog eens: een gebeurtenis (`eventId`), wat geparkeerd is (`parked`), of wat sinds een moment in het log "
    "kwam (`since`). De volgorde per object blijft. Is het te veel, zet het abonnement dan terug (`rewinds`)." + _OWN
)
FEED = (
    "Haal de volgende berichten op van een abonnement met `mode` `pull`: dezelfde CloudEvents als anderen gestuurd "
    "krijgen, in de volgorde van het log. Zonder `cursor` begint u waar het abonnement begon. Bewaar `cursor` zodra u "
    "de berichten verwerkt hebt, en vraag daarmee verder; dezelfde cursor geeft nog eens hetzelfde. Een antwoord kan "
    "leeg zijn en toch verder gaan: dan stond er in dat deel van het log niets voor u.\n\n"
    "Met `waitSeconds` wacht een antwoord dat anders leeg was tot er iets komt. Er wacht een beperkt aantal: is er "
    "geen plaats, dan komt het meteen, met `Retry-After`. Wat verteld wordt, wordt vastgelegd in het Logboek "
    "Dataverwerkingen. Alleen voor de eigenaar."
)
STREAM = (
    "Hetzelfde als `feed`, als stroom (server-sent events): elk bericht is een `data` met als `id` de cursor om erna "
    "verder te gaan. Ga na een onderbreking verder met `Last-Event-ID`; wie dat doet mist niets en krijgt niets "
    "dubbel. Elke 15 seconden komt er iets, ook als er niets te vertellen is. De stroom eindigt na vijf minuten, en "
    "eerder als het token of de bevoegdheid eindigt: maak dan opnieuw verbinding. Zijn er te veel stromen, dan is het "
    "antwoord 429, met `Retry-After`."
)
REWIND = (
    "Zet het abonnement terug: naar een gebeurtenis, een moment, of het begin. Alles vanaf daar wordt opnieuw bezorgd, "
    "hoe lang geleden het ook is." + _OWN
)
ALLOWANCES = "De netwerken waarin ontvangers mogen zijn hoewel ze niet openbaar zijn." + _ADMINISTRATORS
ALLOW = "Sta ontvangers in een netwerk toe dat niet openbaar is, en zeg waarom." + _ADMINISTRATORS
WITHDRAW = "Trek een toegelaten netwerk in: er wordt niets meer heen gestuurd." + _ADMINISTRATORS
GRANT = (
    "Hier stemt een ontvanger later in met een handdruk, op het adres dat hij daarbij kreeg; `WebHook-Allowed-Rate` "
    "zegt hoeveel berichten per minuut hij toestaat. Zonder token. Het antwoord is altijd hetzelfde."
)

SUBSCRIPTION_ID = OpenApiParameter(
    "subscription_id", {"type": "string", "format": "uuid"}, "path", description="Het abonnement."
)
KEY_ID = OpenApiParameter("key_id", {"type": "string", "format": "uuid"}, "path", description="De sleutel.")
ATTEMPT_ID = OpenApiParameter("attempt_id", {"type": "integer", "minimum": 0}, "path", description="De poging.")
ALLOWANCE_ID = OpenApiParameter("allowance_id", {"type": "integer", "minimum": 0}, "path", description="Het netwerk.")
LAST_EVENT_ID = OpenApiParameter(
    "Last-Event-ID",
    str,
    "header",
    description="De `id` van het laatste bericht: ga daarna verder (in plaats van `cursor`).",
)
TOKEN = OpenApiParameter("token", str, "path", description="Wat alleen de ontvanger kreeg.")

_UUID = {"type": "string", "format": "uuid"}
ATTEMPT_FILTERS: Final = (
    Parameter(
        name="outcome",
        field="outcome",
        read=one_of(DeliveryAttempt.Outcome),
        schema={"type": "string", "enum": [it.value for it in DeliveryAttempt.Outcome]},
        description="Pogingen die zo afliepen.",
    ),
    Parameter(
        name="eventId",
        field="event_id",
        read=identifier,
        schema=_UUID,
        description="Pogingen om deze gebeurtenis te bezorgen.",
    ),
)
PARKED_FILTERS: Final = (
    Parameter(
        name="state",
        field="state",
        read=one_of(ParkedDelivery.State),
        schema={"type": "string", "enum": [it.value for it in ParkedDelivery.State]},
        description="Wat in deze toestand is.",
    ),
    Parameter(
        name="objectId",
        field="object_id",
        read=identifier,
        schema=_UUID,
        description="Wat over dit object gaat, voor zover u het mag inzien.",
    ),
)


_CURSOR = Parameter(
    name="cursor",
    field="cursor",
    read=cursor,
    schema={"type": "string", "minLength": 1, "maxLength": CURSOR_LENGTH_MAX},
    description="Ga verder na een eerder antwoord; zonder: waar het abonnement begon. De inhoud heeft geen betekenis.",
)
OF_FEED: Final = (
    _CURSOR,
    Parameter(
        name="pageSize",
        field="size",
        read=whole(1, SIZE_MAX),
        schema={"type": "integer", "minimum": 1, "maximum": SIZE_MAX, "default": PAGE_SIZE},
        description="Hoeveel berichten een antwoord hoogstens heeft.",
    ),
    Parameter(
        name="waitSeconds",
        field="wait",
        read=whole(0, WAIT_SECONDS_MAX),
        schema={"type": "integer", "minimum": 0, "maximum": WAIT_SECONDS_MAX, "default": 0},
        description="Hoeveel seconden een antwoord wacht als er niets is.",
    ),
)
OF_STREAM: Final = (_CURSOR,)


def stream() -> dict[Any, OpenApiResponse]:
    """A 200 that is a stream."""
    told = {"type": "string", "description": "Server-sent events; elke `data` is een `Bericht`."}
    return {(200, event_streams.MEDIA_TYPE): OpenApiResponse(told, "De stroom.")}


def created(name: str, said: str) -> dict[Any, OpenApiResponse]:
    """A 201 with this component."""
    return {(201, openapi.JSON): OpenApiResponse(ref(name), said)}


def accepted(name: str, said: str) -> dict[Any, OpenApiResponse]:
    """A 202 with this component: it is done from here on."""
    return {(202, openapi.JSON): OpenApiResponse(ref(name), said)}


def gone() -> dict[Any, OpenApiResponse]:
    """A 204."""
    return {204: OpenApiResponse(None, "Gelukt; er is niets te zeggen.")}
