"""Whatever is left out of an answer, an official reads why."""

import pytest

from federation.domain.parts import Why
from management_ui.presenters import silence_words


@pytest.mark.parametrize("why", Why)
def test_every_reason_why_an_event_does_not_count_has_words(why: Why) -> None:
    assert str(silence_words.left_out(why)).endswith(".")
