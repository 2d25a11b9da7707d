"""What is shown of what somebody had filled in, and what of it is kept nowhere."""

import pytest
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    AuthenticationForm,
    PasswordChangeForm,
    SetPasswordForm,
    UserCreationForm,
)
from django.forms import BaseForm, PasswordInput
from django.http import QueryDict

from management_ui.forms.receiver_access import CertificateForm, CredentialsForm, Unshown
from management_ui.personal.kept_forms import NEVER_KEPT, without_secrets
from management_ui.presenters.typed import inputs, readable

DECLARATION = '{\n  "title": "Hondenpenning",\n  "acceptances": 2\n}'
DIGEST = "3aedb217" * 8


def sent(*pairs: tuple[str, str]) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in pairs:
        found.appendlist(name, value)
    return found


def test_what_a_page_put_in_a_form_itself_is_not_told_as_the_words_of_who_filled_it_in() -> None:
    of_the_page = [
        ("seen", DIGEST),
        ("expected", '{"6b1c2d3e-4f50-4a61-8b72-9c83ad94be01": null}'),
        ("event_id", "6b1c2d3e-4f50-4a61-8b72-9c83ad94be01"),
        ("seen_at", "2026-11-26T09:00:00Z"),
        ("revision", "3"),
        ("data/personen#", "2"),
        ("data/personen/0", "6b1c2d3e-4f50-4a61-8b72-9c83ad94be01"),
        ("form-TOTAL_FORMS", "1"),
        ("action", "check"),
        ("_save", "Opslaan"),
    ]
    assert readable(sent(*of_the_page)) == ()
    assert [(it.name, it.value) for it in inputs(sent(*of_the_page))] == of_the_page


@pytest.mark.parametrize("text", [DECLARATION, "[concept]", DIGEST, "{", "3"])
def test_what_somebody_wrote_is_shown_whatever_it_looks_like(text: str) -> None:
    assert readable(sent(("text", text), ("motivation", f" {text} "))) == (text,)


def test_only_the_secrets_of_our_own_forms_are_left_out_and_no_data_of_a_like_name() -> None:
    secret = ["password", "password1", "password2", "old_password", "new_password1", "new_password2"]
    secret += ["client_secret", "private_key"]
    data = ["data/secretaris", "data/tokenHond", "data/password", "act/akte/token", "usable_password"]
    kept = without_secrets(sent(*((name, "x") for name in [*secret, "csrfmiddlewaretoken", *data])))
    assert list(kept) == data


def test_every_input_of_a_secret_is_one_that_is_never_kept() -> None:
    forms: list[type[BaseForm]] = [
        AuthenticationForm,
        AdminUserCreationForm,
        AdminPasswordChangeForm,
        UserCreationForm,
        PasswordChangeForm,
        SetPasswordForm,
        CredentialsForm,
        CertificateForm,
    ]
    fields = [(name, field) for form in forms for name, field in vars(form)["base_fields"].items()]
    named = {name for name, field in fields if isinstance(field.widget, PasswordInput | Unshown)}
    assert named <= NEVER_KEPT
    assert named | {"password", "csrfmiddlewaretoken"} == NEVER_KEPT
