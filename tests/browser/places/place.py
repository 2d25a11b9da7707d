"""What a place is: an address in one state, seen by somebody. Each area lists its own in a module beside this one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from events.models import User
from tests.desk_story import Municipality


@dataclass(frozen=True)
class Place:
    """Where to look, as whom, and what to do there first. `name` says which state it is, in pictures and failures."""

    name: str
    path: str
    user: User | None
    before: Callable[[Page], None] = field(default=lambda _page: None)
    leads_to: str = ""
    """The name of the URL pattern that `before` leads to, where it answers a POST with a page of its own."""

    @property
    def shows(self) -> str:
        """The name of the URL pattern that answers here; nothing where none does."""
        try:
            return self.leads_to or resolve(self.path.partition("?")[0]).view_name
        except Resolver404:
            return ""


Area = Callable[[Municipality], Iterator[Place]]
"""The places of one area. The municipality may change between one place and the next: visit each as it comes."""
