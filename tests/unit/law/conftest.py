"""A story of its own for each test of the law."""

import pytest

from tests.unit.states.stories import Story


@pytest.fixture
def story() -> Story:
    return Story()
