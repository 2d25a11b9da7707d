"""Settings, all from the environment (`.env.example` lists them). One engine everywhere: PostgreSQL and Valkey/Redis."""

from pathlib import Path

import environ

from f6_project.api_settings import ADDRESS_RATE_MAX, API_VERSION, CLIENT_RATE_MAX, REST_FRAMEWORK, SPECTACULAR_SETTINGS

__all__ = ["ADDRESS_RATE_MAX", "API_VERSION", "CLIENT_RATE_MAX", "REST_FRAMEWORK", "SPECTACULAR_SETTINGS"]

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

F6_ENV = env.str("F6_ENV", default="development")
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str(
    "SECRET_KEY", default="development-only-not-secret" if F6_ENV != "production" else environ.Env.NOTSET
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])

INSTALLED_APPS = [
    "management_ui",
    "readmodels",
    "events",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "axes",
]
MIDDLEWARE = [
    "events.api.middleware.ApiHeaders",
    "events.api.middleware.TraceContext",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
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
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
AUTH_USER_MODEL = "events.User"
ROOT_URLCONF = "f6_project.urls"
WSGI_APPLICATION = "f6_project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

DATABASES = {
    "default": env.db("DATABASE_URL", default="postgresql:///f6"),
    "owner": env.db("DATABASE_OWNER_URL", default=env.str("DATABASE_URL", default="postgresql:///f6")),
}

# The log of processing (LDV): where the register of processing activities stands, and the key of the pseudonyms in it.
PROCESSING_REGISTER_URL = env.str("PROCESSING_REGISTER_URL", default="https://f6.example.nl/verwerkingsregister")
PSEUDONYM_KEY = env.str(
    "PSEUDONYM_KEY", default="development-only-not-secret" if F6_ENV != "production" else environ.Env.NOTSET
)
