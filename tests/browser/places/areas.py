"""The areas of the site. A new area is a module beside this one and a line here.

Each area is looked at by itself, on a municipality of its own, so that the workers of the tests can share the work.
"""

from collections.abc import Mapping

from tests.browser.places import (
    administration,
    drafts,
    event_types,
    faults,
    federation,
    investigation,
    persons,
    queue,
    review,
    session,
    subscriptions,
    views,
)
from tests.browser.places.place import Area

AREAS: Mapping[str, Area] = {
    "session": session.places,
    "queue": queue.places,
    "review": review.places,
    "drafts": drafts.places,
    "investigation": investigation.places,
    "persons": persons.places,
    "views": views.places,
    "faults": faults.places,
    "administration": administration.start,
    "administration-models": administration.models,
    "event-types": event_types.places,
    "subscriptions": subscriptions.lists,
    "subscription": subscriptions.states,
    "deliveries": subscriptions.deliveries,
    "federation": federation.lists,
    "connections": federation.states,
    "connecting": federation.forms,
}

NO_PAGES: Mapping[str, str] = {
    "logout": "answers a POST only, and leads to the way in",
    "queue-news": "a fragment that the work queue asks for",
    "saved-filters": "answers a POST only, and leads back to the work queue",
    "review-act": "answers a POST only, and leads back to the claim",
    "review-now": "a fragment that the page of a claim asks for",
    "set_language": "answers a POST only, and leads back",
    "theme": "a style sheet",
    "admin:token_revoke": "answers a POST only, and leads to the tokens",
    "admin:draft_begin": "answers a POST only, and leads to the draft",
    "admin:login": "leads to the one way in",
    "admin:logout": "the header's form goes to `logout`; this one of Django's is linked nowhere",
    "admin:jsi18n": "texts for Django's scripts",
    "admin:autocomplete": "JSON for Django's scripts",
    "admin:unnamed <path:object_id>/": "leads old addresses of Django's to the page of an object",
    "admin:unnamed (?P<url>.*)$": "every other address under the administration: not found, which is looked at",
    "admin:view_on_site": "leads elsewhere; no model of ours has an address of its own",
}
"""The named addresses that show no page, each with the reason why."""
