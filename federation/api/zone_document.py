"""The OpenAPI document of the query API of a zone, at `/openapi.json` of the inway; it holds nothing that is secret."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from events.api.views import ApiView
from federation.api.zone_schemas import COMPONENTS

URLS: Final = "federation.api.zone_urls"
TITLE: Final = "F6: gebeurtenissen van een zone"
DESCRIPTION: Final = (
    "Lees gebeurtenissen van een zone van een andere organisatie, over FSC. De zone en de gebeurtenistypen staan in uw "
    "contract; wat daarbuiten ligt, is niet te onderscheiden van wat niet bestaat. Elke weigering is een "
    "`application/problem+json` (RFC 9457) die zegt wat er mis is en hoe u het herstelt."
)
_REFERENCE: Final = re.compile(r"#/components/schemas/([^\"/]+)")


class ZoneDocumentView(ApiView):
    """The document."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def get(self, _request: Request) -> HttpResponse:
        """The document as JSON."""
        return HttpResponse(document(), content_type="application/json")


@cache
def document() -> bytes:
    """The document, made once per process."""
    rendered: bytes = OpenApiJsonRenderer().render(described(), renderer_context={})
    return rendered


def described() -> dict[str, Any]:
    """The document, with no more components than it speaks of."""
    generator = SchemaGenerator(urlconf=URLS)  # type: ignore[no-untyped-call]  # untyped library
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # idem
    schemas = found["components"]["schemas"] | COMPONENTS
    found["components"]["schemas"] = {name: schemas[name] for name in sorted(_spoken_of(found["paths"], schemas))}
    found["info"] |= {"title": TITLE, "description": DESCRIPTION}
    found["servers"] = [{"url": "/", "description": "De inway"}]
    spoken = {tag for item in found["paths"].values() for it in item.values() for tag in it["tags"]}
    found["tags"] = [tag for tag in found.get("tags", ()) if tag["name"] in spoken]
    return found


def _spoken_of(paths: object, schemas: dict[str, Any]) -> set[str]:
    """The components that the addresses refer to, and those that these refer to, and so on."""
    found: set[str] = set()
    waiting = list(_named(paths))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _named(schemas[name])
    return found


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and (match := _REFERENCE.fullmatch(reference)):
            yield match[1]
        yield from _all(value.values())
    elif isinstance(value, (list, tuple)):
        yield from _all(value)


def _all(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from _named(value)
