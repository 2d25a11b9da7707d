"""The task queue. Tasks only wake: the database decides what there is to do, so a lost message only costs time."""

import os

from celery import Celery
from celery.schedules import crontab
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "f6_project.settings")

app = Celery("f6")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks(["f6_project", "federation", "readmodels"])

# Beat only sends; each job takes its turn from the database (`f6_project.tasks`), so two beats do no harm.
app.conf.beat_schedule = {
    "guard-the-log": {"task": "f6_project.tasks.check_append_only_guard", "schedule": 60.0},
    "tend-view-builds": {"task": "readmodels.tasks.tend_builds", "schedule": 5.0},
    "send-to-peers": {"task": "federation.tasks.wake_senders", "schedule": 2.0},
    "tend-federation": {"task": "federation.tasks.tend_federation", "schedule": 20.0},
    "follow-announcements": {"task": "f6_project.tasks.follow_announcements", "schedule": 20.0},
    "clear-transactions": {"task": "f6_project.tasks.clear_old_transactions", "schedule": crontab(minute="57")},
    "clear-kept-forms": {"task": "f6_project.tasks.clear_kept_forms", "schedule": 60.0},
    "clear-sessions": {"task": "f6_project.tasks.clear_expired_sessions", "schedule": crontab(minute="17")},
    "clear-attempts": {"task": "f6_project.tasks.clear_old_attempts", "schedule": crontab(minute="47")},
    "clear-drafts": {"task": "f6_project.tasks.clear_expired_drafts", "schedule": crontab(minute="37")},
}
