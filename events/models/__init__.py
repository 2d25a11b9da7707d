"""What is administered beside the log: organisations, zones, people, API clients, event types, and derived rows.

The log's own tables are not models: only `events.store` touches them (see `events/sql`).
"""

from events.models.accounts import ApiClient, ApiToken, User
from events.models.changes import AdministrativeChange
from events.models.drafts import ClaimDraft
from events.models.event_types import EventType, EventTypeDeprecation, EventTypeDraft, EventTypeVersion
from events.models.processing import AccessRecord, ProcessingRecord
from events.models.receiver_access import ReceiverAccess
from events.models.standing import Standing
from events.models.subscriptions import (
    AskedSpan,
    DeliveryAttempt,
    ParkedDelivery,
    ReceiverAllowance,
    Subscription,
    SubscriptionKey,
)
from events.models.takeovers import Takeover
from events.models.work import LegalTerm, SavedFilter, SubmittedFor, WorkEntry, WorkItem, WorkPresence
from events.models.zones import Organisation, Zone

__all__ = [
    "AccessRecord",
    "AdministrativeChange",
    "ApiClient",
    "ApiToken",
    "AskedSpan",
    "ClaimDraft",
    "DeliveryAttempt",
    "EventType",
    "EventTypeDeprecation",
    "EventTypeDraft",
    "EventTypeVersion",
    "LegalTerm",
    "Organisation",
    "ParkedDelivery",
    "ProcessingRecord",
    "ReceiverAccess",
    "ReceiverAllowance",
    "SavedFilter",
    "Standing",
    "SubmittedFor",
    "Subscription",
    "SubscriptionKey",
    "Takeover",
    "User",
    "WorkEntry",
    "WorkItem",
    "WorkPresence",
    "Zone",
]
