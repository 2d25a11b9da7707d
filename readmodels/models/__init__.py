"""Read models and what they are described with: derived rows, rebuildable from the log and the national tables."""

from readmodels.models.checkpoints import Checkpoint
from readmodels.models.code_tables import CodeEntry, CodeTable
from readmodels.models.reexaminations import Conclusion, Reexamination
from readmodels.models.timelines import StoredRectangle, StoredTimeline
from readmodels.models.views import Build, Chunk, StoredKey, StoredRow, View, ViewObject

__all__ = [
    "Build",
    "Checkpoint",
    "Chunk",
    "CodeEntry",
    "CodeTable",
    "Conclusion",
    "Reexamination",
    "StoredKey",
    "StoredRectangle",
    "StoredRow",
    "StoredTimeline",
    "View",
    "ViewObject",
]
