"""That the law sets no term for a type can be said: an amount of nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_deprecation_since_readable"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="legalterm",
            name="legal_term_lasts",
        ),
        migrations.AlterField(
            model_name="legalterm",
            name="amount",
            field=models.PositiveSmallIntegerField(help_text="0: there is no term.", verbose_name="number"),
        ),
    ]
