"""Every check is told to an official by a title in his language, and those of the state with their law."""

import pytest
from django.utils import translation

from events.domain import checks
from management_ui.presenters.checks import check_title, check_title_and_law
from readmodels.domain.state_checks import CHECKS

NAMES = {*checks.OURS, *(check.name for check in CHECKS)}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_check_has_a_title_in_both_languages(name: str) -> None:
    told = []
    for language in ("nl", "en"):
        with translation.override(language):
            told.append(check_title(name))
    assert told[0] != told[1]
    assert not any(title.startswith(name.replace("_", " ")) for title in told)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_of_the_state_names_its_law(check: object) -> None:
    name, article = (getattr(check, member) for member in ("name", "article"))
    assert f"({article})" in check_title_and_law(name)


def test_what_an_official_checked_himself_keeps_its_name() -> None:
    assert check_title("paspoort_gezien") == "paspoort gezien"
