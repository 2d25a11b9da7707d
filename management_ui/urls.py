"""Where the screens are."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from management_ui.site import site
from management_ui.views import definitions, own_views, queue_acts, review_acts
from management_ui.views.correct import correct
from management_ui.views.draft_check import check
from management_ui.views.drafts import draft
from management_ui.views.elsewhere import elsewhere
from management_ui.views.investigation import investigation, investigations
from management_ui.views.new_claim import new_claim
from management_ui.views.person import person, seen, why
from management_ui.views.persons import persons, persons_found
from management_ui.views.queue import work_found, work_queue
from management_ui.views.rebuilds import rebuild
from management_ui.views.restoring import resume
from management_ui.views.review import review
from management_ui.views.session import LogIn
from management_ui.views.shortcuts import shortcuts
from management_ui.views.theme import theme

urlpatterns = [
    path("", work_queue, name="queue"),
    path("gezocht", work_found, name="queue-found"),
    path("werk", queue_acts.act, name="queue-act"),
    path("werk/filters", queue_acts.saved_filters, name="saved-filters"),
    path("werk/nieuw", queue_acts.news, name="queue-news"),
    path("claims/<uuid:claim_id>", review, name="review"),
    path("nieuwe-claim", new_claim, name="new-claim"),
    path("concepten/<uuid:draft_id>", draft, name="draft"),
    path("concepten/<uuid:draft_id>/controle", check, name="draft-check"),
    path("gebeurtenissen/<uuid:event_id>/corrigeren", correct, name="correct"),
    path("claims/<uuid:claim_id>/werk", review_acts.act, name="review-act"),
    path("claims/<uuid:claim_id>/nu", review_acts.happening_now, name="review-now"),
    path("in-onderzoek", investigations, name="investigations"),
    path("in-onderzoek/<uuid:decision_id>", investigation, name="investigation"),
    path("personen", persons, name="persons"),
    path("personen/gevonden", persons_found, name="persons-found"),
    path("personen/<uuid:person_id>", person, name="person"),
    path("personen/<uuid:person_id>/waarom/<slug:reference>", why, name="person-why"),
    path("personen/<uuid:person_id>/elders", elsewhere, name="person-elsewhere"),
    path("personen/<uuid:person_id>/ingezien", seen, name="person-seen"),
    path("overzichten/", own_views.views, name="views"),
    path("overzichten/nieuw", definitions.new, name="view-new"),
    path("overzichten/<slug:name>/", own_views.view, name="view"),
    path("overzichten/<slug:name>/wijzigen", definitions.change, name="view-change"),
    path("overzichten/<slug:name>/verwijderen", own_views.remove, name="view-remove"),
    path("overzichten/<slug:name>/herbouw", rebuild, name="rebuild"),
    path("inloggen", LogIn.as_view(), name="login"),
    path("hervatten", resume, name="resume"),
    path("sneltoetsen", shortcuts, name="shortcuts"),
    path("uitloggen", LogoutView.as_view(), name="logout"),
    path("taal", set_language, name="set_language"),
    path("thema.css", theme, name="theme"),
    path("beheer/", site.urls),
]
