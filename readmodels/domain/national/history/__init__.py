"""Residence history (`verblijfplaatshistorie`): where somebody lived on a day, or over a period."""

from readmodels.domain.national.history.data_form import data_answer
from readmodels.domain.national.history.public_form import public_answer

__all__ = ["data_answer", "public_answer"]
