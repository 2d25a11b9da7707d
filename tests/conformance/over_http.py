"""Cases answered by the product as a whole: taken over by its import, kept in its views, asked over HTTP.

Every case is a register in a zone of its own, and whoever asks may see that zone only: so two hundred cases about the
same citizen service numbers stand beside each other, and one that shows in another is a failure.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from events import sequencer
from events.administration import OPERATOR
from events.catalogue import load_event_types
from events.commands.import_register import import_register
from events.domain.canonical import instant_text
from events.domain.permissions import OFFICIAL, Permission
from events.models import Organisation, User, Zone
from readmodels.commands.load_code_tables import load_code_tables
from readmodels.projectors import following
from tests.callers import Caller, caller
from tests.conformance.cases import Case
from tests.conformance.national_cases import moment_of
from tests.shared_material import CODE_TABLES

OF_A_DAY = ("personen", "gezag")
"""What is asked as of a day; the others name their days in the question."""


class Town:
    """An organisation with a zone for every case."""

    def __init__(self) -> None:
        load_event_types()
        Organisation.objects.create(name="Gemeente Zonnendaal", oin="00000099000000001000")
        self._official = User.objects.create_user("m.dewit", source_type=OFFICIAL)
        load_code_tables(CODE_TABLES, by=OPERATOR)

    def take_over(self, cases: Iterable[Case]) -> list[Caller]:
        """Take the register of every case over; of each, a caller who sees nothing else."""
        callers = [self._taken_over(case, zone=f"zaak-{number}") for number, case in enumerate(cases)]
        sequencer.seal_now()
        following.catch_up()
        return callers

    def _taken_over(self, case: Case, *, zone: str) -> Caller:
        given = case["given"]
        if not given["persons"]:
            Zone.objects.create(organisation=Organisation.objects.get(), slug=zone, name=zone)
            return caller("systeem", Permission.VIEW, zones=(zone,))
        lines = [json.dumps({**person, "addresses": given.get("addresses") or {}}) for person in given["persons"]]
        import_register("\n".join(lines).encode(), zone=zone, official=self._official, name=zone, make_zone=True)
        return caller("systeem", Permission.VIEW, zones=(zone,))


def answered(case: Case, by: Caller, address: str, body: Any) -> Mapping[str, Any]:
    """The answer, as of the day of the case. Raises `AssertionError` with what came in the place of one."""
    query = {"geldigOp": instant_text(moment_of(case))} if address.endswith(OF_A_DAY) else {}
    answer = by.post(f"{address}?{urlencode(query)}", body)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def sample(cases: Sequence[Case], size: int) -> list[Case]:
    """So many cases, evenly spread over all."""
    step = len(cases) / size
    return [cases[int(number * step)] for number in range(size)]
