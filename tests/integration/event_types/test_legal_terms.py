"""Legal terms: shipped once, and from then on the administrator's."""

import pytest

from events.catalogue import load_event_types
from events.catalogue.legal_terms import legal_terms, load_legal_terms
from events.domain.event import Kind
from events.models import AdministrativeChange, LegalTerm


@pytest.fixture(autouse=True)
def shipped(rows: None) -> None:
    load_event_types()


def recorded() -> list[AdministrativeChange]:
    return list(AdministrativeChange.objects.filter(subject_type=AdministrativeChange.Subject.LEGAL_TERM))


def test_a_shipped_term_is_recorded_as_what_the_system_did() -> None:
    (of_birth,) = [it for it in recorded() if (it.after or {})["event_type"] == "Geboorte"]
    assert (of_birth.action, of_birth.source_type) == ("added", "systeem")
    assert of_birth.subject_id == str(LegalTerm.objects.get(event_type__name="Geboorte").pk)
    assert len(recorded()) == LegalTerm.objects.count()


def test_a_term_that_was_removed_stays_away() -> None:
    LegalTerm.objects.filter(event_type__name="Geboorte").delete()
    before = len(recorded())
    load_event_types()
    assert load_legal_terms() == 0
    assert not LegalTerm.objects.filter(event_type__name="Geboorte").exists()
    assert len(recorded()) == before


def test_of_one_type_it_can_be_said_that_there_is_no_term() -> None:
    LegalTerm.objects.filter(event_type__name="Geboorte").update(amount=0)
    assert legal_terms().of("Geboorte", Kind.CLAIM) is None
    assert legal_terms().of("Huwelijk", Kind.CLAIM) is not None
