"""`manage.py changepassword`: as Django's, but that somebody's password was set is recorded with it."""

from typing import Any, Final

from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from events import administration
from events.models import User

TRIES_MAX: Final = 3
PROMPTS: Final = ("Password: ", "Password (again): ")


class Command(changepassword.Command):
    """Asks for the password twice; the prompts are waited for outside the transaction that sets it."""

    def handle(self, *_args: Any, **options: Any) -> str:
        """Set it. Raises `CommandError` for an account that is not there, or when no password will do."""
        username, database = options["username"] or administration.operator_name(), options["database"]
        account = User.objects.using(database).filter(username=username).first()
        if account is None:
            raise CommandError(f"There is no account {username!r}. Name one: manage.py changepassword <username>")
        self.stdout.write(f"Changing the password of {username!r}.")
        password = self._typed(account)
        with transaction.atomic(using=database):
            _set(User.objects.using(database).select_for_update().get(pk=account.pk), password=password)
        return f"The password of {username!r} was changed."

    def _typed(self, account: User) -> str:
        for _ in range(TRIES_MAX):
            password, again = (self._get_pass(asked) for asked in PROMPTS)  # type: ignore[attr-defined]  # no stub
            if password != again:
                self.stderr.write("These are not the same. Try again.")
                continue
            try:
                validate_password(password, account)
            except ValidationError as wrong:
                self.stderr.write("\n".join(wrong.messages))
                continue
            return str(password)
        raise CommandError(f"The password of {account.username!r} was not changed: {TRIES_MAX} attempts failed.")


def _set(account: User, *, password: str) -> None:
    """Set it and write that down: whether one could log in with a password before, never what it is or was."""
    before = account.has_usable_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    administration.record(
        "Wachtwoord gewijzigd op de opdrachtregel",
        administration.Action.PASSWORD_SET,
        administration.thing_of(account),
        by=administration.OPERATOR,
        before={"usable_password": before},
        after={"usable_password": True, "operator": administration.operator_name()},
        details={"user": account.pk, "operator": administration.operator_name()},
    )
