"""What tests of access may ask for, beside what every test may."""

from tests.integration.access.scenes import everybody, receiver, scene
from tests.towns import furnished

__all__ = ["everybody", "furnished", "receiver", "scene"]
