"""A row as event data, and back: nothing is lost, of our own register, the national test set and the oracle cases."""

from collections.abc import Iterable
from typing import Any

from events.domain.event import Kind
from events.domain.takeover import register
from events.domain.takeover.entries import TakenRow, taken_rows
from events.domain.takeover.reconstruction import row_of_event
from events.domain.takeover.register import CATEGORIES, PersonFile
from events.domain.takeover.rows import address_of, data_of, row_of
from f6_project.demo.loading import REGISTER_FILE
from tests.shared_material import NATIONAL_REGISTER, needs_shared_material, oracle

from .persons import person, row, takeover

ORACLES = ("historie", "gezag", "bewoning", "personen")


def read(content: bytes) -> tuple[PersonFile, ...]:
    return register.read(register.lines_of(content))


def rows_back(rows: Iterable[TakenRow]) -> dict[tuple[str, int], dict[str, Any] | None]:
    """Every row again, by category and index, read off its first event and the corrections of the others."""
    taken = list(rows)
    drafts = [item.draft for entry in taken for item in entry.drafts]
    corrected = {draft.target for draft in drafts if draft.kind is Kind.CORRECTION}
    return {
        (entry.place.category, entry.place.index): row_of_event(
            entry.drafts[0].draft, incorrect=entry.drafts[0].draft.id in corrected
        )
        for entry in taken
    }


def assert_given_back(files: tuple[PersonFile, ...]) -> int:
    """Every row of every file comes back exactly; how many there were."""
    whole = takeover(*files)
    for file in files:
        taken, refused = taken_rows(file, takeover=whole)
        assert not refused
        assert rows_back(taken) == {
            (category, index): dict(found)
            for category, rows in file.categories.items()
            for index, found in enumerate(rows)
        }
    return sum(file.rows() for file in files)


def test_the_demo_register_is_given_back_row_by_row() -> None:
    assert assert_given_back(read(REGISTER_FILE.read_bytes())) == 187


@needs_shared_material
def test_the_national_test_set_is_given_back_row_by_row() -> None:
    assert assert_given_back(read(NATIONAL_REGISTER.read_bytes())) == 11_107


@needs_shared_material
def test_everything_the_oracle_cases_say_about_persons_can_be_expressed() -> None:
    for name in ORACLES:
        for case in oracle(name):
            for given in case["given"]["persons"]:
                file = PersonFile(
                    number=given["pl"],
                    bsn=given["bsn"],
                    categories={key[:2]: tuple(rows) for key, rows in given["categories"].items()},
                    addresses=case["given"].get("addresses") or {},
                )
                for category, rows in file.categories.items():
                    for found in rows:
                        data = data_of(found, category=category, person=file)
                        incorrect = "indicatie onjuist (84.10)" in found
                        assert row_of(data, incorrect=incorrect) == found
                        if category == "08" and "adres" in found:
                            assert address_of(data) == file.addresses[found["adres"]]


def test_the_mark_of_incorrectness_is_said_by_the_correction_only() -> None:
    marked = row(1, {"functie adres (10.10)": "W"}, flagged=True)
    data = data_of(marked, category="08", person=person(c08=[marked]))
    assert row_of(data) == row(1, {"functie adres (10.10)": "W"})
    assert row_of(data, incorrect=True) == marked


def test_every_category_can_be_read() -> None:
    assert [number for number in CATEGORIES if number != "13"] == [f"{number:02d}" for number in range(1, 13)]
