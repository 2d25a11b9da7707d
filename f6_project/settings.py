"""Settings, all from the environment (`.env.example` lists them). One engine everywhere: PostgreSQL and a Redis."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from f6_project import databases, logs
from f6_project.api_settings import *  # noqa: F403  # the API's own settings stand beside this file
from f6_project.embedded.places import place_of
from f6_project.embedded.secrets import read_secrets
from f6_project.embedded.valkey import Valkey
from f6_project.fsc_settings import *  # noqa: F403  # federation's settings stand beside this file

django_stubs_ext.monkeypatch()  # lets Django's generic classes say of what they are, also where Django does not

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# --- Where and what this is -------------------------------------------------------------------------------------------

ENVIRONMENTS = ("development", "production")
F6_ENV = env.str("F6_ENV", default="development")
if F6_ENV not in ENVIRONMENTS:
    raise ImproperlyConfigured(f"F6_ENV is “{F6_ENV}”: it must be one of {', '.join(ENVIRONMENTS)}.")
PRODUCTION = F6_ENV == "production"
DEBUG = env.bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG shows internals to visitors: remove it from the environment of production.")
if refusal := databases.embedded_refusal(env.ENVIRON):
    raise ImproperlyConfigured(refusal)
EMBEDDED_PLACE = place_of()
OWN_DATABASE = bool(databases.url_of(env.ENVIRON, "DATABASE_URL"))
EMBEDDED_SECRETS = {} if OWN_DATABASE else read_secrets(EMBEDDED_PLACE)
MAY_USE_KNOWN_SECRETS = not PRODUCTION and ("F6_ENV" in env.ENVIRON or not OWN_DATABASE)
"""Whether secrets that everybody can read here will do: never on a database of one's own, unless one asks for it."""
F6_DEMO = env.bool("F6_DEMO", default=not PRODUCTION and not OWN_DATABASE)
"""Whether `manage.py prepare` fills an empty registry with a municipality to try things on."""


def secret(name: str) -> str:
    """A secret from the environment or the file `<NAME>_FILE`; in development from the embedded servers' secrets.

    Raises ImproperlyConfigured when there is none, in production or on a database of one's own.
    """
    if path := env.str(f"{name}_FILE", default=""):
        return Path(path).read_text().strip()
    if value := env.str(name, default=""):
        return value
    if made := EMBEDDED_SECRETS.get("secret_key"):
        return f"{name}:{made}"
    if MAY_USE_KNOWN_SECRETS:
        return f"development-only-not-secret-{name}"
    raise ImproperlyConfigured(
        f"Set {name} (or {name}_FILE): 50 or more random characters, such as "
        "`python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` prints. "
        "Only F6_ENV=development goes without on a database of one's own."
    )


SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PSEUDONYM_KEY = secret("PSEUDONYM_KEY")
SUBSCRIPTION_KEY = secret("SUBSCRIPTION_KEY")
"""What the keys of subscriptions are sealed with in the database."""
SUBSCRIPTION_KEY_FALLBACKS = env.list("SUBSCRIPTION_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "localhost", "127.0.0.1", "[::1]"]
F6_PORT = env.int("F6_PORT", default=8000)
F6_WRITE_CONFIG_PATH = env.str("F6_WRITE_CONFIG_PATH", default=str(BASE_DIR / "events" / "write_config.json"))
F6_THEME_CSS = env.str("F6_THEME_CSS", default="")
F6_BASE_URL = env.str("F6_BASE_URL", default=f"http://localhost:{F6_PORT}")
"""Where others find this F6: in links of notices; its host is the origin that receivers are asked to allow."""
F6_EVENT_TYPE_PREFIX = env.str("F6_EVENT_TYPE_PREFIX", default="nl.f6")
F6_SOURCE_URN = env.str("F6_SOURCE_URN", default="")
"""The `source` of notices, to which the zone is added; empty: by the OIN of the zone's organisation."""
PROCESSING_REGISTER_URL = env.str("PROCESSING_REGISTER_URL", default="https://f6.example.nl/verwerkingsactiviteiten")

# --- Applications -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "f6_project",
    "management_ui",
    "federation",
    "readmodels",
    "events",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_structlog",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "axes",
]
MIDDLEWARE = [
    "events.api.middleware.ApiHeaders",  # the outermost: its headers are on every answer of the API
    "events.api.middleware.TraceContext",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "management_ui.middleware.KeptNowhere",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "management_ui.middleware.ReadableAddress",
    "management_ui.middleware.TellsWhatIsNotAllowed",
    "management_ui.middleware.KeepsTyped",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "f6_project.urls"
WSGI_APPLICATION = "f6_project.wsgi.application"
APPEND_SLASH = False  # NL API Design Rules: no trailing slashes
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database and broker ----------------------------------------------------------------------------------------------

DATABASES = databases.aliases(env.ENVIRON, place=EMBEDDED_PLACE)
REDIS_URL = env.str("REDIS_URL", default="") or Valkey(EMBEDDED_PLACE).url()
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# Measured (docs/adr): a killed worker's task comes back after the visibility timeout, not five times that; hence short
# tasks that may run twice, and no countdown: a moment to try again is a column.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# --- Limits -----------------------------------------------------------------------------------------------------------

BODY_BYTES_MAX = env.int("BODY_BYTES_MAX", default=5 * 1024 * 1024)
FORM_FIELDS_MAX = env.int("FORM_FIELDS_MAX", default=1_000)
UPLOAD_FILES_MAX = env.int("UPLOAD_FILES_MAX", default=10)
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_BYTES_MAX
FILE_UPLOAD_MAX_MEMORY_SIZE = BODY_BYTES_MAX
DATA_UPLOAD_MAX_NUMBER_FIELDS = FORM_FIELDS_MAX
DATA_UPLOAD_MAX_NUMBER_FILES = UPLOAD_FILES_MAX
FILE_UPLOAD_PERMISSIONS = 0o600

WAITING_MAX = databases.WAITING_MAX

# --- Who comes in -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "events.User"
EXAMINER = "readmodels.domain.state_checks.examine"  # checks decisions against the state of persons (ADR 7)
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: whoever is not logged in has no rights, not even as somebody
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "queue"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_LENGTH_MIN = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LENGTH_MIN},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_FAILURES_MAX = env.int("LOGIN_FAILURES_MAX", default=5)
AXES_FAILURE_LIMIT = LOGIN_FAILURES_MAX
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "management_ui.views.session.locked_out"
PROXIES = env.int("F6_PROXIES", default=0)
"""How many proxies of our own stand before the web server; the addresses they add are trusted, no others."""
AXES_CLIENT_IP_CALLABLE = "f6_project.addresses.client_address"
REST_FRAMEWORK["NUM_PROXIES"] = PROXIES  # noqa: F405  # from api_settings

SESSION_COOKIE_AGE = int(timedelta(hours=9).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-f6_session" if PRODUCTION else "f6_session"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_NAME = "__Host-f6_csrf" if PRODUCTION else "f6_csrf"
CSRF_FAILURE_VIEW = "management_ui.views.faults.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION

# --- What goes out ----------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = PRODUCTION and env.bool("F6_REDIRECT_TO_TLS", default=True)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # asked from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds()) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

EMAIL_HOST = env.str("EMAIL_HOST", default="")
"""Without one no mail is sent."""
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="f6@localhost")

# --- Language, time, logging ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / app / "locale" for app in ("management_ui", "events", "f6_project")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
LOGGING = logs.configure(as_json=env.str("F6_LOG_FORMAT", default="json" if PRODUCTION else "lines") == "json")
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one line per request, at its end
