"""What is remarked on a row that was taken over: where the register was silent or at odds with itself."""

from enum import StrEnum


class Remark(StrEnum):
    """One remark. The row did become an event; the remark says what was decided for it."""

    UNREGISTERED = "unregistered"
    UNREADABLE = "unreadable"
    PARTIAL = "partial"
    OUT_OF_ORDER = "out-of-order"
    TOO_EARLY = "too-early"
    FUTURE = "future"
    UNCORRECTED = "uncorrected"
    NO_BSN = "no-bsn"
    BSN_TWICE = "bsn-twice"


EXPLANATIONS = {
    Remark.UNREGISTERED: "no date of registration (86.10): placed 1 µs after the previous row of its stack, "
    "or at 0001-01-01 when it is the first",
    Remark.UNREADABLE: "the date of registration (86.10) is no proper date: read as far as it goes, "
    "else placed as if it were missing",
    Remark.PARTIAL: "a partial date of registration (86.10): counted from the first day it may be",
    Remark.OUT_OF_ORDER: "registered before an older row of its stack: kept at its own date",
    Remark.TOO_EARLY: "follows a row marked incorrect (84.10) but was registered before it, so it does not correct it: "
    "a claim of its own",
    Remark.FUTURE: "a date of registration (86.10) after the takeover: placed at the moment of the takeover",
    Remark.UNCORRECTED: "marked incorrect (84.10) without a row that corrects it: retracted 1 µs after its "
    "registration",
    Remark.NO_BSN: "the person file has no BSN: identified by its A-number, else by its own number",
    Remark.BSN_TWICE: "an earlier person file has the same BSN: identified by its A-number, else by its own number",
}
"""What each remark means, in words for the report."""
