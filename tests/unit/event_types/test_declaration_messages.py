"""The sentences about declarations: no code stands in two tables, and each can be said with its words."""

import re

from events.domain import declaration_messages, schema_messages
from readmodels.domain.own_views import messages as own_views


def test_no_code_stands_in_two_tables() -> None:
    tables = (declaration_messages.MESSAGES, schema_messages.MESSAGES, own_views.MESSAGES)
    codes = [code for table in tables for code in table]
    assert len(codes) == len(set(codes))


def test_a_mistake_can_be_said_again_in_another_language() -> None:
    for code, sentence in declaration_messages.MESSAGES.items():
        facts = {name: f"<{name}>" for name in re.findall(r"%\((\w+)\)s", sentence)}
        made = declaration_messages.mistake(code, pointer="/here", **facts)
        assert declaration_messages.said(made, translate=str.upper) == (
            sentence.upper() % {} if not facts else None
        ) or (declaration_messages.said(made, translate=lambda text: text) == made.message)
