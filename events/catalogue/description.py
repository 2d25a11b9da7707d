"""The declared event types as a Markdown table, for `docs/event-types.md`."""

from collections.abc import Iterable, Iterator

from events.domain.event_types import EventTypeVersion

HEAD = (
    "| type | version | title | a claim has at least | may claim | needs | same occurrence | own date |",
    "|" + "---|" * 8,
)


def table(versions: Iterable[EventTypeVersion]) -> str:
    """One row per version, in the order given; takeover types are named in one line below."""
    listed = tuple(versions)
    rows = (_row(version) for version in listed if not version.takeover)
    taken_over = ", ".join(f"`{version.name}`" for version in listed if version.takeover)
    lines = [*HEAD, *rows]
    return "\n".join([*lines, "", f"Only by taking over a register: {taken_over}."] if taken_over else lines)


def _row(version: EventTypeVersion) -> str:
    required = [str(name) for name in version.schema.get("required", ())]
    cells = (
        f"`{version.name}`",
        version.version + (f" (reads {version.upcast_from})" if version.upcast_from else ""),
        version.title,
        _code(required),
        ", ".join(sorted(version.source_types)) or "anyone",
        "; ".join(_references(version)) or "–",
        _code(version.identity_key),
        _code([version.material_pointer] if version.material_pointer else []),
    )
    return f"| {' | '.join(cells)} |"


def _references(version: EventTypeVersion) -> Iterator[str]:
    for item in version.required_references:
        yield " or ".join(item.event_types) + (" (sometimes)" if item.when else "")


def _code(texts: Iterable[str]) -> str:
    return ", ".join(f"`{text}`" for text in texts) or "–"
