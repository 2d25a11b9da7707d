"""The log: its tables, what guards them, and the functions through which everything goes in.

There is no way back: a migration that drops the log does not exist.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from events import rights
from events.sql import script

TABLES = ("event", "event_payload", "event_object", "event_ref", "event_log", "event_horizon", "event_import")
GUARDS = ("append_only", "vacuum", "published", "zones")
READING = ("recorded_event", "boundary_numbers", "closed_boundary")
WRITING = ("lock_boundary", "insert_events", "append_events", "begin_import", "import_events")
SEQUENCER = ("take_lease", "seal_events")


def grant_rights(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rights.grant(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("events", "0002_access_records")]

    operations = [
        *(migrations.RunSQL(script(name)) for name in (*TABLES, *GUARDS, *READING, *WRITING, *SEQUENCER)),
        migrations.RunPython(grant_rights),
    ]
