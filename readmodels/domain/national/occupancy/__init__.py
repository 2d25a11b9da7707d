"""Occupancy (`bewoning`): who lives, or may live, at an address, on a day or over a period."""

from readmodels.domain.national.occupancy.answers import data_answer, public_answer

__all__ = ["data_answer", "public_answer"]
