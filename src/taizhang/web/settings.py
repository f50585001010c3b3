"""Django's settings for the pages. `serving` sets what belongs to one machine (the key, the host) by environment."""

from __future__ import annotations

import os

from django.core.management.utils import get_random_secret_key

from taizhang.ledger import where
from taizhang.ledger.settings import (
    DATABASES,
    DEFAULT_AUTO_FIELD,
    LANGUAGE_CODE,
    TIME_ZONE,
    USE_TZ,
)

if str(DATABASES["default"]["ENGINE"]).endswith("postgresql"):
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
"""Connections to PostgreSQL are kept for some requests. A SQLite file is opened for each: that takes no time, and one
that was moved away is noticed."""

__all__ = ["DATABASES", "DEFAULT_AUTO_FIELD", "LANGUAGE_CODE", "TIME_ZONE", "USE_TZ"]

LEDGER = where.find()
"""The place of the ledger, found once: a file that is gone later is still the one that is meant."""
SECRET_KEY = os.environ.get("TAIZHANG_SECRET_KEY") or get_random_secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TAIZHANG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "taizhang.ledger",
    "taizhang.web",
]
MIDDLEWARE = [
    "taizhang.web.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "taizhang.web.middleware.limits",
    "taizhang.web.middleware.lost_ledger",
]
ROOT_URLCONF = "taizhang.web.urls"
WSGI_APPLICATION = "taizhang.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "taizhang.web.context.page",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
"""What was done is told once, by a signed cookie, so that no address of others puts words on a page."""
STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "taizhang.web.errors.refused_form"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
"""Bytes of a form without its files; uploads stream to disk and are limited by `documents.uploads`."""
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
"""More than `documents.uploads` takes, so that its own answer says what is allowed."""
X_FRAME_OPTIONS = "DENY"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
