"""What every test may ask for: a real database, a broker, a site that answers over HTTP.

`database` — everything is really committed; emptied before the test; any thread may open connections.
`rows`     — an ordinary test whose changes (alias `default`) are rolled back; quicker, for what needs no commit.
"""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections, transaction
from django.test.testcases import LiveServerThread
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from tests.database import HOST, Database, Server, use
from tests.emptying import Emptier
from tests.servers import RunningServer, start_postgres, start_valkey

# How long an example takes says how busy the machine is; what is measured is measured in `make bench`.
hypothesis_settings.register_profile("f6", deadline=None)
hypothesis_settings.load_profile("f6")

STARTED = pytest.StashKey[RunningServer]()


def pytest_configure(config: pytest.Config) -> None:
    """Start one server for all workers, and make passwords cheap: the strength of argon2 is argon2's own test.

    Secrets are those of a program that a test starts on its database, also where `make run` left others.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for name in ("SECRET_KEY", "PSEUDONYM_KEY", "SUBSCRIPTION_KEY"):
        setattr(settings, name, f"development-only-not-secret-{name}")
    if getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        _server_of_this_session(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server that this session started."""
    if server := config.stash.get(STARTED, None):
        server.stop()
        del os.environ["F6_TEST_SERVER"]


def _server_of_this_session(config: pytest.Config) -> Server:
    """The server `F6_TEST_SERVER` names; when there is none, one is started, and workers inherit its name."""
    if "F6_TEST_SERVER" not in os.environ:
        config.stash[STARTED] = start_postgres()
        os.environ["F6_TEST_SERVER"] = config.stash[STARTED].url
    return Server(os.environ["F6_TEST_SERVER"])


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Every test begins in the language of the settings, whatever an earlier one asked for."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def test_server(pytestconfig: pytest.Config) -> Server:
    """The server that tests make their databases on."""
    return _server_of_this_session(pytestconfig)


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The URL of a broker (`unix://…`) that lives as long as this worker."""
    server = start_valkey()
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def worker_database(
    test_server: Server, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[tuple[Database, Emptier]]:
    """This worker's clone of the migrated template, dropped at the end."""
    name = f"f6_test_{HOST}_{os.getpid()}_{worker_id}"
    with django_db_blocker.unblock():
        test_server.clone(template=test_server.template(), name=name)
        use(test_server, database=name)
        database = Database(test_server, name)
        with database.connect("owner") as owner:
            emptier = Emptier(owner)
        yield database, emptier
        connections.close_all()
    test_server.drop(name=name)


@pytest.fixture(scope="session")
def django_db_setup(worker_database: tuple[Database, Emptier]) -> None:
    """Let pytest-django's own fixtures use this database too, instead of making one."""


@pytest.fixture
def database(worker_database: tuple[Database, Emptier], django_db_blocker: DjangoDbBlocker) -> Iterator[Database]:
    """The database with nothing in it but what the migrations put there; what a test commits stays for the test.

    A test that leaves a transaction open fails here, by the name of its last statement.
    """
    found, emptier = worker_database
    with django_db_blocker.unblock():
        yield found
        connections.close_all()
        left_open = found.hanging()
        _empty(found, emptier)
    assert not left_open, f"this test left transactions open: {left_open}"


@pytest.fixture
def rows(worker_database: tuple[Database, Emptier], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The same database for one thread; whatever the test does on `default` is rolled back."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic(using="default")
        atomic._from_testcase = True  # type: ignore[attr-defined]  # as Django's TestCase: durable blocks may nest in it
        with atomic:
            yield
            transaction.set_rollback(True, using="default")
        connections.close_all()


@pytest.fixture
def live_site(database: Database) -> Iterator[str]:
    """The address of the site, answered by threads of this process on the test's database.

    pytest-django's `live_server` would empty the database through the application's role, which may not.
    """
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    assert database.name


def _empty(database: Database, emptier: Emptier) -> None:
    with database.connect("owner") as owner:
        emptier.empty(owner)
    ContentType.objects.clear_cache()
