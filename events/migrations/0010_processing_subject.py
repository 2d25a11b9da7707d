"""Finds the lines about one person: who looked at him is asked by his pseudonym."""

from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform

SUBJECT = "dpl.core.data_subject_id"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0009_claim_drafts"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="processingrecord",
            index=models.Index(
                KeyTextTransform(SUBJECT, "attributes"),
                models.F("id"),
                condition=models.Q(("attributes__has_key", SUBJECT)),
                name="processing_subject",
            ),
        ),
    ]
