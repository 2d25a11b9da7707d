"""What views say of a person out of several F6s is what they say of what lies here, and who is missing is named."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from events.domain import closures
from events.domain.log import Log
from events.domain.permissions import Principal
from events.domain.refusals import ObjectNotFound
from events.models import ProcessingRecord
from events.processing import pseudonym
from federation.queries import views
from federation.queries.merged_files import MergedFiles
from federation.queries.sources import NotAsked
from federation.queries.views import FederatedView
from readmodels.domain.national import custody_request
from readmodels.domain.national.history import request as history_request
from readmodels.domain.national.occupancy import request as occupancy_request
from readmodels.domain.national.persons import request as persons_request
from readmodels.domain.national.told import Form
from readmodels.queries import national
from readmodels.queries.live_views import Freshness
from readmodels.queries.objects import Asked
from tests import registry
from tests.federation.states.neighbours import LOOSDAM, NIEUWEGRACHT, Neighbours, of_another, silent
from tests.people import accepted, caught_up, moves, somebody

NOW = datetime(2027, 1, 1, tzinfo=UTC)
SINCE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
OWN = "99000000000000000001"
HOUSE = "0518010000000077"
TYPES = ("Geboorte", "BsnToegekend", "Overlijden", "Verhuizing", "Huwelijk", "Gezagsbeslissing")
FIELDS = ["naam", "geboorte", "verblijfplaats", "ouders", "partners", "kinderen", "burgerservicenummer"]
NEAR, FAR = of_another(LOOSDAM, *TYPES), of_another(NIEUWEGRACHT, *TYPES)

pytestmark = pytest.mark.usefixtures("furnished")


def person(
    of: UUID, neighbours: Neighbours, *fields: str, form: Form = Form.PUBLIC, by: Principal | None = None, **more: Any
) -> FederatedView:
    request = {"type": "RaadpleegMetBurgerservicenummer", "fields": list(fields or FIELDS)}
    return views.federated_person_of(
        of,
        persons_request.parse_of_one(request | more),
        asked=Asked(as_of=NOW),
        form=form,
        principal=by or registry.official(),
        others=neighbours.others(),
    )


def custody(of: UUID, neighbours: Neighbours, *bsns: str, as_of: datetime = NOW) -> FederatedView:
    request = custody_request.parse_of_one({"burgerservicenummer": list(bsns)} if bsns else {})
    return views.federated_custody_of(
        of, request, asked=Asked(as_of=as_of), principal=registry.official(), others=neighbours.others()
    )


def history(of: UUID, neighbours: Neighbours, *, as_at: datetime | None = None, **more: Any) -> FederatedView:
    request = {"type": "RaadpleegMetPeriode", "datumVan": "2015-01-01", "datumTot": "2026-12-31"}
    return views.federated_residence_history_of(
        of,
        history_request.parse_of_one(request | more),
        asked=Asked(as_of=NOW, as_at=as_at),
        form=Form.DATA,
        principal=registry.official(),
        others=neighbours.others(),
    )


def occupancy(of: UUID, neighbours: Neighbours, house: str = HOUSE) -> FederatedView:
    request = {"type": "BewoningMetPeildatum", "adresseerbaarObjectIdentificatie": house, "peildatum": "2022-01-01"}
    return views.federated_occupancy_of(
        of,
        occupancy_request.parse(request),
        asked=Asked(as_of=NOW),
        form=Form.DATA,
        principal=registry.official(),
        others=neighbours.others(),
    )


def numbered(of: UUID) -> tuple[dict[str, Any], str]:
    """The claim that somebody got a number, and the number."""
    bsn = registry.new_bsn()
    return {
        "occurred_at": "2026-11-21T00:00:00Z",
        "object_ids": [str(of)],
        "event_kind": "claim",
        "event_type": "BsnToegekend",
        "event_version": "1",
        "event_data": {"persoon": {"objectId": str(of)}, "bsn": bsn},
    }, bsn


# -- what is divided is what it is when it lies in one -----------------------------------------------------------------


def test_a_life_that_is_divided_is_told_of_as_when_it_lay_here() -> None:
    """Birth here, number at one, removal at another; beside a twin of whom all is here."""
    mother, child, twin = somebody(), uuid4(), uuid4()
    neighbours = Neighbours()
    for one in (child, twin):
        accepted(registry.birth(one, mother))
    number, bsn = numbered(child)
    neighbours.accepted(NEAR, number)
    neighbours.accepted(FAR, moves(child, on="2026-12-01", object_id=HOUSE))
    number_of_twin, bsn_of_twin = numbered(twin)
    accepted(number_of_twin)
    accepted(moves(twin, on="2026-12-01", object_id=HOUSE))
    caught_up()
    by, fresh = registry.official(registry.CIVIL, registry.ADDRESSES), Freshness()
    for form in Form:
        request = {"type": "RaadpleegMetBurgerservicenummer", "fields": FIELDS}
        here = national.persons(
            persons_request.parse(request | {"burgerservicenummer": [bsn_of_twin]}),
            as_of=NOW, form=form, principal=by, fresh=fresh,
        ).body  # fmt: skip
        assert alike(person(child, neighbours, form=form, by=by).body, {bsn: "x"}) == alike(here, {bsn_of_twin: "x"})
        assert here["personen"]
    asked = custody_request.CustodyRequest(bsns=(bsn_of_twin,))
    here = national.custody(asked, as_of=NOW, principal=by, fresh=fresh).body
    assert alike(custody(child, neighbours).body, {bsn: "x"}) == alike(here, {bsn_of_twin: "x"})
    assert here["personen"][0]["gezag"]
    days = {"type": "RaadpleegMetPeriode", "datumVan": "2015-01-01", "datumTot": "2026-12-31"}
    lived = history_request.parse(days | {"burgerservicenummer": bsn_of_twin})
    here = national.residence_history(lived, form=Form.DATA, principal=by, fresh=fresh).body
    assert history(child, neighbours).body == here
    assert here["verblijfplaatsen"]


def test_of_whom_only_others_know_everything_is_told() -> None:
    man, neighbours = uuid4(), Neighbours()
    number, bsn = numbered(man)
    neighbours.accepted(NEAR, number)
    neighbours.accepted(FAR, moves(man, object_id=HOUSE))
    found = occupancy(man, neighbours)
    assert [it["burgerservicenummer"] for part in found.body["bewoningen"] for it in part["bewoners"]] == [bsn]
    assert {it.id for it in found.answer.holders_of(found.rests_on)} == {LOOSDAM.peer_id, NIEUWEGRACHT.peer_id}
    assert not any(part["bewoners"] for part in occupancy(man, neighbours, house="0518010000000078").body["bewoningen"])


def test_whom_custody_describes_is_asked_about_as_a_person_in_his_own_right() -> None:
    """The name of a parent can rest on a sister of hers, who does not bear on the child."""
    child, mother, aunt, neighbours = family()
    plain = Neighbours(logs=neighbours.logs)
    history(child, plain)
    found = custody(child, neighbours)
    assert found.body["personen"][0]["gezag"]
    assert aunt not in about_whom(plain)
    assert {child, mother, aunt} <= about_whom(neighbours)
    assert found.answer.complete


# -- who is meant ------------------------------------------------------------------------------------------------------


def test_a_number_need_not_be_given_and_one_that_is_given_must_be_his() -> None:
    man, neighbours = uuid4(), Neighbours()
    number, bsn = numbered(man)
    neighbours.accepted(NEAR, number)
    neighbours.accepted(FAR, moves(man, object_id=HOUSE))
    other = registry.new_bsn()
    assert person(man, neighbours, burgerservicenummer=[bsn]).body == person(man, neighbours).body
    assert person(man, neighbours, burgerservicenummer=[other]).body["personen"] == []
    assert history(man, neighbours, burgerservicenummer=bsn).body == history(man, neighbours).body
    assert history(man, neighbours, burgerservicenummer=other).body == {"verblijfplaatsen": []}
    assert custody(man, neighbours, other).body["personen"] == [{"burgerservicenummer": other, "gezag": []}]


def test_an_object_that_nobody_knows_is_not_found() -> None:
    with pytest.raises(ObjectNotFound):
        person(uuid4(), Neighbours(logs={NEAR: []}))


# -- who does not answer -----------------------------------------------------------------------------------------------


def test_who_falls_silent_is_named_in_every_view_with_since_when() -> None:
    child, mother = uuid4(), somebody()
    accepted(registry.birth(child, mother))
    caught_up()
    neighbours = Neighbours(logs={NEAR: [], FAR: []})
    neighbours.instead[FAR, 0] = silent("unreachable", SINCE)
    for found in (person(child, neighbours), custody(child, neighbours), history(child, neighbours),
                  occupancy(child, neighbours)):  # fmt: skip
        assert not found.answer.complete
        told = {it.source.organisation: (it.reason, it.since) for it in found.answer.sources}
        assert told == {"Gemeente 2": ("", None), "Gemeente 3": ("unreachable", SINCE)}


def test_who_is_not_asked_is_named_too() -> None:
    child = somebody()
    neighbours = Neighbours()
    neighbours.not_asked = (NotAsked(peer_id="5", organisation="Elders", service="f6-zone-x", reason="no-contract"),)
    found = history(child, neighbours)
    assert [it.organisation for it in found.answer.not_asked] == ["Elders"]
    assert not found.answer.complete


def test_a_person_whom_custody_names_and_nobody_was_asked_about_makes_it_incomplete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child, _, aunt, neighbours = family()
    monkeypatch.setattr(views._Described, "__call__", lambda self, _log: self.ids)
    found = custody(child, neighbours)
    assert aunt not in about_whom(neighbours)
    assert not found.answer.complete


# -- at any two moments ------------------------------------------------------------------------------------------------


def test_what_was_recorded_later_was_not_known_before() -> None:
    man, neighbours = somebody(), Neighbours()
    caught_up()
    now = datetime.now(UTC)  # what is recorded later than that does not count at all
    neighbours.accepted(NEAR, moves(man, object_id=HOUSE), on=now - timedelta(minutes=2))
    assert history(man, neighbours, as_at=now - timedelta(minutes=3)).body == {"verblijfplaatsen": []}
    known = history(man, neighbours, as_at=now).body
    assert len(known["verblijfplaatsen"]) == 1


# -- what is written down ----------------------------------------------------------------------------------------------


def test_a_line_tells_of_everybody_whose_events_it_rests_on() -> None:
    child, mother = uuid4(), somebody()
    accepted(registry.birth(child, mother))
    caught_up()
    last = ProcessingRecord.objects.latest("pk").pk
    custody(child, Neighbours())
    lines = ProcessingRecord.objects.filter(name="Federatief gezag geraadpleegd", pk__gt=last)
    assert {it.attributes.get("dpl.core.data_subject_id") for it in lines} == {
        None, pseudonym(child), pseudonym(mother),
    }  # fmt: skip


# -- and it can fail ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["own", "relatives"])
def test_the_comparison_with_a_life_that_lies_here_bites(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault == "own":  # what others told is forgotten
        right = MergedFiles

        def wrong(log: Log, **about: Any) -> MergedFiles:
            return right(Log(it for it in log if "/" not in it.zone), **about)

        monkeypatch.setattr(views, "MergedFiles", wrong)
    else:  # nobody bears on anybody
        about = closures.about
        monkeypatch.setattr(closures, "about", lambda ids, *, log: about(ids, log=log) if len(ids) == 1 else Log())
    with pytest.raises(AssertionError):
        test_a_life_that_is_divided_is_told_of_as_when_it_lay_here()


def alike(body: Any, numbers: Mapping[str, str]) -> Any:
    """The same with other numbers in the place of these."""
    if isinstance(body, Mapping):
        return {name: alike(value, numbers) for name, value in body.items()}
    if isinstance(body, list):
        return [alike(it, numbers) for it in body]
    return numbers.get(body, body) if isinstance(body, str) else body


def family() -> tuple[UUID, UUID, UUID, Neighbours]:
    """A child, her mother and her aunt; of the aunt a neighbour knows."""
    child, mother, grandmother, aunt = uuid4(), uuid4(), somebody(), uuid4()
    accepted(born(mother, grandmother, year=1990))
    accepted(registry.birth(child, mother))
    caught_up()
    neighbours = Neighbours()
    neighbours.accepted(NEAR, born(aunt, grandmother, year=1988))
    return child, mother, aunt, neighbours


def born(child: UUID, mother: UUID, *, year: int) -> dict[str, Any]:
    """The claim that somebody was born long ago."""
    body = registry.birth(child, mother)
    data = body["event_data"] | {"geboortedatum": {"type": "Datum", "datum": f"{year}-05-01"}}
    return body | {"occurred_at": f"{year}-05-01T03:00:00Z", "event_data": data}


def about_whom(neighbours: Neighbours) -> set[UUID]:
    return {person for _, ids, _ in neighbours.asked for person in ids}
