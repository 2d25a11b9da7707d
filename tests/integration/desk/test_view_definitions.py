"""Defining a view on the form: trying it, keeping it, what is wrong at its inputs, and that nothing typed is lost."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from readmodels.models import View
from tests import view_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

DUTCH = {"Accept-Language": "nl"}
NEW = "/overzichten/nieuw"


def sent(client: Client, action: str, path: str = NEW, *, said: Mapping[str, Any] = {}, **more: Any) -> Any:
    """The answer to the form with other values; None leaves an input out."""
    values = {name: value for name, value in {**story.FORM, **said, **more}.items() if value is not None}
    return client.post(path, {**values, "action": action}, headers=DUTCH)


def html(answer: Any) -> str:
    return str(answer.content.decode())


def value_of(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert found, name
    value = re.search(r' value="([^"]*)"', found[0])
    return value[1] if value else ""


def errors_at(page: str, name: str) -> str:
    found = re.search(rf'<div id="id_{name}_error">(.*?)</div>', page, re.DOTALL)
    return found[1] if found else ""


# -- keeping -----------------------------------------------------------------------------------------------------------


def test_a_view_is_kept_as_the_api_would_have_kept_it(town: Municipality, log_in: LogIn) -> None:
    answer = sent(log_in(town.official), "save", said={"ended_by": ["Overlijden"], "fields-0-key": "on"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/overzichten/adressen/")
    view = View.objects.get(name="adressen")
    assert view.owner == town.official.source_id
    assert view.definition == {
        "name": "adressen",
        "title": "Adressen",
        "description": "Waar iemand woont.",
        "counts": "asserted",
        "eventTypes": ["Verhuizing"],
        "where": [],
        "otherwise": "ends",
        "endedBy": ["Overlijden"],
        "key": ["object", "straat"],
        "fields": [
            {
                "name": "straat",
                "title": "Straat",
                "pointer": "/event_data/nieuwAdres/straat",
                "function": "value",
                "type": "text",
            },
            {
                "name": "ingang",
                "title": "Ingang",
                "pointer": "/event_data/datumIngang",
                "function": "firstDay",
                "type": "date",
            },
        ],
    }
    assert view.builds.get().state == "filling"


def test_what_was_kept_is_shown_to_be_changed_and_kept_again_unchanged(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    conditions = [
        {
            "pointer": ["/event_data/nieuwAdres/straat", "/event_data/vorigAdres/straat"],
            "op": "in",
            "value": ["A, b", "C"],
        },
        {"pointer": "/event_data/nieuwAdres/huisnummer", "op": "atLeast", "value": 4},
        {"pointer": "/event_data/datumIngang", "op": "present"},
    ]
    definition = story.address_view(town.official, where=conditions, key=["object", "straat"]).definition
    path = "/overzichten/adressen/wijzigen"
    form = client.get(path).context["form"]
    shown: dict[str, Any] = {}
    for part in (form.head, *form.conditions, *form.fields):
        shown |= {bound.html_name: bound.value() for bound in part if bound.value() not in (None, False)}
    answer = client.post(path, {**shown, "action": "save"})
    assert answer.status_code == 302
    view = View.objects.get(name="adressen")
    assert view.definition == definition
    assert view.builds.count() == 1


def test_a_new_title_is_a_change_and_another_name_is_not_possible(town: Municipality, log_in: LogIn) -> None:
    story.address_view(town.official)
    client = log_in(town.official)
    path = "/overzichten/adressen/wijzigen"
    refused = sent(client, "save", path, name="anders", title="Woonadressen")
    assert refused.status_code == 422
    assert "adressen" in errors_at(html(refused), "name")
    assert sent(client, "save", path, name="adressen", title="Woonadressen").status_code == 302
    assert View.objects.get(name="adressen").title == "Woonadressen"


def test_a_copy_begins_with_everything_but_the_name(town: Municipality, log_in: LogIn) -> None:
    story.address_view(town.official)
    page = html(log_in(town.colleague).get(f"{NEW}?van=adressen"))
    assert value_of(page, "fields-1-pointer-0") == "/event_data/nieuwAdres/huisnummer"
    assert value_of(page, "name") == ""
    assert value_of(page, "title") == "Adressen"


def test_a_place_may_be_given_by_what_it_is_called(town: Municipality, log_in: LogIn) -> None:
    said = {"fields-0-pointer-0": "nieuw adres – straat", "fields-0-title": "", "fields-0-name": ""}
    assert sent(log_in(town.official), "save", said=said).status_code == 302
    definition = View.objects.get(name="adressen").definition
    assert definition is not None
    assert definition["fields"][0]["pointer"] == "/event_data/nieuwAdres/straat"
    assert definition["fields"][0]["name"] == "straat"


def test_rows_left_empty_say_nothing(town: Municipality, log_in: LogIn) -> None:
    empty = {"fields-2-title": "", "fields-2-pointer-0": " ", "where-0-pointer-0": "", "where-0-op": "equals"}
    assert sent(log_in(town.official), "save", said=empty).status_code == 302
    assert View.objects.get(name="adressen").definition["where"] == []  # type: ignore[index]  # it has one


# -- what is wrong -----------------------------------------------------------------------------------------------------


def test_what_is_wrong_stands_at_its_input_and_in_a_summary_that_leads_there(town: Municipality, log_in: LogIn) -> None:
    wrong = {
        "fields-1-pointer-0": "/event_data/nieuwAdres/staat",
        "fields-1-function": "value",
        "fields-1-title": "Staat",
        "where-0-pointer-0": "/event_data/nieuwAdres/straat",
        "where-0-op": "equals",
        "where-0-value": "",
    }
    answer = sent(log_in(town.official), "save", said=wrong)
    page = html(answer)
    assert answer.status_code == 422
    assert "Er zijn 2 problemen" in page
    assert "Wijs naar wat deze gebeurtenistypen kunnen hebben" in errors_at(page, "fields-1-pointer-0")
    assert "straat" in errors_at(page, "fields-1-pointer-0")
    assert errors_at(page, "where-0-value")
    assert 'href="#id_fields-1-pointer-0">Veld 2, Waar het staat: ' in page
    assert 'href="#id_where-0-value">Voorwaarde 1, Waarde: ' in page
    assert 'aria-invalid="true"' in page
    assert not View.objects.filter(name="adressen").exists()


def test_a_mistake_after_an_empty_row_stands_at_the_row_that_was_filled_in(town: Municipality, log_in: LogIn) -> None:
    said = {"fields-0-title": "", "fields-0-pointer-0": "", "fields-1-pointer-0": "", "fields-1-pointer-1": "/weg"}
    page = html(sent(log_in(town.official), "save", said=said))
    assert errors_at(page, "fields-1-pointer-1")
    assert not errors_at(page, "fields-0-pointer-0")


def test_nothing_typed_is_lost(town: Municipality, log_in: LogIn) -> None:
    typed = {
        "title": "",
        "name": "Verkeerde Naam",
        "description": "Wat <b>ik</b> schreef",
        "ended_by": ["Overlijden"],
        "per": "claim",
        "otherwise": "passes",
        "fields-0-pointer-0": "nergens",
        "fields-0-name": "Straat!",
        "fields-0-key": "on",
        "where-0-pointer-0": "/zone",
        "where-0-op": "startsWith",
        "where-0-value": "b, c",
    }
    client = log_in(town.official)
    for action in ("save", "try", "live", "add-fields", "add-where", "place-fields-0", "remove-fields-1"):
        answer = sent(client, action, said=typed)
        page = html(answer)
        assert value_of(page, "name") == "Verkeerde Naam", action
        assert "Wat &lt;b&gt;ik&lt;/b&gt; schreef" in page
        for name in ("fields-0-pointer-0", "fields-0-name", "where-0-pointer-0", "where-0-value"):
            assert value_of(page, name) == typed[name], (action, name)
        form = answer.context["form"]
        assert form.draft.ended_by == ["Overlijden"]
        assert (form.draft.per, form.draft.otherwise, form.draft.fields[0].key) == ("claim", "passes", True)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ({"event_types": []}, "event_types"),
        ({"event_types": ["Bestaat niet"]}, "event_types"),
        ({"title": "", "name": "adressen"}, "title"),
        ({"name": "Adressen!"}, "name"),
        ({"per": "claim", "fields-0-key": "on"}, "per"),
        ({"counts": "alles"}, "counts"),
        ({"fields-0-function": "verzonnen"}, "fields-0-function"),
        ({"fields-0-type": "date", "fields-0-function": "upper"}, "fields-0-type"),
        ({"fields-0-name": "objectId"}, "fields-0-name"),
        ({"fields-0-title": "Straat\x00"}, "fields-0-title"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_mistake_stands_at_its_own_input(town: Municipality, log_in: LogIn, said: dict[str, Any], at: str) -> None:
    answer = sent(log_in(town.official), "save", said=said)
    assert answer.status_code == 422
    assert errors_at(html(answer), at)


def test_without_any_field_the_summary_leads_to_the_button_that_adds_one(town: Municipality, log_in: LogIn) -> None:
    none = {name: None for name in story.FORM if name.startswith("fields-")}
    page = html(sent(log_in(town.official), "save", said=none))
    assert '<a href="#add-fields">Vul minstens één veld in.</a>' in page
    assert 'id="add-fields"' in page
    empty = html(sent(log_in(town.official), "save", said=none | {"fields-0-title": "", "fields-0-pointer-0": ""}))
    assert '<a href="#id_fields-0-pointer-0">Veld 1, Waar het staat: Vul minstens één veld in.</a>' in empty


def test_a_name_in_use_is_said_at_the_name(town: Municipality, log_in: LogIn) -> None:
    story.address_view(town.colleague)
    answer = sent(log_in(town.official), "save")
    assert answer.status_code == 422
    assert "Er is al een overzicht met deze naam" in errors_at(html(answer), "name")


def test_without_javascript_pressing_enter_keeps_nothing(town: Municipality, log_in: LogIn) -> None:
    form = html(log_in(town.official).get(NEW)).split("data-definition")[1]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert "disabled" in first[0]


# -- rows come and go --------------------------------------------------------------------------------------------------


def test_rows_are_added_and_removed_and_one_goes_on_at_the_right_input(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    added = html(sent(client, "add-fields"))
    assert value_of(added, "fields-2-title") == ""
    assert re.search(r'<input[^>]*name="fields-2-title"[^>]*autofocus', added)
    removed = html(sent(client, "remove-fields-0"))
    assert value_of(removed, "fields-0-title") == "Ingang"
    assert "fields-1-title" not in removed
    condition = html(sent(client, "add-where"))
    assert value_of(condition, "where-0-value") == ""
    assert "En een gebeurtenis die daar niet aan voldoet?" in condition
    place = html(sent(client, "place-fields-1"))
    assert value_of(place, "fields-1-pointer-1") == ""
    assert not View.objects.filter(name="adressen").exists()


def test_there_are_no_more_rows_than_a_definition_may_have(town: Municipality, log_in: LogIn) -> None:
    many = {f"fields-{at}-title": f"Veld {at}" for at in range(50)}
    page = html(sent(log_in(town.official), "add-fields", said=many))
    assert "fields-50-title" not in page


def test_an_action_that_does_not_exist_is_a_mistake_of_nobody(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    for action in ("remove-fields-99", "remove-fields-x", "place-where-0", "remove-where-0"):
        assert sent(client, action).status_code == 200, action


# -- trying ------------------------------------------------------------------------------------------------------------


def test_a_trial_shows_rows_of_real_events_and_keeps_nothing(town: Municipality, log_in: LogIn) -> None:
    town.move()
    answer = sent(
        log_in(town.official),
        "try",
        said={"fields-2-title": "Letter", "fields-2-pointer-0": "/event_data/nieuwAdres/huisletter"},
    )
    page = html(answer)
    assert answer.status_code == 200
    for text in ("Molenweg", "1 november 2026", "1 van 1", "0 van 1", "Nooit gevuld", "Rijen: 1."):
        assert text in page
    assert not View.objects.filter(name="adressen").exists()


def test_a_trial_shows_nothing_of_what_one_may_not_see(town: Municipality, log_in: LogIn) -> None:
    story.moves(town, uuid4(), zone="adreshuishouding", by=town.colleague)
    page = html(sent(log_in(town.official), "try"))
    assert "Molenweg" not in page
    assert "Dit levert geen rijen op." in page
    assert "Molenweg" in html(sent(log_in(town.colleague), "try"))


def test_while_typing_what_is_missing_is_told_beside_the_trial_and_not_as_an_error(
    town: Municipality, log_in: LogIn
) -> None:
    answer = sent(log_in(town.official), "live", event_types=[])
    page = html(answer)
    assert answer.status_code == 200
    assert 'id="problems"' not in page
    assert "nodig voordat dit beproefd kan worden" in page
    assert '<a href="#id_event_types_0">' in page


def test_places_are_suggested_for_the_chosen_types(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    assert "nieuwAdres" not in html(client.get(NEW))
    page = html(sent(client, "add-where"))
    assert '<option value="/event_data/nieuwAdres/straat">Nieuw adres – straat</option>' in page
    assert 'list="places"' in page


def test_the_form_speaks_english_by_choice(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    client.cookies["django_language"] = "en"
    page = html(client.get(NEW))
    assert "Which events give a row?" in page
    answer = client.post(NEW, {**story.FORM, "title": "", "name": "", "action": "save"})
    assert "Fill this in." in answer.content.decode()


def test_of_two_who_change_one_view_the_second_is_told_before_he_replaces_it(town: Municipality, log_in: LogIn) -> None:
    boss = story.administrator(town)
    story.address_view(town.official)
    path, one, other = "/overzichten/adressen/wijzigen", log_in(boss), log_in(town.official)
    shown = [value_of(html(client.get(path, headers=DUTCH)), "revision") for client in (one, other)]
    first = sent(one, "save", path, name="adressen", revision=shown[0], description="Niet naar derden.")
    assert first.status_code == 302
    second = sent(other, "save", path, name="adressen", revision=shown[1], description="Oud.")
    assert second.status_code == 422
    assert "Iemand anders wijzigde dit overzicht" in html(second)
    assert "Oud." in html(second)
    assert (View.objects.get(name="adressen").definition or {})["description"] == "Niet naar derden."
    again = value_of(html(second), "revision")
    assert sent(other, "save", path, name="adressen", revision=again, description="Oud.").status_code == 302
    assert (View.objects.get(name="adressen").definition or {})["description"] == "Oud."
