"""The view of custody, which F6 ships since: with a live build, which follows the log from its beginning."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME, TITLE = "gezag", "Gezag"


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the view. A view of one's own that has its name makes room: it is called otherwise from now on."""
    database = schema_editor.connection.alias
    view, build, checkpoint = (apps.get_model("readmodels", name) for name in ("View", "Build", "Checkpoint"))
    for own in view.objects.using(database).filter(name=NAME):
        own.name = f"{NAME}-{own.pk}"
        own.definition = {**own.definition, "name": own.name}
        own.save()
        for made in build.objects.using(database).filter(view=own).exclude(definition=None):
            made.definition = {**made.definition, "name": own.name}
            made.save()
    made = view.objects.using(database).create(name=NAME, title=TITLE)
    made.live = build.objects.using(database).create(view=made, number=1, state="live")
    made.save()
    checkpoint.objects.using(database).create(projector=f"view:{made.live.pk}", seq=0)


def end(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the view away with all its builds and their checkpoints."""
    database = schema_editor.connection.alias
    view, build, checkpoint = (apps.get_model("readmodels", name) for name in ("View", "Build", "Checkpoint"))
    builds = build.objects.using(database).filter(view__name=NAME)
    projectors = [f"view:{key}" for key in builds.values_list("pk", flat=True)]
    checkpoint.objects.using(database).filter(projector__in=projectors).delete()
    view.objects.using(database).filter(name=NAME).update(live=None)
    view.objects.using(database).filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("readmodels", "0006_basis_and_collation"),
    ]

    operations = [
        migrations.RunPython(begin, end),
    ]
