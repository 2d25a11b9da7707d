"""Views as they are stored: each in builds, of which one is live. A build can be thrown away and made anew."""

import hashlib
import json
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

NAME_LENGTH_MAX = 80
DIGEST_LENGTH = 32
OWN_ROW = "["
"""What the name of a row in a view of one's own begins with: it is the row's key, as a JSON list."""


class View(models.Model):
    """A view by its name. `live` is the build that answers; without one the view answers nothing yet.

    `definition`: of a view of one's own what it is, as its owner wants it now; a build keeps the one it was made by.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH_MAX, unique=True)
    title = models.CharField(_("title"), max_length=200)
    definition = models.JSONField(_("definition"), null=True, blank=True)
    owner = models.UUIDField(_("source id of who made it"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    live = models.OneToOneField(
        "Build", models.PROTECT, null=True, blank=True, related_name="live_of", verbose_name=_("live build")
    )
    created_at = models.DateTimeField(_("created at"), db_default=Now())

    class Meta:
        verbose_name = _("view")
        verbose_name_plural = _("views")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def revision(self) -> str:
        """What a page that changes the definition says that it showed: another definition, another text."""
        return hashlib.sha256(json.dumps(self.definition, sort_keys=True).encode()).hexdigest()[:16]


class Build(models.Model):
    """One making of a view's rows: filled in chunks while it follows the log, compared, then live, then dropped.

    How far it has followed the log is its checkpoint (`projector` names it).
    """

    class State(models.TextChoices):
        """Where a build is in its life."""

        FILLING = "filling", _("being filled")
        LIVE = "live", _("live")
        RETIRED = "retired", _("replaced")
        FAILED = "failed", _("failed")

    view = models.ForeignKey(View, models.CASCADE, related_name="builds", verbose_name=_("view"))
    number = models.PositiveIntegerField(_("number"))
    definition = models.JSONField(_("definition"), null=True, blank=True)
    basis = models.JSONField(_("basis"), null=True, blank=True)
    """By what it is made besides the log: when that changes, the view is rebuilt."""
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.FILLING)
    objects_total = models.PositiveBigIntegerField(_("objects"), default=0)
    rate_max = models.PositiveIntegerField(_("objects per second at most"), null=True, blank=True)
    next_batch_at = models.DateTimeField(_("next batch at"), db_default=Now())
    started_at = models.DateTimeField(_("started at"), db_default=Now())
    comparing_until = models.DateTimeField(_("being compared until"), null=True, blank=True)
    """Until when somebody is comparing it, unless he says so again: one does at a time."""
    compared = models.JSONField(_("comparison"), null=True, blank=True)
    """What was found when it was compared before the switch."""
    ended_at = models.DateTimeField(_("replaced or failed at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("build")
        verbose_name_plural = _("builds")
        ordering: ClassVar[list[str]] = ["view", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["view", "number"], name="build_number_unique"),
            models.UniqueConstraint(
                fields=["view"], condition=models.Q(state="filling"), name="one_build_filling_per_view"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.view_id}#{self.number}"

    @property
    def projector(self) -> str:
        """The name of its checkpoint."""
        return f"view:{self.pk}"


class Chunk(models.Model):
    """A part of the objects of a build that is being filled: those whose id lies above `after`, up to `until`.

    A worker takes it by a lease, and notes after every batch how far it came: another goes on from there.
    """

    build = models.ForeignKey(Build, models.CASCADE, related_name="chunks", verbose_name=_("build"))
    number = models.PositiveIntegerField(_("number"))
    after = models.UUIDField(_("after"), null=True, blank=True)
    until = models.UUIDField(_("until"))
    objects_total = models.PositiveIntegerField(_("objects"))
    objects_done = models.PositiveIntegerField(_("objects done"), default=0)
    done = models.BooleanField(_("done"), default=False)
    leased_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("chunk")
        verbose_name_plural = _("chunks")
        ordering: ClassVar[list[str]] = ["build", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["build", "number"], name="chunk_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.build_id}/{self.number}"


class ViewObject(models.Model):
    """One object in a build: of which events its rows are, in which zones those lie, and whether it is parked.

    Whoever writes its rows holds this row locked, so that the last to write has read all that the others had.
    """

    build = models.ForeignKey(Build, models.CASCADE, related_name="view_objects", verbose_name=_("build"))
    object_id = models.UUIDField(_("object"))
    log_digest = models.BinaryField(_("digest of the events"), max_length=DIGEST_LENGTH, default=b"")
    rows_digest = models.BinaryField(_("digest of the rows"), max_length=DIGEST_LENGTH, default=b"")
    zones = ArrayField(models.CharField(max_length=80), verbose_name=_("zones"), default=list)
    parked_for = models.TextField(_("parked because"), blank=True)
    """Why its rows could not be made from the events there are now; empty when they could."""
    parked_by = models.UUIDField(_("event that it stumbled over"), null=True, blank=True)
    parked_at = models.DateTimeField(_("parked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("object in a view")
        verbose_name_plural = _("objects in a view")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["build", "object_id"], name="view_object_unique"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["build"], condition=~models.Q(parked_for=""), name="view_object_parked"),
        ]

    def __str__(self) -> str:
        return str(self.object_id)


class StoredRow(models.Model):
    """A row of a view: `readmodels.domain.views.rows.ViewRow`."""

    build = models.ForeignKey(Build, models.CASCADE, related_name="rows", verbose_name=_("build"), db_index=False)
    object_id = models.UUIDField(_("object"))
    name = models.TextField(_("name"), db_collation="C")
    number = models.PositiveIntegerField(_("number"))
    values = models.JSONField(_("values"))
    material_from = models.DateTimeField(_("holds from"))
    material_until = models.DateTimeField(_("holds until"), null=True)
    formal_from = models.DateTimeField(_("known from"))
    formal_until = models.DateTimeField(_("known until"), null=True)
    supports = ArrayField(models.UUIDField(), verbose_name=_("events"))

    class Meta:
        verbose_name = _("row of a view")
        verbose_name_plural = _("rows of a view")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["build", "object_id"], name="stored_row_object"),
            GinIndex(
                fields=["values"],
                opclasses=["jsonb_path_ops"],
                condition=models.Q(name__startswith=OWN_ROW),
                name="stored_row_own_values",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.material_from:%Y-%m-%d}"


class StoredKey(models.Model):
    """Under what an object of a view can be found: everything that its rows ever said of a kind that is searched by."""

    build = models.ForeignKey(Build, models.CASCADE, related_name="keys", verbose_name=_("build"), db_index=False)
    name = models.CharField(_("name"), max_length=NAME_LENGTH_MAX)
    value = models.TextField(_("value"), db_collation="C")
    object_id = models.UUIDField(_("object"))

    class Meta:
        verbose_name = _("key of a view")
        verbose_name_plural = _("keys of a view")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["build", "name", "value", "object_id"], name="stored_key_unique"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["build", "object_id"], name="stored_key_object")]

    def __str__(self) -> str:
        return f"{self.name} {self.value}"
