"""The product's own settings, with fast hashing and mail in memory."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("COMMONWEAL_VAR", tempfile.mkdtemp(prefix="commonweal-test-"))
(Path(os.environ["COMMONWEAL_VAR"]) / "static").mkdir(parents=True, exist_ok=True)
os.environ.setdefault("SECRET_KEY", "tests-only")

from commonweal.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
INSTALLED_APPS = [*INSTALLED_APPS, "tests"]  # noqa: F405
