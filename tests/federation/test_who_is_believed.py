"""Of which event types another is believed: where a request does not say, as it published; else nothing would count."""

from collections.abc import Iterable

import pytest
from django.utils import timezone

from events.domain.permissions import Principal
from federation.commands import reading_directories
from federation.domain.properties import Terms, terms_of
from federation.queries import contracts
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.test_agreeing import request
from tests.federation.test_directory import entry, lists, place

ZONE = "f6-zone-verweg"
HELD, RESPONSIBLE = {"Geboorte", "Overlijden", "Verhuizing"}, {"Geboorte", "Verhuizing"}


def _types(*names: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*names)


@pytest.fixture
def published(verweg: ForeignPeer, lister: ForeignPeer) -> ForeignPeer:
    """Verweg published which event types it holds, and of which it is responsible; we read that."""
    terms = Terms(event_types=_types(HELD), responsible_for=_types(RESPONSIBLE))
    other = Terms(event_types=_types({"Huwelijk"}), responsible_for=_types({"Overlijden"}))
    lists(
        lister,
        [entry(verweg, ZONE, properties=terms.rendered()), entry(verweg, "f6-zone-b", properties=other.rendered())],
        [place(verweg)],
    )
    reading_directories.read_all(now=timezone.now())
    return verweg


def _believed(
    by: Principal, *, event_types: frozenset[str], responsible_for: frozenset[str] = frozenset()
) -> frozenset[str]:
    row = request(by, terms=Terms(event_types=event_types, responsible_for=responsible_for), service=ZONE)
    [grant] = contracts.content_of(row.canonical).grants
    return terms_of(grant.properties).responsible_for


def test_who_published_to_be_responsible_is_believed_of_what_is_asked(
    published: ForeignPeer, administrator: Principal
) -> None:
    assert published.id
    assert _believed(administrator, event_types=_types({"Geboorte", "Overlijden"})) == {"Geboorte"}


def test_what_the_request_says_goes_before_what_was_published(published: ForeignPeer, administrator: Principal) -> None:
    assert published.id
    said = _types({"Overlijden"})
    assert _believed(administrator, event_types=_types({"Geboorte", "Overlijden"}), responsible_for=said) == said


def test_who_published_nothing_is_believed_of_nothing(verweg: ForeignPeer, administrator: Principal) -> None:
    verweg.announces()
    assert _believed(administrator, event_types=_types({"Geboorte"})) == frozenset()


def test_the_same_request_after_more_was_published_is_another(
    published: ForeignPeer, lister: ForeignPeer, administrator: Principal
) -> None:
    asked = _types({"Geboorte", "Overlijden"})
    assert _believed(administrator, event_types=asked) == {"Geboorte"}
    more = Terms(event_types=_types(HELD), responsible_for=_types(HELD))
    lists(lister, [entry(published, ZONE, properties=more.rendered())], [place(published)])
    reading_directories.read_all(now=timezone.now())
    assert _believed(administrator, event_types=asked) == {"Geboorte", "Overlijden"}
