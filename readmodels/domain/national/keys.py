"""Under what a person file is found: everything it ever said of a kind that the national shapes search by."""

from collections.abc import Collection
from uuid import UUID

from readmodels.domain.national.file_rows import file_of_all
from readmodels.domain.national.person_file import PERSON, RESIDENCE
from readmodels.domain.views.rows import ViewRow

BSN = "bsn"
ADDRESSABLE_OBJECT = "adresseerbaarObject"


def keys_of_file(person_id: UUID, rows: Collection[ViewRow]) -> frozenset[tuple[str, str]]:
    """Every key of all rows of a file, history and what was known before included."""
    file = file_of_all(person_id, rows)
    said = {(BSN, row.elements.get("burgerservicenummer")) for row in file.rows(PERSON)}
    for row in file.rows(RESIDENCE):
        address = row.elements.get("adres")
        if isinstance(address, dict):
            said.add((ADDRESSABLE_OBJECT, address.get("identificatiecodeVerblijfplaats")))
    return frozenset((name, value) for name, value in said if isinstance(value, str) and value)
