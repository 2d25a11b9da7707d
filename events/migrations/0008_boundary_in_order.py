"""Read the boundary in the order that is written, also of tables of which no statistics were gathered yet.

Just after a takeover, the planner joined all events first: reading the events about a few persons took seconds.
"""

from django.db import migrations

from events.sql import script


class Migration(migrations.Migration):
    dependencies = [("events", "0007_event_type_drafts")]

    operations = [migrations.RunSQL(script("closed_boundary"), migrations.RunSQL.noop)]
