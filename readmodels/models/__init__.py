"""Read models and what they are described with: derived rows, rebuildable from the log and the national tables."""

from readmodels.models.code_tables import CodeEntry, CodeTable

__all__ = ["CodeEntry", "CodeTable"]
