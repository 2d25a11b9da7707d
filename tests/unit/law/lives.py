"""What lives have in common: what the law says of one thing, and events that only these tests tell."""

from datetime import date
from typing import Any
from uuid import UUID

from events.domain.event import Event
from readmodels.domain.law.consequence import Consequence
from tests.builders import Register, named
from tests.unit.states.stories import CATALOGUE, DOCUMENT, Story


def unexamined() -> Story:
    """A story in which an official accepts what the checks would refuse, as a register that was taken over may hold."""
    return Story(register=Register(catalogue=CATALOGUE))


def said(
    story: Story, someone: UUID, on: str, kind: str, *, key: UUID | None = None, rules_at: date | None = None
) -> Consequence | None:
    """What the law says of somebody on a day, of one kind (and one other person)."""
    found = (it for it in story.law(someone, on, rules_at=rules_at) if it.kind == kind)
    return next((it for it in found if key is None or it.key == str(key)), None)


def sure(
    story: Story, someone: UUID, on: str, kind: str, *, key: UUID | None = None, rules_at: date | None = None
) -> Consequence:
    """The same, which must be there and be determined."""
    found = said(story, someone, on, kind, key=key, rules_at=rules_at)
    assert found is not None
    assert found.determined, found.reason
    assert found.supports
    assert found.article
    return found


def why_not(
    story: Story, someone: UUID, on: str, kind: str, *, key: UUID | None = None, rules_at: date | None = None
) -> str:
    """Why it cannot be determined."""
    found = said(story, someone, on, kind, key=key, rules_at=rules_at)
    assert found is not None
    assert (found.determined, found.value) == (False, {})
    return found.reason


def parents(story: Story, child: UUID, on: str, *, rules_at: date | None = None) -> set[UUID]:
    """Who certainly are the parents on a day."""
    found = story.law(child, on, rules_at=rules_at)
    return {UUID(it.key) for it in found if it.kind == "ouderschap" and it.determined}


def woman(story: Story, **more: Any) -> UUID:
    """A grown woman."""
    return story.born(**{"on": "1985-01-01", "geslacht": "V", **more})


def man(story: Story, **more: Any) -> UUID:
    """A grown man."""
    return story.born(**{"on": "1985-01-01", "geslacht": "M", **more})


def leaves(story: Story, *people: UUID, on: str) -> Event:
    """They leave the country."""
    data = {"personen": named(*people), "land": "5010", "datumVertrek": whole(on), "soort": "aangifte"}
    return story.happened("VertrekNaarBuitenland", people, data)


def changes_sex(story: Story, someone: UUID, to: str, *, on: str) -> Event:
    """Another sex is registered."""
    births = [it for it in story.register.log.claims() if it.event_type == "Geboorte" and it.object_ids[0] == someone]
    data = {
        "persoon": {"objectId": str(someone)},
        "nieuwGeslacht": to,
        "annotatiedatum": whole(on),
        "deskundigenverklaring": {"datum": "2022-01-01"},
        "brondocument": DOCUMENT,
    }
    return story.happened("Geslachtswijziging", [someone], data, *births)


def whole(on: str) -> dict[str, str]:
    """A date of which all is known."""
    return {"type": "Datum", "datum": on}
