"""The database finds by a filter what the filter itself finds, of whatever stands in a row."""

from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest

from readmodels.domain.own_views.filters import OBJECT_ID, Asked, Comparison
from readmodels.domain.own_views.functions import FieldType
from readmodels.models import StoredRow, ViewObject
from readmodels.queries.own_rows import _filtered
from tests.database import Database
from tests.people import live

MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
VALUES: dict[FieldType, list[Any]] = {
    FieldType.TEXT: ["a", "A", "b", "é", "e\u0301", "", " a", 'a"b', "a\\b", "%", "1", "null", None],
    FieldType.INTEGER: [0, -1, 1, 2, 10, 9007199254740991, -9007199254740991, None],
    FieldType.NUMBER: [0, 1, 1.5, -0.1, 0.1, 0.30000000000000004, 1e-7, 10, 9007199254740991, None],
    FieldType.BOOLEAN: [True, False, None],
    FieldType.DATE: ["0001-01-01", "2019-12-31", "2020-01-01", "2020-02-29", "9999-12-31", None],
    FieldType.DATE_TIME: [
        "0001-01-02T00:00:00Z",
        "2020-01-01T00:00:00Z",
        "2020-01-01T00:00:00.5Z",
        "2020-01-01T00:00:00.123456Z",
        "2020-01-01T00:00:01Z",
        "9999-12-31T22:59:59Z",
        None,
    ],
}


@pytest.mark.parametrize("of", FieldType)
def test_the_database_finds_what_the_filter_finds(database: Database, of: FieldType) -> None:
    rows: dict[UUID, Any] = {uuid4(): value for value in VALUES[of]}
    build = live()
    StoredRow.objects.bulk_create(
        StoredRow(
            build=build,
            object_id=object_id,
            name="[1]",
            number=0,
            values={"fields": {"veld": value, "ander": None}},
            material_from=MOMENT,
            formal_from=MOMENT,
            supports=[],
        )
        for object_id, value in rows.items()
    )
    ordered = of not in (FieldType.TEXT, FieldType.BOOLEAN)
    comparisons = tuple(Comparison) if ordered else (Comparison.EQUALS,)
    for comparison, value in product(comparisons, [it for it in VALUES[of] if it is not None]):
        for field in ("veld", "ander", "geen"):
            asked = Asked(field=field, comparison=comparison, type=of, value=value)
            found = set(_filtered(StoredRow.objects.filter(build=build), asked).values_list("object_id", flat=True))
            expected = {it for it, said in rows.items() if asked.is_met_by({"veld": said, "ander": None})}
            assert found == expected, asked
    one = next(iter(rows))
    by_id = Asked(field=OBJECT_ID, comparison=Comparison.EQUALS, type=FieldType.TEXT, value=str(one))
    assert set(_filtered(StoredRow.objects.all(), by_id).values_list("object_id", flat=True)) == {one}
    assert not ViewObject.objects.exists()
