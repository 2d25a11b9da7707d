"""Reading a register file: what is wrong is refused with its line, and nothing is guessed."""

import gzip
import json

import pytest

from events.domain.takeover.register import UnreadableRegister, lines_of, read

GOOD = '{"pl": 1, "bsn": "999990342", "categories": {"08 verblijfplaats": [{"volg_nr": 0}]}}'


def test_a_line_is_a_person_file() -> None:
    (only,) = read([GOOD, ""])
    assert (only.number, only.bsn, only.rows()) == (1, "999990342", 1)
    assert only.categories == {"08": ({"volg_nr": 0},)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "this is not JSON"),
        ("[]", "a person file must be a JSON object"),
        ('{"pl": 1, "pl": 2}', "a name appears twice in one object"),
        ('{"pl": true}', '"pl" must be the number of the person file'),
        ('{"pl": 2, "bsn": 7}', '"bsn" must be text or null'),
        ('{"pl": 2, "categories": []}', '"categories" must be an object'),
        ('{"pl": 2, "categories": {"99 dieren": []}}', "no category '99 dieren'"),
        ('{"pl": 2, "categories": {"08 ": []}}', "no category '08 '"),
        ('{"pl": 2, "categories": {"08 verblijfplaats": {}}}', "the rows of 08 verblijfplaats must be a list"),
        ('{"pl": 2, "categories": {"08 verblijfplaats": [1]}}', "the rows of 08 verblijfplaats must be a list"),
        ('{"pl": 2, "categories": {}, "addresses": 1}', '"addresses" must map'),
        ('{"pl": 2, "bsn": "\\u0000", "categories": {}}', "/bsn: Remove the NUL character"),
        (GOOD, "person file 1 appears twice"),
        ("[" * 100_000, "this is not JSON"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(line: str, reason: str) -> None:
    with pytest.raises(UnreadableRegister) as refused:
        read([GOOD, line])
    assert refused.value.line == 2
    assert refused.value.reason.startswith(reason)


def test_an_empty_file_is_no_register() -> None:
    with pytest.raises(UnreadableRegister, match="there is no person file in it"):
        read(["", " "])


def test_a_packed_file_is_read_like_a_plain_one() -> None:
    plain = f"{GOOD}\n".encode()
    assert lines_of(gzip.compress(plain)) == lines_of(plain) == [GOOD, ""]


def test_a_damaged_or_cut_off_packed_file_is_refused() -> None:
    packed = gzip.compress(GOOD.encode())
    for broken in (packed[:-4], packed[:12] + b"\x00\x00" + packed[14:]):
        with pytest.raises(UnreadableRegister, match="gzip file is"):
            lines_of(broken)


def test_another_encoding_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableRegister, match="line 2: save the file as UTF-8"):
        lines_of(GOOD.encode() + b"\n" + '{"pl": 2, "bsn": "Zoë"}'.encode("latin-1"))


def test_a_line_separator_inside_a_name_does_not_break_the_line() -> None:
    line = json.dumps({"pl": 1, "categories": {"01 persoon": [{"voornamen (02.10)": "a\u2028b"}]}}, ensure_ascii=False)
    assert read(lines_of(line.encode()))[0].rows() == 1
