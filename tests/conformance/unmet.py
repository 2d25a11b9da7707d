"""What is not met, and why: passed and failed per feature of the national specifications, as a page of our docs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tests.conformance.cases import Judged

REASONS: Mapping[str, str] = {
    "features/gezag-persoon-beperkt/gezag/": "custody",
    "features/persoon/gezag/": "custody",
    "features/persoon/overlijden/": "death",
}
"""Why cases of a feature are not met, by the beginning of its path; the longest beginning counts."""
EXPLANATIONS: Mapping[str, str] = {
    "custody": (
        "The custody of these cases is what a stand-in for the custody service was told to answer; the persons of the "
        "case, who have no country of birth, parents or marriage, do not have it by law. F6 derives custody from the "
        "files themselves (`readmodels/domain/law/custody.py`), by the cases of the custody service: all of those pass."
    ),
    "death": (
        "A row of category 06 that holds an investigation and no death is taken over as no event: in F6 a death is the "
        "event itself (`events/domain/takeover/deaths.py`), and an investigation of what was never claimed has nothing "
        "to stand in."
    ),
}
UNEXPLAINED = "?"
HEAD = """# How far F6 answers the national cases of `personen`

Made by `python -m tests.conformance personen ../shared/oracles/personen.jsonl.gz --table docs/conformance-personen.md`;
a test proves that this page is what that command makes. The cases are the executable specifications of the national
BRP API for persons; they stay outside the repository, only the names of their features stand here. *Data* is the data
service (elements), *public* the information service (what follows from them).
"""


def reason_of(topic: str) -> str:
    """The key of why cases of a topic are not met; `?` when nobody gave a reason."""
    fitting = [beginning for beginning in REASONS if topic.startswith(beginning)]
    return REASONS[max(fitting, key=len)] if fitting else UNEXPLAINED


def unexplained(judged: Iterable[Judged]) -> list[str]:
    """The topics of which a case failed that nobody gave a reason for."""
    failed = {topic for one in judged if not one.passed for topic in one.topics}
    return sorted(topic for topic in failed if reason_of(topic) == UNEXPLAINED)


def page(judged: Sequence[Judged]) -> str:
    """The whole page: totals, what is not met with its reason, and every feature."""
    passed = Counter(topic for one in judged if one.passed for topic in one.topics)
    failed = Counter(topic for one in judged if not one.passed for topic in one.topics)
    total = sum(one.passed for one in judged)
    sections = (
        HEAD,
        f"**{total} of {len(judged)} cases pass.** {_by_form(passed, failed)}\n",
        "## Not met\n",
        *(_unmet(key, failed) for key in EXPLANATIONS),
        "## Every feature\n",
        "| feature | form | passed | failed | why |\n|---|---|---:|---:|---|\n"
        + "".join(_row(topic, passed[topic], failed[topic]) for topic in sorted({*passed, *failed})),
    )
    return "\n".join(sections)


def _by_form(passed: Counter[str], failed: Counter[str]) -> str:
    forms = sorted({_split(topic)[1] for topic in {*passed, *failed}})
    told = []
    for form in forms:
        right, wrong = (sum(n for topic, n in c.items() if _split(topic)[1] == form) for c in (passed, failed))
        told.append(f"{form.capitalize()}: {right} of {right + wrong}.")
    return " ".join(told)


def _unmet(key: str, failed: Counter[str]) -> str:
    count = sum(n for topic, n in failed.items() if reason_of(topic) == key)
    return f"* **{key}** ({count} cases): {EXPLANATIONS[key]}\n"


def _row(topic: str, passed: int, failed: int) -> str:
    feature, form = _split(topic)
    why = reason_of(topic) if failed else ""
    return f"| {feature.removeprefix('features/').removesuffix('.feature')} | {form} | {passed} | {failed} | {why} |\n"


def _split(topic: str) -> tuple[str, str]:
    feature, _, form = topic.rpartition(" ")
    return feature, form
