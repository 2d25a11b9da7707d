"""What administrators look after; Django finds the modules by importing this one."""

from management_ui.admin import (
    accounts,
    api_clients,
    audit,
    change_log,
    event_types,
    federation,
    icons,
    legal_terms,
    receivers,
    subscriptions,
    zones,
)

__all__ = [
    "accounts",
    "api_clients",
    "audit",
    "change_log",
    "event_types",
    "federation",
    "icons",
    "legal_terms",
    "receivers",
    "subscriptions",
    "zones",
]
