"""One settings file. Everything that differs between deployments comes from the environment."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from commonweal.config.env import Env
from commonweal.core.jinja import LoudUndefined

ENV = Env()
PACKAGE = Path(__file__).resolve().parents[1]


def kept_secret(folder: Path) -> str:
    """The secret key of this installation, made once and readable by its owner alone."""
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


VAR = Path(
    ENV.text("COMMONWEAL_VAR", "./var", "Folder for the database, uploads, snapshots and keys.")
).resolve()
PORT = ENV.number("PORT", 8000, "Port the web server listens on.")
HOST = ENV.text(
    "HOST", "127.0.0.1", "Address the web server listens on. 0.0.0.0 lets other machines in."
)
DEMO = ENV.flag(
    "DEMO",
    False,
    "Runs the invented community: one-click sign-in, a page of sent mail, a label on every page. "
    "Never for real people.",
)
DEBUG = ENV.flag("DEBUG", False, "Shows tracebacks in the browser. For developers only.")
SITE_URL = ENV.text(
    "SITE_URL",
    f"http://localhost:{PORT}",
    "Address people type. With https, cookies become secure.",
).rstrip("/")
SECURE = SITE_URL.startswith("https://")
SECRET_KEY = ENV.text(
    "SECRET_KEY", "", "Signs sessions and links. Made and kept in COMMONWEAL_VAR when not given."
) or kept_secret(VAR)
ALLOWED_HOSTS = [
    *ENV.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names this site answers to."),
    urlsplit(SITE_URL).hostname or "localhost",
]
WEB_WORKERS = ENV.number("WEB_WORKERS", 1, "Web processes started by “commonweal serve”.")

# The community's own face
COMMUNITY_NAME = ENV.text("COMMUNITY_NAME", "Commonweal", "Name of the community, on every page.")
COMMUNITY_STRAPLINE = ENV.text(
    "COMMUNITY_STRAPLINE",
    "People who improve things, together",
    "One line under the name on the front page.",
)
BRAND_COLOUR = ENV.text(
    "BRAND_COLOUR", "#17494d", "Header, links and figures. A dark colour, as #rrggbb."
)
BRAND_ACCENT = ENV.text("BRAND_ACCENT", "#a8471f", "Buttons and highlights. As #rrggbb.")
BRAND_LOGO = ENV.text("BRAND_LOGO", "", "Path of an SVG or PNG shown in the header.")
BRAND_TYPEFACE = ENV.text(
    "BRAND_TYPEFACE", "Atkinson Hyperlegible Next Variable", "Family name of the typeface."
)
BRAND_TYPEFACE_FILE = ENV.text(
    "BRAND_TYPEFACE_FILE", "", "Path of a WOFF2 file for BRAND_TYPEFACE, when it is your own."
)
CONTACT_EMAIL = ENV.text(
    "CONTACT_EMAIL", "team@example.org", "Where people write to the community team."
)

ROOT_URLCONF = "commonweal.config.urls"
WSGI_APPLICATION = "commonweal.config.wsgi.application"
INSTALLED_APPS = [
    "commonweal.core.apps.CoreConfig",
    "commonweal.search.apps.SearchConfig",
    "commonweal.members.apps.MembersConfig",
    "commonweal.engagement.apps.EngagementConfig",
    "commonweal.impact.apps.ImpactConfig",
    "commonweal.home.apps.HomeConfig",
    "django.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_linear_migrations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules.apps.AutodiscoverRulesConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "commonweal.core.jinja.environment",
            "undefined": LoudUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        },
    },
    {  # the admin and third-party apps
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "commonweal.core.forms.NHSRenderer"

DATABASE_URL = ENV.text(
    "DATABASE_URL",
    "",
    "PostgreSQL as postgres://user:password@host/name. Without it, SQLite in COMMONWEAL_VAR.",
)
DATABASES = {
    "default": dj_database_url.parse(
        DATABASE_URL or f"sqlite:///{VAR / 'commonweal.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
REDIS_URL = ENV.text(
    "REDIS_URL", "", "Shared cache for several web hosts. Without it, a table of the database."
)
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
    }
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg"), ("ga", "Gaeilge")]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "uploads"
MEDIA_URL = "/uploads/"
SNAPSHOT_ROOT = VAR / "snapshots"

# Signing in
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
STAFF_SECOND_FACTOR = ENV.flag(
    "STAFF_SECOND_FACTOR",
    not DEMO,
    "Partners, evaluators, team and stewards must use a second factor.",
)
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_HOST = ENV.text("EMAIL_HOST", "localhost", "SMTP server for outgoing mail.")
EMAIL_PORT = ENV.number("EMAIL_PORT", 25, "Port of the SMTP server.")
EMAIL_HOST_USER = ENV.text("EMAIL_HOST_USER", "", "User name at the SMTP server.")
EMAIL_HOST_PASSWORD = ENV.text("EMAIL_HOST_PASSWORD", "", "Password at the SMTP server.")
EMAIL_USE_TLS = ENV.flag("EMAIL_USE_TLS", False, "Start TLS with the SMTP server.")
DEFAULT_FROM_EMAIL = ENV.text(
    "DEFAULT_FROM_EMAIL", "Commonweal <no-reply@example.org>", "Sender of all mail."
)
EMAIL_BACKEND = (
    "commonweal.core.mail.DemoBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
