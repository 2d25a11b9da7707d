"""Read models and what they are described with: derived rows, rebuildable from the log and the national tables."""

from readmodels.models.checkpoints import Checkpoint
from readmodels.models.code_tables import CodeEntry, CodeTable
from readmodels.models.reexaminations import Conclusion, Reexamination
from readmodels.models.timelines import StoredRectangle, StoredTimeline

__all__ = [
    "Checkpoint",
    "CodeEntry",
    "CodeTable",
    "Conclusion",
    "Reexamination",
    "StoredRectangle",
    "StoredTimeline",
]
