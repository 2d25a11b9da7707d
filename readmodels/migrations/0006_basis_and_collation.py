"""A build remembers by what it is made; keys and the names of rows stand in the order of their bytes."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OLDER = {"format": "", "rules": [], "types": {}}
"""The basis of rows that a program of before made: equal to no basis of now, so that they are made anew."""


def mark_older(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let every build that holds something be taken for one of before. Who is empty follows the log by what is now."""
    held = apps.get_model("readmodels", "ViewObject").objects.using(schema_editor.connection.alias)
    builds = apps.get_model("readmodels", "Build").objects.using(schema_editor.connection.alias)
    builds.filter(pk__in=held.values("build")).update(basis=OLDER)


class Migration(migrations.Migration):
    dependencies = [
        ("readmodels", "0005_shipped_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="build",
            name="basis",
            field=models.JSONField(blank=True, null=True, verbose_name="basis"),
        ),
        migrations.AlterField(
            model_name="storedkey",
            name="value",
            field=models.TextField(db_collation="C", verbose_name="value"),
        ),
        migrations.AlterField(
            model_name="storedrow",
            name="name",
            field=models.TextField(db_collation="C", verbose_name="name"),
        ),
        migrations.RunPython(mark_older, migrations.RunPython.noop),
    ]
