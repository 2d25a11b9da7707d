"""Read models and what they are described with: derived rows, rebuildable from the log and the national tables."""

from readmodels.models.code_tables import CodeEntry, CodeTable
from readmodels.models.timelines import StoredRectangle, StoredTimeline

__all__ = ["CodeEntry", "CodeTable", "StoredRectangle", "StoredTimeline"]
