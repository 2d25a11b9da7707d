"""Settings as a process finds them that has this environment."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def settings_say(expression: str, **environment: str) -> str:
    """The outcome of an expression over the settings in a process of its own; or the error it ended with."""
    code = f"from django.conf import settings; print({expression})"
    mine = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "f6_project.settings", **environment}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=PROJECT, env=mine, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]
