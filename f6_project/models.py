"""The turns of periodic jobs: what makes two beats as good as one."""

from datetime import timedelta

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class Turn(models.Model):
    """When a periodic job was last done. Whoever moves the moment does the job."""

    job = models.CharField(_("job"), max_length=80, primary_key=True)
    taken_at = models.DateTimeField(_("taken at"))

    class Meta:
        verbose_name = _("turn")
        verbose_name_plural = _("turns")

    def __str__(self) -> str:
        return f"{self.job}: {self.taken_at}"


def take_turn(job: str, *, every: timedelta) -> bool:
    """Whether `job` is ours to do now: true for one caller only, and not again before `every` has passed.

    By the clock of the database, so that machines whose clocks differ agree.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO f6_project_turn AS turn (job, taken_at) VALUES (%s, clock_timestamp())
            ON CONFLICT (job) DO UPDATE SET taken_at = excluded.taken_at
            WHERE turn.taken_at <= excluded.taken_at - make_interval(secs => %s)
            """,
            [job, every.total_seconds()],
        )
        return int(cursor.rowcount) == 1
