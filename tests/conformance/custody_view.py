"""`gezag`: who has custody over a minor, on the day of the case."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from events.domain.facts import facts
from events.domain.log import Log
from events.domain.moments import first_instant
from readmodels.domain.law.custody import custody_of
from readmodels.domain.law.custody_outcome import UNKNOWN_THIRD, Custody, Kind
from readmodels.domain.person import Someone
from readmodels.domain.societies import Society
from tests.conformance.cases import Case
from tests.conformance.registers import person_of, shipped, taken_over

NOON = timedelta(hours=12)
NOBODY_KNOWN = "?"
UNKNOWN = "ONBEKEND"
LISTS = ("ouders", "derden")


class CustodyView:
    """Custody as the national service tells it. The explanations (`toelichting`) are not compared."""

    def answer(self, case: Case) -> Any:
        moment = moment_of(case)
        taken = taken_over(case["given"]["persons"], at=moment, addresses=case["given"].get("addresses"))
        bsn = case["when"]["burgerservicenummer"]
        told = told_by(taken.log, bsn=bsn, as_of=moment, as_at=moment)
        return {"outcome": [{"burgerservicenummer": bsn, "gezag": told}]}

    def expected(self, case: Case) -> Any:
        return {"outcome": case["then"]["outcome"]}

    def agree(self, answer: Any, expected: Any) -> bool:
        return _comparable(answer["outcome"]) == _comparable(expected["outcome"])

    def topics(self, case: Case) -> Iterable[str]:
        return tuple(case.get("topics", ()))

    def name(self, case: Case) -> str:
        return str(case["id"])


def moment_of(case: Case) -> datetime:
    """Noon of the day that the case calls today."""
    return first_instant(date.fromisoformat(case["as_of"])) + NOON


def told_by(log: Log, *, bsn: str, as_of: datetime, as_at: datetime) -> list[dict[str, Any]]:
    """The relations of custody of one person, in the national form."""
    society = Society(facts(log, catalogue=shipped(), as_at=as_at), as_of=as_of, catalogue=shipped())
    return [_told(custody, society=society) for custody in custody_of(person_of(bsn), society)]


def _told(custody: Custody, *, society: Society) -> dict[str, Any]:
    told: dict[str, Any] = {"type": custody.kind.value, "minderjarige": _bsn(custody.minor.as_someone(), society)}
    parents = [_bsn(parent, society) for parent in custody.parents]
    match custody.kind:
        case Kind.JOINT_PARENTAL:
            told["ouders"] = [parent or NOBODY_KNOWN for parent in parents]
        case Kind.SOLE:
            told["ouder"] = parents[0]
        case Kind.JOINT_WITH_THIRD:
            third = custody.third
            told |= {"ouder": parents[0], "derde": UNKNOWN if third is UNKNOWN_THIRD else _bsn(third, society)}
        case Kind.GUARDIANSHIP:
            told["derden"] = [_bsn(guardian, society) for guardian in custody.guardians]
        case Kind.NONE_FOR_NOW | Kind.UNDETERMINABLE:
            return told | {"toelichting": custody.reason}
    return told | ({"inOnderzoek": True} if custody.in_doubt else {})


def _bsn(someone: Someone | None, society: Society) -> str | None:
    if someone is None or someone.bsn:
        return None if someone is None else someone.bsn
    person = society.registered(someone.id)
    return None if person is None or person.bsn is None else person.bsn.value


def _comparable(outcome: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted(
        json.dumps([person["burgerservicenummer"], sorted(map(_relation, person["gezag"]))]) for person in outcome
    )


def _relation(relation: Mapping[str, Any]) -> str:
    said = {name: value for name, value in relation.items() if name != "toelichting"}
    ordered = {name: sorted(map(str, said[name])) for name in LISTS if name in said}
    return json.dumps(said | ordered, sort_keys=True)
