"""What a code of a national table means, on a day, and which codes there are."""

from datetime import date

from django.db.models import F, Q

from readmodels.domain.national.codes import Codes
from readmodels.models import CodeEntry


def description(table: int, code: str, *, on: date | None = None) -> str | None:
    """What the code means on that day; without a day, what it meant last. None when it means nothing then.

    Codes of digits may come without their leading zeros, as older rows write them.
    """
    entries = CodeEntry.objects.filter(table_id=table, code__in=_spellings(code))
    if on is not None:
        begun = Q(valid_from_on=None) | Q(valid_from_on__lte=on)
        entries = entries.filter(begun, Q(valid_until_on=None) | Q(valid_until_on__gt=on))
    found = entries.order_by(F("valid_from_on").desc(nulls_last=True)).first()
    return None if found is None else found.description


def entries(table: int) -> list[tuple[str, str]]:
    """The codes of a table with what each meant last, in the order of the meanings; those that mean nothing now too."""
    rows = CodeEntry.objects.filter(table_id=table).order_by(F("valid_from_on").asc(nulls_first=True))
    found = dict(rows.values_list("code", "description"))
    return sorted(found.items(), key=lambda entry: (entry[1].casefold(), entry[0]))


def _spellings(code: str) -> set[str]:
    return {code, code.zfill(3), code.zfill(4)} if code.isascii() and code.isdigit() else {code}


def descriptions() -> Codes:
    """What codes mean now, each looked up once: for one answer."""
    known: dict[tuple[int, str], str | None] = {}

    def describe(table: int, code: str) -> str | None:
        if (table, code) not in known:
            known[table, code] = description(table, code)
        return known[table, code]

    return describe
