"""Federation's settings: what the environment leads to, and what is refused with how to mend it."""

import pytest

from tests.unit.environment.settings_in_a_process import settings_say


def test_federation_is_off_by_itself_and_reaches_public_addresses_only() -> None:
    names = ("F6_FSC_GROUP_ID", "F6_FSC_LISTEN", "F6_FSC_DIRECTORIES", "F6_FSC_PORTS", "F6_FSC_IS_DIRECTORY")
    assert settings_say(f"[getattr(settings, it) for it in {names}]") == "['', [], {}, [443, 8443], False]"
    assert settings_say("settings.F6_FSC_NETWORKS", F6_ENV="development") == "['public', '127.0.0.0/8', '::1/128']"
    production = {"F6_ENV": "production", "F6_EMBEDDED": "true", "SECRET_KEY": "s", "ALLOWED_HOSTS": "x"}
    more = {"PSEUDONYM_KEY": "p", "SUBSCRIPTION_KEY": "k"}
    assert settings_say("settings.F6_FSC_NETWORKS", **production, **more) == "['public']"


@pytest.mark.parametrize(
    ("manager", "inway", "listen", "found"),
    [
        ("https://fsc.nl:8443", "", "", ["0.0.0.0:8443"]),
        ("https://fsc.nl:8443", "https://fsc.nl:443", "", ["0.0.0.0:8443", "0.0.0.0:443"]),
        ("https://127.0.0.21:8443", "", "", ["127.0.0.21:8443"]),
        ("https://[::1]:8443", "", "", ["[::1]:8443"]),
        ("https://fsc.nl:8443", "", "10.0.0.5:8443,unix:/run/fsc.sock", ["10.0.0.5:8443", "unix:/run/fsc.sock"]),
    ],
)
def test_the_listener_binds_what_its_addresses_say_unless_told_otherwise(
    manager: str, inway: str, listen: str, found: list[str]
) -> None:
    given = {"F6_FSC_MANAGER_ADDRESS": manager, "F6_FSC_INWAY_ADDRESS": inway, "F6_FSC_LISTEN": listen}
    assert settings_say("settings.F6_FSC_LISTEN", **{name: it for name, it in given.items() if it}) == str(found)


def test_the_inway_is_where_the_manager_is_unless_told_otherwise() -> None:
    assert (
        settings_say("settings.F6_FSC_INWAY_ADDRESS", F6_FSC_MANAGER_ADDRESS="https://a.nl:8443/")
        == "https://a.nl:8443"
    )


def test_directories_are_named_by_peer() -> None:
    given = "00000099000000009000=https://dir.nl:8443,00000099000000008000=https://127.0.0.9:443"
    found = "{'00000099000000009000': 'https://dir.nl:8443', '00000099000000008000': 'https://127.0.0.9:443'}"
    assert settings_say("settings.F6_FSC_DIRECTORIES", F6_FSC_DIRECTORIES=given) == found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("F6_FSC_GROUP_ID", "geen groep"),
        ("F6_FSC_GROUP_ID", "x" * 101),
        ("F6_FSC_MANAGER_ADDRESS", "http://fsc.nl:8443"),
        ("F6_FSC_MANAGER_ADDRESS", "https://fsc.nl"),
        ("F6_FSC_MANAGER_ADDRESS", "https://fsc.nl:8443/v1"),
        ("F6_FSC_MANAGER_ADDRESS", "https://fsc.nl:x"),
        ("F6_FSC_INWAY_ADDRESS", "fsc.nl:8443"),
        ("F6_FSC_LISTEN", "8443"),
        ("F6_FSC_DIRECTORIES", "https://dir.nl:8443"),
        ("F6_FSC_DIRECTORIES", "123=https://dir.nl:8443"),
        ("F6_FSC_DIRECTORIES", "00000099000000009000=http://dir.nl:8443"),
        ("F6_FSC_NETWORKS", "iedereen"),
        ("F6_FSC_PORTS", "0"),
        ("F6_FSC_PORTS", "veel"),
        ("F6_FSC_PEER_ID_PATTERN", "("),
        ("F6_FSC_WORKERS", "0"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    said = settings_say("settings.DEBUG", **{name: value})
    assert said.startswith("django.core.exceptions.ImproperlyConfigured")
    assert name in said
