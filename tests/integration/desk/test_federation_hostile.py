"""What others wrote is shown and never runs, never hides, and never turns round what stands beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from federation.domain.properties import Terms
from management_ui.presenters import foreign_text
from tests import federation_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.federated import CALLS, CONNECTIONS, PAGES, PEERS, one, page_of

SCRIPT = "<script>alert(1)</script>"
TURNED = "\u202eneppo\u202c"
STRANGER = "0" * 19 + "X"
HOSTILE = f"{SCRIPT}{TURNED}\u2066\u200b\u0007{'W' * 400}{'e' + chr(0x301) * 60}"


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


@pytest.fixture
def row(tmp_path: Path) -> Iterator[Any]:
    """A connection that a stranger asks of us, with the worst in it that a contract can hold."""
    with story.ourselves(tmp_path):
        story.peer(STRANGER, name=HOSTILE[:255], failure=HOSTILE[:300], failing_since=timezone.now())
        terms = Terms(event_types=frozenset({HOSTILE[:80], "Geboorte"}), purpose=HOSTILE * 3)
        grant = story.reads(STRANGER, story.OWN, terms=terms, properties={HOSTILE: {"diep": [HOSTILE]}, "f7": "\u2028"})
        found = story.contract(grant, signed=[STRANGER], proposed_by=STRANGER)
        story.under_way(STRANGER, row=found, failure=HOSTILE[:500])
        story.call(found, reader=STRANGER, provider=story.OWN)
        listed = story.offers(STRANGER, "burgerlijke-stand", name=HOSTILE[:255], terms=terms)
        story.directory_reading(*listed, failing_since=timezone.now(), failure=HOSTILE[:300])
        yield found


def addresses(row: Any) -> list[str]:
    asked = f"{CONNECTIONS}new/?peer={STRANGER}&service=f6-zone-burgerlijke-stand"
    return [
        *(PAGES, CONNECTIONS, PEERS, f"{PEERS}{STRANGER}/change/", f"{PEERS}picture/", CALLS),
        *(one(row.pk), one(row.pk, "reject"), f"{CONNECTIONS}new/", asked),
    ]


def faults(page: str) -> list[str]:
    """What of it got through: a tag that is one, a mark that is not seen, a run that is longer than a line bears."""
    found = [SCRIPT] if SCRIPT in page else []
    found += [f"U+{ord(sign):04X}" for sign in "\u202e\u202c\u2066\u200b\u0007\u2028" if sign in page]
    return found + (["marks"] if chr(0x301) * 10 in page else [])


def test_nothing_that_others_wrote_runs_hides_or_turns_text_round(boss: Client, row: Any) -> None:
    for path in addresses(row):
        page = page_of(boss, path)
        assert faults(page) == [], path
        assert "W" * 30 in page or STRANGER in page, f"it is shown: {path}"


def test_without_that_care_it_would_be_found(boss: Client, row: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_text, "_seen", lambda sign: sign)
    found = [fault for path in addresses(row) for fault in faults(page_of(boss, path))]
    assert "U+202E" in found


def test_names_are_bounded_wherever_they_stand_in_a_sentence(boss: Client, row: Any) -> None:
    page = page_of(boss, one(row.pk))
    heading = page[page.index("<h1>") : page.index("</h1>")]
    assert "W" * 100 not in heading


def test_the_contract_itself_is_shown_with_what_cannot_be_seen_written_out(boss: Client, row: Any) -> None:
    page = page_of(boss, one(row.pk))
    assert "\\u202e" in page
    assert "&lt;script&gt;" in page


def test_a_contract_of_a_megabyte_is_shown_in_part(boss: Client, tmp_path: Path) -> None:
    with story.ourselves(tmp_path):
        story.peer()
        grant = story.reads(story.NORTH, story.OWN, properties={"groot": "x" * 900_000})
        page = page_of(boss, one(story.contract(grant, signed=[story.NORTH]).pk))
    assert len(page) < 200_000
    assert "Dit is het begin ervan" in page
