"""What every view of the API does before its own work: authenticate, refuse what it does not know, read the query."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.views import APIView

from events.api.authentication import principal_of_request
from events.api.parameters import Parameter, read
from events.domain.permissions import Principal


class ApiView(APIView):
    """A resource of the API. `parameters` are the query parameters it knows; any other is refused."""

    parameters: ClassVar[Sequence[Parameter]] = ()
    asked: Mapping[str, Any]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """As the framework, then the query. Raises `InvalidQuery`."""
        super().initial(request, *args, **kwargs)
        self.asked = read(request.query_params, parameters=self.parameters)

    @property
    def principal(self) -> Principal:
        """Who asks."""
        return principal_of_request(self.request)
