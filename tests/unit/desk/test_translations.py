"""Every text has its Dutch, and the compiled catalogues are those of the sources."""

import re

import pytest
from babel.messages import pofile

from management_ui.translations import CATALOGUES, Sources, outdated, untranslated

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda catalogue: catalogue.folder)
def test_every_text_is_translated(catalogue: Sources) -> None:
    assert untranslated(catalogue) == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda catalogue: catalogue.folder)
def test_the_catalogue_and_its_compiled_form_are_those_of_the_sources(catalogue: Sources) -> None:
    assert not outdated(catalogue), "run `make messages`"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda catalogue: catalogue.folder)
def test_a_translation_has_the_placeholders_of_its_text(catalogue: Sources) -> None:
    with catalogue.po.open("rb") as file:
        for message in pofile.read_po(file):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = set(PLACEHOLDER.findall(str(ids[-1])))
            assert all(set(PLACEHOLDER.findall(str(string))) <= wanted for string in strings), message.id
