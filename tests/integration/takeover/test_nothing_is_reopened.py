"""The corrections that a register brings along put nothing under investigation."""

import pytest

from events import sequencer
from events.commands.import_register import import_register
from events.domain.event import Kind
from events.models import User
from readmodels.models import Checkpoint, Reexamination
from readmodels.projectors import following, reexaminations
from tests.database import Database

from .registers import CONTENT, ZONE, events_by_object, furnish


@pytest.fixture
def official(database: Database) -> User:
    assert database.name
    return furnish()


def test_what_a_takeover_recorded_is_passed_by(official: User, monkeypatch: pytest.MonkeyPatch) -> None:
    import_register(CONTENT, zone=ZONE, official=official, name="Proefregister")
    sequencer.seal_now()
    assert any(event.kind is Kind.CORRECTION for events in events_by_object().values() for event in events)
    monkeypatch.setattr(reexaminations, "_write", _never)
    following.catch_up()
    assert not Reexamination.objects.exists()
    assert Checkpoint.objects.get(projector=reexaminations.NAME).seq > 0


def _never(*_: object, **__: object) -> None:
    raise AssertionError("looked at a decision again")
