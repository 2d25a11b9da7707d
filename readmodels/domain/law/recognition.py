"""What an act of recognition brings about: when it is void (BW 1:204 lid 1), and who has custody by it (BW 1:251b).

A void recognition makes nobody a parent, though there is an act of it.
"""

from collections.abc import Iterator

from events.domain.moments import PartialDate, Truth, before
from readmodels.domain.known import Known
from readmodels.domain.law.ages import has_turned
from readmodels.domain.law.capacity import born_on
from readmodels.domain.law.kinship import too_near
from readmodels.domain.person import Parentage, Person
from readmodels.domain.societies import Society

RECOGNISER_AGE = 16
"""Years; lid 1 onder b."""
PARENT_CONSENTS_UNDER = 16
"""Years; lid 1 onder c."""
CHILD_CONSENTS_FROM = 12
"""Years; lid 1 onder d."""

Flaw = tuple[Truth, str]
"""Whether it is void, and for what reason (or why that cannot be told)."""


def is_void(recognised: Parentage, *, child: Person, mother: Person | None, society: Society) -> Flaw:
    """Whether the recognition is void, by its act and what is known of the persons.

    One of which only the result was told (by a register, or by the act of birth alone) is held to be valid. Whether
    there were two parents already (onder e) is for `parenthood` to say.
    """
    if recognised.recognition is None:
        return Truth.NO, ""
    found = list(_flaws(recognised, child=child, mother=mother, society=society))
    worst = max((truth for truth, _ in found), key=lambda truth: truth.value)
    return next((flaw for flaw in found if flaw[0] is worst and worst is not Truth.NO), (Truth.NO, ""))


def custody_left_to(one: Known[Parentage], other: Known[Parentage]) -> Known[Parentage] | None:
    """The parent to whom the other, in the act of recognition, left custody with her consent (BW 1:251b)."""
    for recogniser, mother in ((one, other), (other, one)):
        act = recogniser.value.recognition
        if act is not None and act.custody_with_mother:
            return mother
    return None


def _flaws(recognised: Parentage, *, child: Person, mother: Person | None, society: Society) -> Iterator[Flaw]:
    recogniser, on = society.registered(recognised.parent.id), recognised.since
    kin = mother is not None and recogniser is not None and too_near(recogniser, mother, society=society)
    yield Truth.YES if kin else Truth.NO, "De erkenner mag met de moeder niet trouwen (BW 1:204 lid 1 onder a)."
    if recogniser is not None and recogniser.birth is not None:
        young = ~has_turned(RECOGNISER_AGE, born=born_on(recogniser.birth), on=on)
        yield young, "De erkenner was nog geen 16 jaar (BW 1:204 lid 1 onder b)."
    yield from _flaws_of_consent(recognised, child=child, mother=mother, on=on)


def _flaws_of_consent(
    recognised: Parentage, *, child: Person, mother: Person | None, on: PartialDate | None
) -> Iterator[Flaw]:
    act, born = recognised.recognition, born_on(child.birth)
    if act is None:
        return
    died = None if mother is None or mother.death is None else mother.death.value
    lives = Truth.YES if died is None or on is None else ~before(died, on)
    needed = ~has_turned(PARENT_CONSENTS_UNDER, born=born, on=on) & lives
    yield (
        needed & _missing(consents=act.mother_consents),
        "De toestemming van de ouder ontbreekt (BW 1:204 lid 1 onder c).",
    )
    needed = has_turned(CHILD_CONSENTS_FROM, born=born, on=on)
    yield (
        needed & _missing(consents=act.child_consents),
        "De toestemming van het kind ontbreekt (BW 1:204 lid 1 onder d).",
    )


def _missing(*, consents: bool | None) -> Truth:
    """Of a consent of which the act says nothing it cannot be told."""
    if consents is None:
        return Truth.UNKNOWN
    return Truth.NO if consents else Truth.YES
