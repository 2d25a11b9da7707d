"""Whether the data of a person are secret (70.10): always told with them, whoever asks."""

from readmodels.domain.national import said
from readmodels.domain.national.person_file import REGISTRATION, PersonFile


def secrecy(file: PersonFile) -> int | None:
    """How secret the data of a person are, 1 to 7; None when they are not."""
    return said.number(file.present(REGISTRATION), "indicatieGeheim") or None
