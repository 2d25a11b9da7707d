"""A draft of an event type, judged by what is published now and by the configuration that types are declared in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.catalogue.files import declared_surroundings
from events.catalogue.loading import configured
from events.catalogue.published import DatabaseCatalogue, catalogue
from events.domain import type_drafts
from events.domain.event_types import EventTypeVersion
from events.domain.refusals import NewerVersion
from events.domain.type_drafts import Checked
from events.models import EventTypeDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A draft, how it was judged, and the version it goes on from (None: it begins a type)."""

    draft: EventTypeDraft
    checked: Checked
    base: EventTypeVersion | None
    published: DatabaseCatalogue

    @property
    def version(self) -> EventTypeVersion | None:
        """What publishing would publish; None while anything is wrong."""
        return self.checked.version

    @property
    def newest(self) -> str | None:
        """The newest published version of the type now."""
        known = self.draft.event_type in self.published.names()
        return self.published.newest(self.draft.event_type).version if known else None

    @property
    def is_behind(self) -> bool:
        """Whether a newer version was published since the draft was begun: then it cannot be published any more."""
        return (self.newest or "") != self.draft.base


def judged(draft: EventTypeDraft, *, text: str | None = None, title: str | None = None) -> Judged:
    """The draft judged; or what it would be with another text and title, which need not be saved."""
    published = catalogue()
    base = published.version(draft.event_type, draft.base) if draft.base else None
    checked = type_drafts.check(
        draft.text if text is None else text,
        name=draft.event_type,
        title=draft.title if title is None else title,
        previous=base,
        surroundings=declared_surroundings(configured(), published=published.names()),
    )
    return Judged(draft=draft, checked=checked, base=base, published=published)


def definitions() -> Mapping[str, Any]:
    """The shared definitions that a declaration may refer to."""
    return declared_surroundings(configured(), published=()).definitions


def refuse_behind(judged: Judged) -> None:
    """Pass, or raise `NewerVersion`: what is published follows on what was newest when it was begun."""
    if judged.is_behind:
        raise NewerVersion(event_type=judged.draft.event_type, newest=judged.newest or "–")
