"""The OpenAPI document at `/api/v1/openapi.json`: for anyone, from any origin (ADR: publish-openapi)."""

from functools import cache

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from events.api.views import ApiView


class OpenApiView(ApiView):
    """The document; it holds nothing that is not public."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def get(self, _request: Request) -> HttpResponse:
        """The document as JSON."""
        return HttpResponse(document(), content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})


@cache
def document() -> bytes:
    """The document, made once per process."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # untyped library
    schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # idem
    rendered: bytes = OpenApiJsonRenderer().render(schema, renderer_context={})
    return rendered
