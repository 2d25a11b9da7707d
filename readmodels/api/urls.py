"""The addresses of states, beside those of events under `/api/v1`."""

from django.urls import path

from readmodels.api.national_views import (
    CustodyView,
    HistoryDataView,
    HistoryView,
    OccupancyDataView,
    OccupancyView,
    PersonsDataView,
    PersonsView,
)
from readmodels.api.object_views import DifferenceView, ExplanationsView, StateView, TimelineView
from readmodels.api.preview_views import ClaimPreviewView, CorrectionPreviewView, ValidationPreviewView
from readmodels.api.rebuild_views import ParkedAttemptsView, ParkedView, RebuildsView, RebuildView
from readmodels.api.reexamination_views import ConclusionsView, ReexaminationsView, ReexaminationView
from readmodels.api.view_row_views import RowsView, ViewDocumentView
from readmodels.api.view_views import ViewPreviewsView, ViewsView, ViewView

app_name = "states"
urlpatterns = [
    path("claims/preview", ClaimPreviewView.as_view(), name="claim-preview"),
    path("corrections/preview", CorrectionPreviewView.as_view(), name="correction-preview"),
    path("validations/preview", ValidationPreviewView.as_view(), name="validation-preview"),
    path("objects/<uuid:object_id>/state", StateView.as_view(), name="state"),
    path("objects/<uuid:object_id>/timeline", TimelineView.as_view(), name="timeline"),
    path("objects/<uuid:object_id>/explanations", ExplanationsView.as_view(), name="explanations"),
    path("objects/<uuid:object_id>/difference", DifferenceView.as_view(), name="difference"),
    path("brp/personen", PersonsView.as_view(), name="persons"),
    path("brp-gegevens/personen", PersonsDataView.as_view(), name="persons-data"),
    path("brp/gezag", CustodyView.as_view(), name="custody"),
    path("brp/verblijfplaatshistorie", HistoryView.as_view(), name="history"),
    path("brp-gegevens/verblijfplaatshistorie", HistoryDataView.as_view(), name="history-data"),
    path("brp/bewoningen", OccupancyView.as_view(), name="occupancy"),
    path("brp-gegevens/bewoningen", OccupancyDataView.as_view(), name="occupancy-data"),
    path("reexaminations", ReexaminationsView.as_view(), name="reexaminations"),
    path("reexaminations/<uuid:decision_id>", ReexaminationView.as_view(), name="reexamination"),
    path("reexaminations/<uuid:decision_id>/conclusions", ConclusionsView.as_view(), name="conclusions"),
    path("views", ViewsView.as_view(), name="views"),
    path("views/<str:name>", ViewView.as_view(), name="view"),
    path("views/<str:name>/rows", RowsView.as_view(), name="rows"),
    path("views/<str:name>/openapi", ViewDocumentView.as_view(), name="view-document"),
    path("views/<str:name>/rebuilds", RebuildsView.as_view(), name="rebuilds"),
    path("views/<str:name>/rebuilds/<int:number>", RebuildView.as_view(), name="rebuild"),
    path("views/<str:name>/parked", ParkedView.as_view(), name="parked"),
    path("views/<str:name>/parked/<uuid:object_id>/attempts", ParkedAttemptsView.as_view(), name="parked-attempts"),
    path("view-previews", ViewPreviewsView.as_view(), name="view-previews"),
]
