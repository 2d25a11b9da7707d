"""What the OpenAPI document says of each address, and how it is completed (`complete`).

Descriptions are Dutch, as the API's readers are (ADR: doc-language).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from events.api.openapi_schemas import COMPONENTS, ref
from events.api.parameters import VALUES_MAX, Parameter

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"

SEARCH = (
    "Alle gebeurtenissen in de zones die u mag inzien, gefilterd. Een filter mag herhaald worden: dan geldt een van de "
    "waarden; verschillende filters gelden samen.\n\n"
    "De volgorde is die van het log. Volg `next` (of herhaal uw vraag met `cursor`): wie dat doet mist niets van wat "
    "daarna wordt vastgelegd. Heel nieuwe gebeurtenissen hebben nog geen plaats in het log. Zij staan achteraan op de "
    "laatste pagina, zonder dat de cursor er voorbij gaat, en komen dus nog eens als zij een plaats hebben: herken ze "
    "aan hun `id`. Krijgt u er later een zone bij, begin dan opnieuw: een cursor gaat niet terug.\n\n"
    "Elke vraag wordt vastgelegd in het Logboek Dataverwerkingen."
)
READ = "Een gebeurtenis zoals zij is vastgelegd. Elke keer lezen wordt vastgelegd in het Logboek Dataverwerkingen."
_REPEAT = " Hetzelfde verzoek met hetzelfde `id` geeft nogmaals hetzelfde antwoord (200)."
CLAIM = "Zeg dat iets is gebeurd. Een claim heeft geen rechtsgevolg totdat een ambtenaar haar valideert." + _REPEAT
CORRECTION = "Zeg dat een eerdere gebeurtenis niet klopt. Zij werkt pas als zij zelf is gevalideerd." + _REPEAT
VALIDATION = "Beslis als ambtenaar op precies een claim of correctie, nooit op een van uzelf." + _REPEAT
BATCH = "Claims, correcties en validaties door elkaar, in volgorde. Wordt er een geweigerd, dan wordt niets vastgelegd."
ZONES = "De zones waarin u iets mag, en wat."
EVENT_TYPES = "Alle gepubliceerde gebeurtenistypen met hun versies."
EVENT_TYPE = "De regels van elke versie van een gebeurtenistype."
SCHEMA = (
    "Waaraan de gegevens van een claim moeten voldoen (JSON Schema 2020-12). Een gepubliceerde versie wijzigt nooit."
)

MESSAGES = (
    "Wat ambtenaren u vroegen over wat u indiende, en wat u antwoordde; met `eventId` over een claim of correctie. De "
    "volgorde is die waarin zij zijn geschreven. Herhaal uw vraag met `cursor` om alleen te krijgen wat nieuw is. Elke "
    "keer lezen wordt vastgelegd in het Logboek Dataverwerkingen."
)
MESSAGE = (
    "De bron van een claim of correctie, of wie haar indiende, antwoordt; een ambtenaar die erover mag besluiten, "
    "vraagt. Kan niemand van hen de vraag lezen, dan wordt zij geweigerd. Een bericht is geen gebeurtenis: wie iets "
    "anders wil zeggen dan eerst, dient een correctie in."
)

EVENT_ID = OpenApiParameter("event_id", {"type": "string", "format": "uuid"}, "path", description="De gebeurtenis.")
TYPE_NAME = OpenApiParameter("name", str, "path", description="De naam van het gebeurtenistype, zoals `Geboorte`.")
SCHEMA_NAME = TYPE_NAME
VERSION_NAME = OpenApiParameter("version", str, "path", description="De versie, zoals `1`.")

VERSION_HEADER = {
    "description": "De volledige versie van de API.",
    "schema": {"type": "string", "examples": [settings.API_VERSION]},
}
TRACE_HEADER = {"description": "W3C Trace Context van dit antwoord.", "schema": {"type": "string"}}
COMMON_PROBLEMS = {
    "400": "Het verzoek deugt niet; `errors` noemt alles wat hersteld moet worden.",
    "401": "Er is geen geldig token.",
    "403": "Dit mag niet met dit token.",
    "406": "Alleen application/json is mogelijk.",
    "429": "Te veel verzoeken; zie Retry-After.",
    "500": "Een fout aan onze kant.",
    "503": "Even niet bereikbaar; zie Retry-After.",
}
COMMAND_PROBLEMS = {
    "409": "Het kan niet (meer) samengaan met wat is vastgelegd.",
    "413": "Het verzoek is te groot.",
    "415": "Alleen application/json wordt gelezen.",
}
NOT_FOUND = "Niet gevonden, of in een zone die u niet mag inzien."
CLOSED = "Een zone wordt gevuld door een overname en antwoordt nog niet."
EXTRA_HEADERS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "401": {"WWW-Authenticate": {"description": "Welk bewijs gevraagd wordt.", "schema": {"type": "string"}}},
    "429": {"Retry-After": {"description": "Hoeveel seconden te wachten.", "schema": {"type": "integer"}}},
    "503": {"Retry-After": {"description": "Hoeveel seconden te wachten.", "schema": {"type": "integer"}}},
}
SENT_ONLY = "Dit abonnement wordt niet gestuurd, maar opgehaald."
FETCHED_ONLY = "Dit abonnement wordt niet opgehaald, is gepauzeerd, of de cursor is van voorbij het log."
CONFLICTS: Mapping[str, str] = {
    "/events": CLOSED,
    **{f"/subscriptions/{{subscription_id}}/{it}": FETCHED_ONLY for it in ("feed", "stream")},
    **{
        f"/subscriptions/{{subscription_id}}/{it}": SENT_ONLY
        for it in ("keys", "attempts", "attempts/{attempt_id}", "parked-deliveries")
    },
}
"""The addresses where reading can be refused for what something is in."""
MAKES_ONE = (
    *("/claims", "/corrections", "/validations"),
    *("/subscriptions", "/subscriptions/{subscription_id}/keys", "/receiver-allowances"),
)
"""The addresses that answer with where the one thing stands that was made."""
LOCATION = {"description": "Het adres van wat gemaakt is.", "schema": {"type": "string", "format": "uri"}}


def described(parameters: Iterable[Parameter]) -> list[OpenApiParameter]:
    """The table of query parameters, for the document."""
    return [
        OpenApiParameter(
            parameter.name,
            _repeated(parameter) if parameter.many else dict(parameter.schema),
            "query",
            description=parameter.description,
            explode=True if parameter.many else None,
            style="form" if parameter.many else None,
        )
        for parameter in parameters
    ]


def responds(name: str) -> dict[Any, OpenApiResponse]:
    """A 200 with this component."""
    return {(200, JSON): OpenApiResponse(ref(name), "Gelukt.")}


def recorded(name: str) -> dict[Any, OpenApiResponse]:
    """A 201 with this component, and the 200 of a repetition."""
    return {
        (201, JSON): OpenApiResponse(ref(name), "Vastgelegd."),
        (200, JSON): OpenApiResponse(ref(name), "Dit verzoek was al vastgelegd; dit was het antwoord."),
    }


def body(name: str) -> dict[str, Any]:
    """A body with this component."""
    return {JSON: ref(name)}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add what every address has: components, headers, problems (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    for address, item in result["paths"].items():
        for method, operation in item.items():
            _complete(operation, address=address, method=method)
    return result


def _complete(operation: dict[str, Any], *, address: str, method: str) -> None:
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    responses = operation["responses"]
    for status, response in responses.items():
        response["headers"] = {"API-Version": VERSION_HEADER, "traceparent": TRACE_HEADER}
        if method == "post" and address in MAKES_ONE:
            response["headers"]["Location"] = LOCATION
        if status == "201":
            response["description"] = response["description"] or "Vastgelegd."
    for status, description in _problems(address=address, method=method).items():
        responses[status] = {
            "description": description,
            "headers": {"API-Version": VERSION_HEADER, "traceparent": TRACE_HEADER, **EXTRA_HEADERS.get(status, {})},
            "content": {PROBLEM_JSON: {"schema": ref("Problem")}},
        }
    operation["responses"] = dict(sorted(responses.items()))


def _problems(*, address: str, method: str) -> dict[str, str]:
    problems = dict(COMMON_PROBLEMS)
    if method in ("post", "put", "patch"):
        problems |= COMMAND_PROBLEMS
    if method == "delete":
        problems["409"] = COMMAND_PROBLEMS["409"]
    if method == "get" and address in CONFLICTS:
        problems["409"] = CONFLICTS[address]
    if address.endswith("/stream"):
        problems["406"] = "Alleen text/event-stream is mogelijk."
    if "{" in address or address == "/messages":
        problems["404"] = NOT_FOUND
    return problems


def _repeated(parameter: Parameter) -> dict[str, Any]:
    return {"type": "array", "items": dict(parameter.schema), "maxItems": VALUES_MAX}
