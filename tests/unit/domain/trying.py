"""How a law is tried: on so many generated examples, the same ones every time."""

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Law = Callable[..., None]


def hold(law: Law, on: Sequence[st.SearchStrategy[Any]], *, examples: int, shrink: bool = True) -> None:
    """Try the law on so many examples; raises `AssertionError` for one that breaks it."""
    phases = (Phase.explicit, Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    configured = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=phases,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    configured(given(*on)(law))()
