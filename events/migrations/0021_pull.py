from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def pause(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Going back: what is fetched has no address, and nothing must be sent of it."""
    fetched = apps.get_model("events", "Subscription").objects.using(schema_editor.connection.alias).filter(mode="pull")
    fetched.update(state="paused", state_reason="by-hand")


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0020_receiver_access"),
    ]

    operations = [
        migrations.AddField(
            model_name="subscription",
            name="mode",
            field=models.CharField(
                choices=[("push", "it is sent to an address"), ("pull", "its owner fetches it")],
                default="push",
                max_length=4,
                verbose_name="mode",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="begins_after",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="subscription",
            name="given_to",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="subscription",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last fetched at"),
        ),
        migrations.AlterField(
            model_name="subscription",
            name="url",
            field=models.CharField(blank=True, max_length=2000, verbose_name="address"),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode", "push"), models.Q(("mode", "pull"), ("url", "")), _connector="OR"),
                name="subscription_is_sent_or_fetched",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, pause),
    ]
