from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SHIPPED = (("persoonslijsten", "Persoonslijsten"),)


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every shipped view a live build, which follows the log from its beginning."""
    view, build, checkpoint = (apps.get_model("readmodels", name) for name in ("View", "Build", "Checkpoint"))
    database = schema_editor.connection.alias
    for name, title in SHIPPED:
        made = view.objects.using(database).create(name=name, title=title)
        made.live = build.objects.using(database).create(view=made, number=1, state="live")
        made.save()
        checkpoint.objects.using(database).create(projector=f"view:{made.live.pk}", seq=0)


def end(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the checkpoints of builds away: the builds go with their tables."""
    database = schema_editor.connection.alias
    apps.get_model("readmodels", "View").objects.using(database).all().update(live=None)
    apps.get_model("readmodels", "View").objects.using(database).all().delete()
    apps.get_model("readmodels", "Checkpoint").objects.using(database).filter(projector__startswith="view:").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("readmodels", "0004_views"),
    ]

    operations = [
        migrations.RunPython(begin, end),
    ]
