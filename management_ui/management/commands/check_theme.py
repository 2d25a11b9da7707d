"""Judge a theme: whether its tokens are F6's, and whether everything can be read, light and dark."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError, CommandParser

from management_ui.theming.judging import faults, pairs
from management_ui.theming.tokens import read

HOUSE = "management_ui/tokens.css"


class Command(BaseCommand):
    """See the module."""

    help = "Say what is wrong with a theme file, before it is used (setting F6_THEME_CSS)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path, help="the CSS file of the theme")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print that all is well, or end with everything that is not."""
        file: Path = options["file"]
        try:
            theme = read(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        found = [fault.text for fault in faults(theme, house=read(Path(str(finders.find(HOUSE))).read_text("utf-8")))]
        if found:
            raise CommandError("\n".join([f"{len(found)} faults:", *found]))
        print(f"{len(list(pairs()))} pairs of colours can be read, light and dark.")
