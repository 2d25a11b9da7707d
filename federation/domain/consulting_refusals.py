"""What who asks other organisations about a person is told no with."""

from dataclasses import dataclass

from events.domain.permissions import Permission
from events.domain.refusals import Refusal


@dataclass(kw_only=True)
class ConsultingForbidden(Refusal):
    """The caller does not hold these permissions together in any zone that answers."""

    permissions: tuple[str, ...] = (Permission.VIEW.value, Permission.CONSULT.value)
