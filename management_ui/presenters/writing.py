"""A draft as it stands on the page: its form, the persons and events that it may name, the request that it makes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _

from events import processing
from events.catalogue import catalogue
from events.domain.event import Event, Operation
from events.domain.event_types import EventTypeVersion
from events.domain.log import Log
from events.domain.permissions import Principal
from events.domain.readings import declared
from events.domain.refusals import Violation
from events.domain.schema_messages import violation
from events.domain.schemas import satisfies, violations
from events.models import ClaimDraft
from events.queries.chain_ends import ChainEnd, chain_end
from events.queries.work import visible_log
from management_ui.forms.entry import around
from management_ui.forms.entry.body import BESIDE, Asked, claim_body, correction_body, grounds_in
from management_ui.forms.entry.editing import ids_in, leaves_at
from management_ui.forms.entry.inputs import EntryForm
from management_ui.forms.entry.meant import meant
from management_ui.forms.entry.nodes import Group, tree
from management_ui.forms.entry.nodes import Kind as LeafKind
from management_ui.forms.entry.typing_down import Said
from management_ui.presenters.code_lists import code_lists, coded
from management_ui.presenters.grounds import GroundLine, ground_lines
from management_ui.presenters.moments import moment_text
from management_ui.presenters.persons import Names, names_in, names_of
from management_ui.presenters.queue import persons_text
from readmodels.queries import code_tables

GROUNDS_SHOWN_MAX: Final = 30
"""Events that a correction offers as grounds: the last recorded of them."""
NOTHING_TO_FILL_IN = Group(name="", title="", required=True)
"""The inputs of the data of a retraction: it has none."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """A draft, what it says, and what is known of the persons and events in it, as far as its writer may read."""

    draft: ClaimDraft
    principal: Principal
    log: Log
    end: ChainEnd | None

    @cached_property
    def operation(self) -> Operation | None:
        """What a correction does; None for a claim."""
        is_claim = self.draft.operation == ClaimDraft.Operation.CLAIM
        return None if is_claim else Operation(self.draft.operation)

    @cached_property
    def event_type(self) -> EventTypeVersion:
        """The version that it is written for."""
        return catalogue().version(self.draft.event_type, self.draft.event_version)

    @cached_property
    def root(self) -> Group:
        """The inputs of its data."""
        return NOTHING_TO_FILL_IN if self.operation is Operation.RETRACT else tree(self.event_type)

    @cached_property
    def asked(self) -> Asked:
        """What it asks to record."""
        return Asked(id=self.draft.pk, zone=self.draft.zone.slug, event_type=self.event_type, typed=self.draft.typed)

    @cached_property
    def said(self) -> Said:
        """The data that is typed."""
        return self.asked.said()

    @cached_property
    def names(self) -> Names:
        """What persons and codes are called."""
        known = names_of(self.log, catalogue=catalogue())
        new = {person: _("a new person") for person in self._new_persons()}
        given = {
            person: _("%(name)s (new)") % {"name": name}
            for person, name in names_in(self.said.data, event_type=self.event_type)
            if person in new
        }
        return replace(known, known={**known.known, **new, **given}, code=code_tables.description)

    def body(self) -> dict[str, Any]:
        """The request to record it."""
        if self.operation is None:
            return claim_body(self.asked, log=self.log)
        assert self.end is not None
        return correction_body(
            self.asked,
            operation=self.operation,
            target=self.end.target.id,
            content=self.end.content,
            known=self._known_grounds(),
            log=self.log,
        )

    @property
    def root_id(self) -> UUID:
        """The claim that a correction is about in the end."""
        assert self.end is not None
        return self.end.log.root_id(self.end.event.id) or self.end.event.id

    @property
    def place(self) -> str:
        """Where the data stand in the request."""
        return "/event_data" if self.operation is None else "/event_data/data"

    def wrong(self) -> tuple[Violation, ...]:
        """What keeps it from being well-formed: data that are not of their type, and what lacks beside them."""
        wrong: tuple[Violation, ...] = ()
        if self.root.members:
            schema = meant(self.event_type.schema, self.root, self.draft.typed)
            wrong = violations(schema, self.said.data, self.place)
        return (*(violation("required", pointer=at, member=at) for at in self._lacking()), *wrong)

    def _lacking(self) -> Iterator[str]:
        """The places beside the data where nothing was filled in that must be."""
        asked = self._around()
        for place, name in BESIDE.items():
            if name in asked and asked[name].required and not self.draft.typed.get(name):
                yield place

    def _around(self) -> dict[str, forms.Field]:
        """The inputs beside the data."""
        if self.operation is None:
            return around.of_claim(self.event_type)
        is_act = self.end is not None and self.end.is_act
        return around.of_correction(self.event_type, operation=self.operation, is_act=is_act)

    def form(self, *, focus: str = "") -> EntryForm:
        """Its inputs, as they were typed."""
        typed = self.draft.typed
        events = {
            path: self._event_options(leaf.event_types)
            for path, leaf in leaves_at(self.root, typed)
            if leaf.kind is LeafKind.EVENT
        }
        return EntryForm(
            self.root, typed, persons=self._person_texts(), events=events, around=self._around(), focus=focus
        )

    def codes(self) -> dict[int, list[str]]:
        """For every national table that an input takes codes of: the codes with what they mean."""
        return code_lists(leaf for _path, leaf in leaves_at(self.root, self.draft.typed))

    def grounds(self) -> list[GroundLine]:
        """The events on which it may rest, and what is ticked already."""
        ticked = grounds_in(self.draft.typed)
        demanded = {name for required in self._demanded() for name in required}
        return ground_lines(
            self._possible_grounds(ticked), ticked=ticked, demanded=demanded, log=self.log, names=self.names
        )

    @property
    def asks_grounds(self) -> bool:
        """Whether it may say on what it rests: a claim where its type asks that, a correction always."""
        return self.operation is not None or bool(self.event_type.required_references)

    def _possible_grounds(self, ticked: frozenset[UUID]) -> list[Event]:
        """Of a claim what its type asks; of a correction the last of what is known of its persons."""
        if self.operation is None:
            asked = {name for required in self.event_type.required_references for name in required.event_types}
            return [event for event in self._claims() if event.event_type in asked or event.id in ticked]
        assert self.end is not None
        told = {self.root_id, *self._known_grounds()} - ticked
        about = ids_in(self.draft.typed) | {*self.end.event.object_ids}
        found = [it for it in self.log.claims() if it.id in ticked or (it.id not in told and about & {*it.object_ids})]
        found.sort(key=lambda event: event.created_at, reverse=True)
        return [event for at, event in enumerate(found) if at < GROUNDS_SHOWN_MAX or event.id in ticked]

    def _known_grounds(self) -> list[UUID]:
        """What its chain rests on already, and the members of the chain that others are about."""
        assert self.end is not None
        return [it for event in self.end.log.chain(self.root_id) for it in event.references]

    def missing_grounds(self) -> list[str]:
        """What the type demands for what is typed, each as the titles of the types of which one will do."""
        return [self.titles(names) for names in self._demanded()]

    def titles(self, names: Iterable[str]) -> str:
        """What types are called, of which one will do; those of a register taken over are left out."""
        newest = (catalogue().newest(name) for name in names)
        return f" {_('or')} ".join(it.title for it in newest if not it.takeover)

    def _demanded(self) -> Iterator[tuple[str, ...]]:
        """What its type demands for what is typed; of a correction what its chain does not rest on already."""
        if self.operation is Operation.RETRACT:
            return
        known = set() if self.end is None else {it.event_type for it in map(self.log.get, self._known_grounds()) if it}
        for required in self.event_type.required_references:
            asked = not required.when or satisfies(required.when, self.said.data)
            if asked and known.isdisjoint(required.event_types):
                yield required.event_types

    def _claims(self) -> Iterator[Event]:
        """The claims about the persons that are typed."""
        persons = ids_in(self.draft.typed)
        return (event for event in self.log.claims() if persons & set(event.object_ids) or event.id in persons)

    def _event_options(self, types: tuple[str, ...]) -> list[tuple[str, str]]:
        return [
            (str(event.id), self._event_text(event))
            for event in self._claims()
            if not types or event.event_type in types
        ]

    def _event_text(self, event: Event) -> str:
        title = declared(event, catalogue=catalogue()).title
        persons = persons_text(event, catalogue=catalogue(), names=self.names)
        return f"{title}, {persons}, {moment_text(event.occurred_at)}"

    def _person_texts(self) -> dict[str, str]:
        return {str(person): self.names.of(person) for person in ids_in(self.draft.typed)}

    def _new_persons(self) -> frozenset[UUID]:
        """Who is named, and nothing is known of."""
        return ids_in(self.draft.typed) - {person for event in self.log for person in event.object_ids}


def with_codes(typed: Mapping[str, str], root: Group) -> dict[str, str]:
    """What is typed, with the code where somebody typed only what a code means."""
    return coded(typed, leaves_at(root, typed))


def look(draft: ClaimDraft, *, principal: Principal) -> Writing:
    """The draft with what is known around it, its reading written down. Raises EventNotFound."""
    with transaction.atomic():
        end = None if draft.about is None else chain_end(draft.about, principal=principal)
        log = visible_log(ids_in(draft.typed) | grounds_in(draft.typed), principal=principal)
        if end is not None:
            log = Log({event.id: event for event in (*log, *end.log)}.values())
        subjects: Iterable[UUID] = {object_id for event in log for object_id in event.object_ids}
        processing.record("Concept bekeken", principal=principal, subjects=subjects, activity=processing.Activity.READ)
    return Writing(draft=draft, principal=principal, log=log, end=end)
