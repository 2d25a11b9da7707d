"""A town with neighbours."""

from tests.towns import furnished

__all__ = ["furnished"]
