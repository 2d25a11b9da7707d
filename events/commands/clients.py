"""Register the systems that call the API."""

from uuid import uuid4

from django.db import transaction

from events import administration
from events.domain.permissions import Permission, Principal
from events.domain.refusals import InvalidRequest, Violation, ZoneForbidden
from events.models import ApiClient, User


@transaction.atomic
def register_client(name: str, *, source_type: str, by: Principal, intermediary: bool = False) -> ApiClient:
    """A new client with an account of its own, that nobody can log in with, and no rights yet.

    Raises `InvalidRequest` for an empty name or source type, `ZoneForbidden` unless `by` manages a zone.
    """
    if not by.zones_with(Permission.MANAGE):
        raise ZoneForbidden(zone="", permission=Permission.MANAGE.value)
    wanted = {"/name": name, "/source_type": source_type}
    empty = [pointer for pointer, value in wanted.items() if not value.strip()]
    if empty:
        raise InvalidRequest(
            violations=tuple(Violation(pointer=at, code="required", message="Fill this in.") for at in empty)
        )
    account = User(username=f"client-{uuid4()}", first_name=name[:150], source_type=source_type)
    account.set_unusable_password()
    account.save()
    client = ApiClient.objects.create(account=account, name=name, intermediary=intermediary)
    administration.record(
        "API-client geregistreerd",
        administration.Action.CLIENT_REGISTERED,
        administration.thing_of(client),
        by=by,
        before=None,
        after={"name": name, "source_type": source_type, "intermediary": intermediary, "account": account.username},
        details={"account": account.pk, "intermediary": intermediary},
    )
    return client
