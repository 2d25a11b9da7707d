"""Every type that an official may claim has a form, and what lacks in it is told where it can be mended."""

import re

import pytest

from events import access
from management_ui.presenters.claimable import claimable_types
from tests import draft_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_empty_form_of_any_type_says_what_lacks_at_inputs_that_are_there(
    town: Municipality, log_in: LogIn, language: str
) -> None:
    client = log_in(town.official)
    client.cookies["django_language"] = language
    types = claimable_types(access.principal_of(town.official))
    assert len(types) > 15
    for it in types:
        address = story.begun(client, it.name)
        assert client.get(address).status_code == 200, it.name
        answer = client.post(address, {"action": "check"})
        text = story.text_of(answer)
        assert answer.status_code == 422, it.name
        summary = text.partition('id="problems"')[2].partition("</ul>")[0]
        targets = re.findall(r'href="#([^"]+)"', summary)
        assert targets, it.name
        missing = [target for target in targets if f'id="{target}"' not in text]
        assert not missing, (it.name, missing)
        assert not re.findall(r"“[a-z]+[A-Z]\w*”", summary), "a member is called by its title"
