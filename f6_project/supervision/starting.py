"""From the environment to a running supervisor. Django is left out: the servers start while others still import it."""

import os

import environ

from f6_project.databases import embedded_refusal
from f6_project.embedded.places import PROJECT, place_of
from f6_project.supervision.console import Console
from f6_project.supervision.supervisor import Supervisor

PORT_DEFAULT = 8000


def start() -> int:
    """Run all of F6 until somebody asks to stop. Returns an exit code; what went wrong has been printed."""
    environ.Env.read_env(PROJECT / ".env")
    console = Console()
    if refusal := embedded_refusal(os.environ):
        console.say(refusal)
        return 1
    port = environ.Env().int("F6_PORT", default=PORT_DEFAULT)
    return Supervisor(place=place_of(), environment=os.environ, port=port, console=console).run()
