from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0001_what_is_kept_of_others"),
    ]

    operations = [
        migrations.AddField(
            model_name="peer",
            name="failed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="last did not answer"),
        ),
        migrations.AddField(
            model_name="followedfeed",
            name="told_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="told until"),
        ),
        migrations.RemoveConstraint(
            model_name="transactionrecord",
            name="one_record_of_a_call_in_a_direction",
        ),
        migrations.AddConstraint(
            model_name="transactionrecord",
            constraint=models.UniqueConstraint(
                fields=["transaction_id", "direction", "outway_peer_id"], name="one_record_of_a_call"
            ),
        ),
        migrations.RunSQL(
            sql=[
                (SQL / "transactions_insert_only.sql").read_text(encoding="utf-8"),
                (SQL / "remove_old_transactions.sql").read_text(encoding="utf-8"),
            ],
            reverse_sql=(SQL / "transactions_insert_only_undo.sql").read_text(encoding="utf-8"),
        ),
    ]
