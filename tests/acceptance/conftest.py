"""What acceptance tests may ask for, beside what every test may."""

from tests.towns import furnished

__all__ = ["furnished"]
