"""Timelines as they were computed up to the formal horizon: kept equal to the function, and dropped without loss."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class StoredTimeline(models.Model):
    """The timeline of one object by law, over all zones. `digest` says of which events and rules it is the timeline."""

    object_id = models.UUIDField(_("object"), primary_key=True)
    digest = models.BinaryField(_("digest"), max_length=32)
    horizon = models.DateTimeField(_("formal horizon"))
    computed_at = models.DateTimeField(_("computed at"), db_default=Now())

    class Meta:
        verbose_name = _("timeline")
        verbose_name_plural = _("timelines")

    def __str__(self) -> str:
        return str(self.object_id)


class StoredRectangle(models.Model):
    """A value that holds from one material moment to another, known from one formal moment to another.

    The ends are not included; without an end it lasts. A holding is a name, a value and what it rests on.
    """

    timeline = models.ForeignKey(
        StoredTimeline, models.CASCADE, related_name="rectangles", verbose_name=_("timeline"), db_index=False
    )
    number = models.PositiveIntegerField(_("place in the timeline"))
    name = models.TextField(_("name"))
    value = models.JSONField(_("value"), null=True)
    supports = ArrayField(models.UUIDField(), verbose_name=_("events"))
    uncertain = models.BooleanField(_("uncertain"))
    in_doubt = models.BooleanField(_("under investigation"))
    rule = models.CharField(_("rule"), max_length=100, blank=True)
    version = models.CharField(_("version of the rule"), max_length=20, blank=True)
    article = models.CharField(_("article"), max_length=200, blank=True)
    determined = models.BooleanField(_("determined"))
    reason = models.TextField(_("reason"), blank=True)
    material_from = models.DateTimeField(_("holds from"))
    material_until = models.DateTimeField(_("holds until"), null=True)
    formal_from = models.DateTimeField(_("known from"))
    formal_until = models.DateTimeField(_("known until"), null=True)

    class Meta:
        verbose_name = _("rectangle")
        verbose_name_plural = _("rectangles")
        ordering = ["timeline", "number"]
        constraints = [models.UniqueConstraint(fields=["timeline", "number"], name="rectangle_place_unique")]

    def __str__(self) -> str:
        return f"{self.name} {self.material_from:%Y-%m-%d}"
