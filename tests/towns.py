"""A town shared by the tests of one module: for those that leave no trace, or do not mind each other's."""

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests import registry
from tests.database import Database
from tests.emptying import Emptier


@pytest.fixture(scope="module")
def furnished(worker_database: tuple[Database, Emptier], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Gemeente Zonnendaal, really committed, and gone when the module is done."""
    database, emptier = worker_database
    with django_db_blocker.unblock():
        registry.furnish()
        yield
        connections.close_all()
        with database.connect("owner") as owner:
            emptier.empty(owner)
    ContentType.objects.clear_cache()
