"""What others wrote: laws of what is made of it before anybody reads it."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from management_ui.presenters import foreign_text
from management_ui.presenters.foreign_text import canonical_shown, shown

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
WORST = st.text(st.characters() | st.sampled_from("\u202e\u2066\u200b\u0301\u0007\n\u2028\U000e0041"), max_size=900)


def unseen(text: str) -> set[str]:
    return {sign for sign in text if unicodedata.category(sign) in HIDDEN and sign != "\n"}


@given(text=WORST)
def test_nothing_that_cannot_be_seen_comes_through_and_no_line_is_longer_than_allowed(text: str) -> None:
    found = shown(text)
    assert not unseen(found)
    assert "\n" not in found
    assert len(found) <= foreign_text.LENGTH_MAX


@given(text=WORST)
def test_no_letter_carries_marks_that_climb_over_other_lines(text: str) -> None:
    run = longest = 0
    for sign in shown(text):
        run = run + 1 if unicodedata.combining(sign) else 0
        longest = max(longest, run)
    assert longest <= 4


@given(text=st.text(st.characters(categories=["L", "N", "P"]), max_size=200))
def test_what_can_be_seen_stays_as_it_was(text: str) -> None:
    assert shown(text) == text


@given(text=WORST)
def test_a_contract_is_shown_with_everything_unseen_written_so_that_it_reads_back_the_same(text: str) -> None:
    said = text.encode("utf-8", "replace").decode()
    found, is_whole = canonical_shown(json.dumps({"a": said}))
    assert not unseen(found)
    assert is_whole
    assert json.loads(found) == {"a": said}


def test_these_laws_bite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_text, "_seen", lambda sign: sign)
    assert unseen(shown("a\u202eb"))


def test_what_is_no_json_is_shown_as_it_is() -> None:
    assert canonical_shown("{") == ("{", True)
