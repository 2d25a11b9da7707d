"""The options of a choice in words, where the schema only has codes or names written together."""

import re
from collections.abc import Sequence
from typing import Any, Final

from management_ui.forms.entry.values import option_text
from management_ui.presenters.values import code_text

_JOINT: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[a-z]{2})")


def option_title(option: Any, *, among: Sequence[Any]) -> str:
    """`moederEerst` is “moeder eerst”, `306dagen` is “306 dagen”; a letter of a national list says what it means."""
    meaning = code_text(option, among=among)
    if meaning:
        return meaning
    text = option_text(option, among=among)
    words = _JOINT.sub(" ", text)
    return words if words == text else words[:1] + words[1:].lower()
