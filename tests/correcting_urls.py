"""The addresses of the site with a page on which an event is corrected, wherever that page itself comes from."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from f6_project.urls import urlpatterns as of_the_site


def correct(_request: HttpRequest, event_id: object) -> HttpResponse:
    """Say which event it is."""
    return HttpResponse(str(event_id))


urlpatterns = [path("gebeurtenissen/<uuid:event_id>/corrigeren", correct, name="correct"), *of_the_site]
