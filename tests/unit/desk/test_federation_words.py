"""Why a peer cannot be reached, and when a contract ends, in words that cannot be taken for something else."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from federation.transport.client import Reason, Unreachable
from federation.transport.outway import Why
from management_ui.presenters.federation_peers import why_not
from management_ui.presenters.federation_words import ending_text


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_for_people_as_it_is_kept_of_a_peer(reason: Reason) -> None:
    with translation.override("nl"):
        said = why_not(str(Unreachable(reason, "told by who tried")))
    assert said.endswith(".")
    assert "told by who tried" not in said


@pytest.mark.parametrize("why", Why)
def test_so_has_every_call_that_has_no_answer(why: Why) -> None:
    assert why_not(f"{why.value}: anything")


@pytest.mark.parametrize("said", ["", "503", "It answered 500.", "iets: anders"])
def test_what_has_no_words_of_ours_gives_none(said: str) -> None:
    assert why_not(said) == ""


def test_the_end_of_a_day_is_told_as_the_end_of_that_day() -> None:
    with translation.override("nl"):
        assert ending_text(datetime(2027, 12, 31, 23, tzinfo=UTC)) == "31 december 2027, 24:00"
        assert ending_text(datetime(2027, 6, 30, 22, tzinfo=UTC)) == "30 juni 2027, 24:00"
        assert ending_text(datetime(2027, 6, 30, 12, 30, tzinfo=UTC)) == "30 juni 2027, 14:30"
        assert ending_text(datetime.max.replace(tzinfo=UTC)).startswith("31 december 9999")
