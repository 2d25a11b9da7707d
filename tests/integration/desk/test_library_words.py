"""Words of libraries, said in the language of the page."""

import re

from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


def test_pictures_are_called_in_the_language_of_the_page(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    for language, names in {"en": {"Yes", "No", "Search"}, "nl": {"Ja", "Nee", "Zoeken"}}.items():
        page = client.get("/beheer/events/user/", headers={"Accept-Language": language}).content.decode()
        assert set(re.findall(r'<img [^>]*alt="([^"]+)"', page)) == names
