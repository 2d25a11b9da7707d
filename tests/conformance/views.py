"""The views that cases ask for, by the name of their file."""

from collections.abc import Mapping

from tests.conformance.axes_view import AxesView
from tests.conformance.cases import View
from tests.conformance.custody_view import CustodyView
from tests.conformance.history_view import HistoryView
from tests.conformance.occupancy_view import OccupancyView
from tests.conformance.pairs_view import PairsView
from tests.conformance.persons_view import PersonsView

VIEWS: Mapping[str, View] = {
    "bewoning": OccupancyView(),
    "formal_time_pairs": PairsView(),
    "gezag": CustodyView(),
    "historie": HistoryView(),
    "personen": PersonsView(),
    "two_axes": AxesView(),
}
