"""Settings of the federation listener: those of the site, with its own few addresses and without browsers.

Who comes in is known by his certificate; so no sessions, no cookies, no forms.
"""

from urllib.parse import urlsplit

from f6_project.settings import *  # noqa: F403

ROOT_URLCONF = "federation.api.listener_urls"
WSGI_APPLICATION = "f6_project.federation_wsgi.application"
MIDDLEWARE = [
    "events.api.middleware.TraceContext",
    "django_structlog.middlewares.RequestMiddleware",
]
ALLOWED_HOSTS = [
    *{str(urlsplit(it).hostname) for it in (F6_FSC_MANAGER_ADDRESS, F6_FSC_INWAY_ADDRESS) if it},  # noqa: F405
    *{it.rpartition(":")[0].strip("[]") for it in F6_FSC_LISTEN},  # noqa: F405
]
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = None
PROXIES = 0
REST_FRAMEWORK["NUM_PROXIES"] = 0  # noqa: F405
