"""What was typed is not lost when the session ended or the page was too old; and nobody else is shown it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from events import store
from events.domain.event import Event, Kind
from events.models import User, Zone
from management_ui.models import KeptForm
from management_ui.personal import kept_forms
from tests.desk_story import PASSWORD, Municipality

TYPED = {"motivation": "De moeder is niet in Lindenveen bevallen.", "act/akte/aktenummer": "1AA0123"}
HERE = {"origin": "http://testserver"}


def enter(client: Client, user: User, *, to: str = "/") -> str:
    """Log in as people do; where that leads."""
    sent = {"username": user.username, "password": PASSWORD, "next": to}
    return client.post("/inloggen", sent)["Location"]


def end_sessions() -> None:
    """As nine hours do."""
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def filled_in(client: Client, claim: Event) -> dict[str, str]:
    form = client.get(f"/claims/{claim.id}").context["form"]
    hidden = {"event_id": str(form.initial["event_id"]), "expected": form.initial["expected"]}
    return {**hidden, **TYPED, "decision": "rejected"}


def decisions(claim: Event) -> list[Event]:
    return [event for event in store.read([claim.id]).log.targeting(claim.id) if event.kind is Kind.VALIDATION]


def asked_to_log_in(client: Client, path: str, typed: dict[str, str]) -> str:
    """Send a form after the session ended; the address that the login will lead to."""
    answer = client.post(path, typed)
    assert answer.status_code == 302
    to = urlsplit(answer["Location"])
    assert to.path == "/inloggen"
    return parse_qs(to.query)["next"][0]


def test_a_decision_sent_after_the_session_ended_stands_in_the_form_again_and_is_not_recorded(
    town: Municipality,
) -> None:
    claim, client = town.parents_claim(), Client()
    enter(client, town.official)
    typed = filled_in(client, claim)
    end_sessions()
    to = asked_to_log_in(client, f"/claims/{claim.id}", typed)
    assert "bevallen" not in to
    assert "Wat u had ingevuld, is bewaard" in client.get("/inloggen", {"next": to}).content.decode()
    assert enter(client, town.official, to=to) == to
    page = client.get(to, follow=True)
    assert page.redirect_chain == [(f"/claims/{claim.id}", 302)]
    assert "Wat u had ingevuld, staat hier weer" in page.content.decode()
    assert TYPED["motivation"] in page.content.decode()
    assert 'value="1AA0123"' in page.content.decode()
    assert decisions(claim) == []


def test_it_stays_until_it_is_sent_again(town: Municipality) -> None:
    claim, client = town.parents_claim(), Client()
    enter(client, town.official)
    typed = filled_in(client, claim)
    end_sessions()
    to = asked_to_log_in(client, f"/claims/{claim.id}", typed)
    enter(client, town.official, to=to)
    for _ in range(2):
        assert TYPED["motivation"] in client.get(f"/claims/{claim.id}").content.decode()
    assert client.post(f"/claims/{claim.id}", typed).status_code == 302
    assert len(decisions(claim)) == 1
    assert not KeptForm.objects.exists()


def test_what_one_official_typed_is_shown_to_no_other(town: Municipality) -> None:
    claim, client = town.parents_claim(), Client()
    enter(client, town.official)
    typed = filled_in(client, claim)
    end_sessions()
    to = asked_to_log_in(client, f"/claims/{claim.id}", typed)
    enter(client, town.colleague, to=to)
    page = client.get(to, follow=True).content.decode()
    assert TYPED["motivation"] not in page
    assert "staat hier weer" not in page
    assert KeptForm.objects.get().owner == town.official


def test_it_can_be_thrown_away(town: Municipality) -> None:
    claim, client = town.parents_claim(), Client()
    enter(client, town.official)
    typed = filled_in(client, claim)
    end_sessions()
    enter(client, town.official, to=asked_to_log_in(client, f"/claims/{claim.id}", typed))
    assert client.post("/hervatten", {"van": f"/claims/{claim.id}"})["Location"] == f"/claims/{claim.id}"
    assert TYPED["motivation"] not in client.get(f"/claims/{claim.id}").content.decode()


def test_it_is_unreadable_in_the_database_and_gone_after_an_hour(town: Municipality) -> None:
    typed = QueryDict(mutable=True)
    typed.update(TYPED)
    assert kept_forms.keep(town.official, path="/claims/1", typed=typed)
    kept = KeptForm.objects.get()
    assert b"bevallen" not in bytes(kept.sealed)
    assert kept_forms.kept_for(town.official, path="/claims/1") == typed
    KeptForm.objects.update(kept_at=timezone.now() - timedelta(seconds=kept_forms.KEPT_SECONDS_MAX))
    assert kept_forms.kept_for(town.official, path="/claims/1") is None
    assert kept_forms.remove_expired() == 1


def test_what_is_kept_has_limits(town: Municipality) -> None:
    large = QueryDict(mutable=True)
    large["motivation"] = "x" * kept_forms.KEPT_BYTES_MAX
    assert not kept_forms.keep(town.official, path="/claims/1", typed=large)
    for number in range(kept_forms.KEPT_FORMS_MAX + 2):
        assert kept_forms.keep(town.official, path=f"/claims/{number}", typed=QueryDict("a=b"))
    assert KeptForm.objects.count() == kept_forms.KEPT_FORMS_MAX
    assert kept_forms.kept_for(town.official, path="/claims/1") is None
    assert kept_forms.kept_for(town.official, path=f"/claims/{kept_forms.KEPT_FORMS_MAX + 1}") is not None


def test_whoever_was_never_logged_in_here_has_nothing_kept(town: Municipality) -> None:
    claim = town.parents_claim()
    answer = Client().post(f"/claims/{claim.id}", TYPED)
    assert answer["Location"] == f"/inloggen?next=/claims/{claim.id}"
    assert not KeptForm.objects.exists()


def test_a_forged_name_keeps_nothing(town: Municipality) -> None:
    claim, client = town.parents_claim(), Client()
    client.cookies["f6_account"] = f"{town.official.pk}:forged"
    client.post(f"/claims/{claim.id}", TYPED)
    assert not KeptForm.objects.exists()


def test_a_form_of_the_administration_is_shown_and_sent_again_when_asked(town: Municipality) -> None:
    client = Client()
    enter(client, town.admin)
    end_sessions()
    typed = {"name": "Leerplicht", "slug": "leerplicht", "organisation": str(town.organisation.pk), "_save": "Opslaan"}
    to = asked_to_log_in(client, "/beheer/events/zone/add/", typed)
    enter(client, town.admin, to=to)
    page = client.get(to)
    assert page.status_code == 200
    assert "Leerplicht" in page.content.decode()
    assert not Zone.objects.filter(slug="leerplicht").exists()
    again = {it.name: it.value for it in page.context["inputs"]}
    assert again == typed
    assert client.post(page.context["path"], again).status_code == 302
    assert Zone.objects.filter(slug="leerplicht").exists()
    assert not KeptForm.objects.exists()


def test_no_password_is_kept(town: Municipality) -> None:
    client = Client()
    enter(client, town.admin)
    end_sessions()
    sent = {"username": "nieuwe", "password1": "heel-geheim-woord", "password2": "heel-geheim-woord"}
    asked_to_log_in(client, "/beheer/events/user/add/", sent)
    kept = kept_forms.kept_for(town.admin, path="/beheer/events/user/add/")
    assert kept is not None
    assert kept.dict() == {"username": "nieuwe"}


def test_a_page_that_is_too_old_says_so_and_loses_nothing(town: Municipality) -> None:
    claim, client = town.parents_claim(), Client(enforce_csrf_checks=True)
    client.force_login(town.official, backend="django.contrib.auth.backends.ModelBackend")
    typed = {**filled_in(client, claim), "csrfmiddlewaretoken": "a" * 64}
    answer = client.post(f"/claims/{claim.id}", typed, headers=HERE)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Deze pagina was te oud" in page
    assert "Wat u had ingevuld, is bewaard." in page
    back = client.get(answer.context["back"], follow=True).content.decode()
    assert TYPED["motivation"] in back
    assert decisions(claim) == []


@pytest.mark.parametrize("sender", [{"origin": "https://elders.example"}, {"origin": "null"}, {}])
def test_another_site_puts_no_words_in_an_officials_form(town: Municipality, sender: dict[str, str]) -> None:
    claim, client = town.parents_claim(), Client(enforce_csrf_checks=True)
    client.force_login(town.official, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/claims/{claim.id}", TYPED, headers=sender)
    assert answer.status_code == 403
    assert not KeptForm.objects.exists()


def test_a_login_page_that_was_too_old_leads_to_a_new_one_and_keeps_nothing(town: Municipality) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/inloggen", {"username": "wit", "password": PASSWORD}, headers=HERE)
    assert answer.status_code == 403
    assert 'href="/inloggen?next=/inloggen"' not in answer.content.decode()
    assert 'href="/inloggen"' in answer.content.decode()
    assert not KeptForm.objects.exists()
    assert town.official.pk


def test_nobody_is_led_elsewhere_by_it(town: Municipality) -> None:
    client = Client()
    enter(client, town.official)
    for van in ("https://elders.example/", "//elders.example", ""):
        assert client.get("/hervatten", {"van": van})["Location"] == "/"
        assert client.post("/hervatten", {"van": van})["Location"] == "/"
