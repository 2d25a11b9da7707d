"""The views that cases ask for, by the name of their file."""

from collections.abc import Mapping

from tests.conformance.axes_view import AxesView
from tests.conformance.cases import View
from tests.conformance.custody_view import CustodyView
from tests.conformance.history_view import HistoryView
from tests.conformance.occupancy_view import OccupancyView
from tests.conformance.pairs_view import PairsView

VIEWS: Mapping[str, View] = {
    "bewoning": OccupancyView(),
    "formal_time_pairs": PairsView(),
    "gezag": CustodyView(),
    "historie": HistoryView(),
    "two_axes": AxesView(),
}
