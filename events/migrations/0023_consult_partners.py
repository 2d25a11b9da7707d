from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0022_attempts_written_cheaply"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="zone",
            options={
                "ordering": ["name"],
                "permissions": [
                    ("view_events", "May read events"),
                    ("submit_claim", "May submit claims"),
                    ("submit_correction", "May submit corrections"),
                    ("validate_claim", "May decide on claims and corrections"),
                    ("consult_partners", "May ask other organisations"),
                    ("import_register", "May take over a register"),
                    ("manage_zone", "May manage the zone"),
                ],
                "verbose_name": "zone",
                "verbose_name_plural": "zones",
            },
        ),
    ]
