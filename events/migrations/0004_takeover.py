"""Which register was taken over into which zone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_log")]

    operations = [
        migrations.CreateModel(
            name="Takeover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("register", models.CharField(max_length=200, verbose_name="register")),
                (
                    "register_id",
                    models.UUIDField(
                        help_text="`event_source_id` of the claims that were taken over.",
                        verbose_name="source id of the register",
                    ),
                ),
                (
                    "namespace",
                    models.UUIDField(
                        editable=False,
                        help_text="From which object ids are made out of BSNs; secret, as they could be made back with "
                        "it.",
                        verbose_name="namespace",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("taken_over_at", models.DateTimeField(verbose_name="taken over at")),
                ("events", models.PositiveIntegerField(verbose_name="number of events")),
                ("report", models.JSONField(verbose_name="report")),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeovers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="official",
                    ),
                ),
                (
                    "zone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takeover",
                        to="events.zone",
                        verbose_name="zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "takeover of a register",
                "verbose_name_plural": "takeovers of registers",
                "ordering": ["taken_over_at"],
            },
        ),
    ]
