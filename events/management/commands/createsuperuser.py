"""`manage.py createsuperuser`: as Django's, but that an administrator was made is recorded with him."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import UserManager
from django.db import transaction

from events import administration
from events.models import User


class RecordedAccounts(UserManager[User]):
    """Makes a superuser and writes it down, in one transaction: none is made in silence."""

    def create_superuser(self, *args: Any, **fields: Any) -> User:
        """The account, as Django makes it."""
        with transaction.atomic(using=self.db):
            made = super().create_superuser(*args, **fields)
            administration.record(
                "Beheerder gemaakt op de opdrachtregel",
                administration.Action.ADDED,
                administration.thing_of(made),
                by=administration.OPERATOR,
                before=None,
                after={
                    "username": made.username,
                    "is_superuser": made.is_superuser,
                    "is_staff": made.is_staff,
                    "is_active": made.is_active,
                    "source_type": made.source_type,
                    "usable_password": made.has_usable_password(),
                    "operator": administration.operator_name(),
                },
                details={"user": made.pk, "operator": administration.operator_name()},
            )
        return made


class Accounts:
    """The model of accounts as Django's command uses it; only the manager is another.

    What is typed at the prompts is waited for outside the transaction: the database ends one that idles.
    """

    def __init__(self) -> None:
        self._default_manager = RecordedAccounts()
        self._default_manager.model = User

    def __call__(self, **fields: Any) -> User:
        """An account that is not kept: passwords are compared with it."""
        return User(**fields)

    def __getattr__(self, name: str) -> Any:
        return getattr(User, name)


class Command(createsuperuser.Command):
    """Asks what Django's asks."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.UserModel = Accounts()  # type: ignore[assignment]  # what Django's command asks of a model
