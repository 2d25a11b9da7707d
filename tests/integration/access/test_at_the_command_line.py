"""What an operator administers by a command on the server leaves its line, as what is done on a page does."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from events import administration
from events.management.commands import changepassword, createsuperuser
from events.models import AccessRecord, AdministrativeChange, User
from events.queries.changes import ChangePage
from management_ui.presenters.changes import change_lines
from management_ui.presenters.moments import now
from readmodels.models import CodeTable

pytestmark = pytest.mark.usefixtures("rows")
PASSWORD = "Lindenveen-16:55-klaar"
HEAD = '"92.10 Gemeentecode","92.11 Omschrijving","99.98 Datum ingang","99.99 Datum einde"\n'


def made(username: str = "hoofd") -> User:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        call_command("createsuperuser", interactive=False, username=username, email="h@example.nl", stdout=StringIO())
    return User.objects.get(username=username)


def typing(*passwords: str) -> pytest.MonkeyPatch:
    """What is typed at the prompts, which no test has a terminal for."""
    patch, typed = pytest.MonkeyPatch(), iter(passwords)
    patch.setattr(changepassword.Command, "_get_pass", lambda _self, _prompt="": next(typed))
    return patch


def change_password(username: str, *passwords: str) -> None:
    patch = typing(*passwords)
    try:
        call_command("changepassword", username, stdout=StringIO(), stderr=StringIO())
    finally:
        patch.undo()


def test_a_superuser_who_is_made_is_recorded_with_him() -> None:
    account = made()
    assert account.is_superuser
    assert account.check_password(PASSWORD)
    [change] = AdministrativeChange.objects.all()
    assert (change.action, change.subject_type, change.subject) == ("added", "account", "hoofd")
    assert (change.source_id.int, change.source_type) == (0, "operator")
    assert change.before is None
    assert change.after is not None
    assert change.after["is_superuser"] is True
    assert change.after["operator"] == administration.operator_name() != ""
    assert PASSWORD not in str(change.after)
    assert AccessRecord.objects.get().action == "Beheerder gemaakt op de opdrachtregel"


def test_who_cannot_be_recorded_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any, **_fields: Any) -> None:
        raise RuntimeError("no line")

    monkeypatch.setattr(administration, "record", fails)
    with pytest.raises(RuntimeError, match="no line"):
        made()
    assert not User.objects.filter(username="hoofd").exists()


def test_djangos_own_command_would_make_one_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(createsuperuser, "Accounts", lambda: User)
    made()
    assert not AdministrativeChange.objects.exists()


def test_a_password_that_is_set_is_recorded_and_one_that_will_not_do_is_not() -> None:
    account = made()
    change_password("hoofd", "Anders-16:55-klaar", "Anders-16:55-klaar")
    account.refresh_from_db()
    assert account.check_password("Anders-16:55-klaar")
    change = AdministrativeChange.objects.latest("pk")
    assert (change.action, change.subject) == ("password-set", "hoofd")
    assert change.before == {"usable_password": True}
    assert "Anders" not in str(change.after)
    with pytest.raises(CommandError, match="3 attempts failed"):
        change_password("hoofd", "kort", "kort", "een-Ding-16:55", "ander-Ding-16:55", "1234", "1234")
    with pytest.raises(CommandError, match="no account 'niemand'"):
        change_password("niemand")
    assert AdministrativeChange.objects.count() == 2


def test_a_national_table_that_is_loaded_is_recorded_and_the_same_file_again_is_not(tmp_path: Path) -> None:
    file = tmp_path / "Tabel33_Gemeenten.csv"
    for lines, count in (('"0001","Adorp","",""\n', 1), ('"0001","Adorp","",""\n', 1), ('"0002","Aduard","",""\n', 2)):
        file.write_text(HEAD + lines, encoding="utf-8")
        call_command("load_code_tables", str(tmp_path), stdout=StringIO())
        assert AdministrativeChange.objects.count() == count
    change = AdministrativeChange.objects.latest("pk")
    assert (change.action, change.subject_type, change.subject_id) == ("codes-loaded", "code-table", "33")
    assert change.after is not None
    assert change.before is not None
    assert change.before == {"title": CodeTable.objects.get().title, "sha256": change.before["sha256"]}
    assert change.after["codesAdded"] == 1
    assert change.after["sha256"] == CodeTable.objects.get().sha256 != change.before["sha256"]


def test_the_page_of_changes_says_that_it_was_an_operator() -> None:
    made()
    page = ChangePage(changes=tuple(AdministrativeChange.objects.all()), names={}, before=None)
    with override("nl"):
        [line] = change_lines(page, now=now())
    assert line.who == "een beheerder van de server, op de opdrachtregel"
