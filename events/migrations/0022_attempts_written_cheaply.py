import django.db.models.deletion
from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # attempts may be many, and deliverers go on writing them

    dependencies = [
        ("events", "0021_pull"),
    ]

    operations = [
        RemoveIndexConcurrently(
            model_name="deliveryattempt",
            name="attempt_retention",
        ),
        AddIndexConcurrently(
            model_name="deliveryattempt",
            index=BrinIndex(fields=["started_at"], name="attempt_retention"),
        ),
        migrations.AlterField(
            model_name="deliveryattempt",
            name="subscription",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attempts",
                to="events.subscription",
            ),
        ),
    ]
