# ruff: noqa: ARG005 - every action is tried on somebody and on the scene, whether it needs them or not
"""The actions of the permission matrix on the page of a person: finding one, looking, and who looked."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils import timezone

from events.domain.moments import PartialDate
from events.domain.readings import View
from events.queries import looked_at, work
from readmodels.queries import person_search, person_sheets, work_of_persons
from readmodels.queries.objects import Asked
from tests.integration.access.actions import ADMINISTERS, BSN, READS, Action, P


def _asked() -> Asked:
    return Asked(as_of=timezone.now(), view=View.ASSERTED)


PERSON_FUNCTIONS: Mapping[str, Action] = {
    "readmodels.queries.person_search.search_persons": replace(
        READS,
        does=lambda by, s: person_search.search_persons(
            person_search.Wanted(bsn=BSN), as_of=timezone.now(), principal=by
        ),
    ),
    "readmodels.queries.work_of_persons.work_about": Action(
        lambda by, s: (
            s.claim
            in work_of_persons.work_about(
                person_search.Wanted(born_on=PartialDate(2026, 11, 20)),
                pile=work.Pile.OPEN,
                as_of=timezone.now(),
                principal=by,
            ).ids
        ),
        frozenset({P.VIEW, P.VALIDATE}),
    ),
    "readmodels.queries.person_sheets.sheet_of": Action(
        lambda by, s: person_sheets.sheet_of(s.child, asked=_asked(), principal=by), frozenset({P.VIEW})
    ),
    "queries.looked_at.may_see_looks": replace(ADMINISTERS, does=lambda by, s: looked_at.may_see_looks(by)),
    "queries.looked_at.looks_at": replace(ADMINISTERS, does=lambda by, s: looked_at.looks_at(s.child, principal=by)),
}
