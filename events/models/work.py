"""The work of officials beside the log: who has what in hand, what was said about it, who looks at it, by when.

Nothing here counts for the law: a decision is an event in the log. It keeps two officials from doing one thing twice.
"""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.domain.event import Event
from events.models.event_types import EventType
from events.models.zones import Zone

WHOLE_NAME_LENGTH_MAX = 320
"""Of an official, in full: first and last name of 150 characters each."""
QUERY_LENGTH_MAX = 500


class LegalTerm(models.Model):
    """How long there is to decide on a claim or correction (`events.domain.terms`). Without a type: of every other."""

    event_type = models.ForeignKey(
        EventType, models.CASCADE, null=True, blank=True, related_name="terms", verbose_name=_("event type")
    )
    event_kind = models.CharField(
        _("kind"), max_length=10, choices=[("claim", _("claim")), ("correction", _("correction"))]
    )
    amount = models.PositiveSmallIntegerField(_("number"), help_text=_("0: there is no term."))
    unit = models.CharField(
        _("unit"),
        max_length=20,
        choices=[("days", _("days")), ("working_days", _("working days")), ("weeks", _("weeks"))],
    )
    counted_from = models.CharField(
        _("counted from"),
        max_length=10,
        choices=[("event", _("the day of the event")), ("receipt", _("the day of receipt"))],
    )
    article = models.CharField(_("article"), max_length=80, help_text=_("Where the law says so, such as BW 1:19e."))
    suspendable = models.BooleanField(
        _("stands still while the source is asked for more"),
        default=False,
        help_text=_("Of terms that Awb 4:13 governs (Awb 4:15); not of BW 1:19e and Wlb 16."),
    )

    class Meta:
        verbose_name = _("legal term")
        verbose_name_plural = _("legal terms")
        ordering = ["event_type__name", "event_kind"]
        constraints = [
            models.UniqueConstraint(fields=["event_type", "event_kind"], name="legal_term_unique"),
            models.UniqueConstraint(
                fields=["event_kind"], name="legal_term_general", condition=models.Q(event_type=None)
            ),
        ]

    def __str__(self) -> str:
        of = _("every other type") if self.event_type is None else self.event_type.title
        return f"{of}, {self.get_event_kind_display()}"


class WorkItem(models.Model):
    """Who has a claim or correction in hand. Until `locked_until` a colleague takes it over only with a reason."""

    event_id = models.UUIDField(primary_key=True)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("zone"))
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="work_items", verbose_name=_("official")
    )
    team = models.ForeignKey(Group, models.SET_NULL, null=True, related_name="work_items", verbose_name=_("group"))
    taken_at = models.DateTimeField(_("taken at"), null=True)
    locked_until = models.DateTimeField(_("locked until"), null=True)
    awaiting_since = models.DateTimeField(
        _("waiting for the source since"), null=True, help_text=_("When the source was asked for more, unanswered.")
    )

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")

    def __str__(self) -> str:
        return f"{self.event_id}: {self.holder or self.team or '–'}"


class WorkEntry(models.Model):
    """One thing that was done or said about a claim in hand: only added to, never changed."""

    class Action(models.TextChoices):
        """What was done."""

        TAKEN = "taken", _("taken in hand")
        TAKEN_OVER = "taken_over", _("taken over")
        RELEASED = "released", _("released")
        HANDED_OVER = "handed_over", _("handed over")
        ASKED = "asked", _("asked the source for more")
        ANSWERED = "answered", _("answered by the source")

    event_id = models.UUIDField(_("event"))
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("zone"))
    event_source_id = models.UUIDField(_("source of the event"))
    recorded_at = models.DateTimeField(_("recorded at"))
    action = models.CharField(_("action"), max_length=20, choices=Action.choices)
    source_id = models.UUIDField(_("source id"))
    source_type = models.CharField(_("source type"), max_length=80)
    to = models.CharField(_("to whom"), max_length=WHOLE_NAME_LENGTH_MAX, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("work entry")
        verbose_name_plural = _("work entries")
        indexes = [
            models.Index(fields=["event_id", "id"], name="work_entry_event"),
            models.Index(
                fields=["event_source_id", "id"],
                name="work_entry_source",
                condition=models.Q(action__in=["asked", "answered"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.action}"


class SubmittedFor(models.Model):
    """Through whose account an event came that names another source: a registered intermediary's.

    The event itself tells of its source only; who is asked about it is also who submitted it.
    """

    event_id = models.UUIDField(primary_key=True)
    source_id = models.UUIDField(_("source id of who submitted it"), db_index=True)

    class Meta:
        verbose_name = _("submission for another")
        verbose_name_plural = _("submissions for others")

    def __str__(self) -> str:
        return str(self.event_id)

    @classmethod
    def speakers(cls, event: Event) -> frozenset[UUID]:
        """Who speaks for an event: its source, and who submitted it when that is another."""
        return frozenset({event.source_id, *cls.objects.filter(pk=event.id).values_list("source_id", flat=True)})


class WorkPresence(models.Model):
    """That an official has the page of a claim open: seen so lately that a colleague is told."""

    event_id = models.UUIDField(_("event"))
    official = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("official"))
    seen_at = models.DateTimeField(_("seen at"), db_index=True)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["event_id", "official"], name="work_presence_unique")]

    def __str__(self) -> str:
        return f"{self.official} @ {self.event_id}"


class SavedFilter(models.Model):
    """A filter of the work queue that an official keeps by a name: the query of its address."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("official")
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("query"), max_length=QUERY_LENGTH_MAX)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_filter_unique")]

    def __str__(self) -> str:
        return self.name
