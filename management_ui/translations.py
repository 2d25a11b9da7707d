"""The Dutch catalogues, made from the sources without GNU gettext: Django reads templates, Babel the rest.

`management_ui/locale` holds the texts of the screens; `f6_project/locale` those of the models and the other rooms.
Babel is a dependency of development: it is imported by those who run `manage.py messages` and by the tests only.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "nl"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The folders whose texts one catalogue holds, and where it lies (all relative to the project)."""

    folder: str
    python: tuple[str, ...]
    templates: tuple[str, ...] = ()

    @property
    def po(self) -> Path:
        """The catalogue that people edit."""
        return Path(settings.BASE_DIR) / self.folder / LANGUAGE / "LC_MESSAGES" / "django.po"

    @property
    def mo(self) -> Path:
        """The catalogue that Django reads."""
        return self.po.with_suffix(".mo")


CATALOGUES = (
    Sources(folder="management_ui/locale", python=("management_ui",), templates=("templates",)),
    Sources(folder="f6_project/locale", python=("events", "readmodels", "federation", "f6_project")),
)


def update(sources: Sources) -> None:
    """Write the catalogue with exactly the texts of the sources, keeping translations, and compile it."""
    catalogue = _merged(sources)
    sources.po.parent.mkdir(parents=True, exist_ok=True)
    sources.po.write_bytes(_po_bytes(catalogue))
    sources.mo.write_bytes(_mo_bytes(catalogue))


def outdated(sources: Sources) -> bool:
    """Whether the catalogue, or its compiled form, is not what `update` would write."""
    catalogue = _merged(sources)
    wanted = ((sources.po, _po_bytes(catalogue)), (sources.mo, _mo_bytes(catalogue)))
    return any(not path.exists() or path.read_bytes() != content for path, content in wanted)


def untranslated(sources: Sources) -> list[str]:
    """The texts without a complete Dutch translation."""
    return [
        str(message.id) for message in _read(sources) if message.id and (message.fuzzy or not _complete(message.string))
    ]


def _complete(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _merged(sources: Sources) -> Catalog:
    catalogue = _read(sources)
    template = Catalog(fuzzy=False)
    for message, context in _texts(sources):
        template.add(message, context=context, flags=_flags(message))
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def _flags(message: str | tuple[str, ...]) -> tuple[str, ...]:
    """Django writes its placeholders by name; Babel would guess the flag, we say it."""
    text = message if isinstance(message, str) else message[0]
    return ("python-format",) if "%(" in text else ()


def _read(sources: Sources) -> Catalog:
    if not sources.po.exists():
        return Catalog(locale=LANGUAGE, fuzzy=False)
    return pofile.read_po(io.BytesIO(sources.po.read_bytes()), locale=LANGUAGE)


def _texts(sources: Sources) -> list[tuple[str | tuple[str, ...], str | None]]:
    found = {
        text for folder in sources.python for path in _files(folder, "*.py") for text in _in_python(path.read_bytes())
    }
    for folder in sources.templates:
        for path in _files(folder, "*.html"):
            found.update(_in_python(_as_python(path.read_text(encoding="utf-8"))))
    return sorted(found, key=lambda text: (str(text[0]), text[1] or ""))


def _files(folder: str, pattern: str) -> Iterator[Path]:
    return (Path(settings.BASE_DIR) / folder).rglob(pattern)


def _as_python(template: str) -> bytes:
    """The template as lines of Python that hold only its texts, each at the start of a line (so no stray indents)."""
    return "\n".join(line.strip() for line in templatize(template).splitlines()).encode()


def _in_python(source: bytes) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for _line, message, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
        yield (tuple(message) if isinstance(message, list | tuple) else message), context


def _po_bytes(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    pofile.write_po(written, catalogue, sort_output=True, no_location=True, omit_header=False, width=120)
    return written.getvalue()


def _mo_bytes(catalogue: Catalog) -> bytes:
    written = io.BytesIO()
    mofile.write_mo(written, catalogue)
    return written.getvalue()
