"""A moment from which a version is deprecated can be read: one that cannot made every event type unreadable."""

from datetime import UTC, datetime

from django.db import migrations, models

# What could be stored until now counted from long ago; it still does, from when it was said.
MEND = """
    UPDATE events_eventtypedeprecation SET since = recorded_at
    WHERE since NOT BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 23:59:59.999999+00'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0011_subscriptions"),
    ]

    operations = [
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="eventtypedeprecation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "since__range",
                        (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
                    )
                ),
                name="deprecation_since_readable",
            ),
        ),
    ]
