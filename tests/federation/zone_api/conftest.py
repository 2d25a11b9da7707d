"""A town whose zone a peer reads."""

from tests.towns import furnished

__all__ = ["furnished"]
