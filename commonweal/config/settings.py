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
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


VAR = Path(
    ENV.text("COMMONWEAL_VAR", "./var", "Folder for the database, uploads, snapshots and keys.")
).resolve()
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
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
EQUALITIES_KEY = ENV.text(
    "EQUALITIES_KEY",
    "",
    "Opens the answers to the equalities questions: 64 hexadecimal digits. "
    "Made and kept in COMMONWEAL_VAR when not given. Without it they are lost.",
)
ALLOWED_HOSTS = [
    *ENV.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names this site answers to."),
    urlsplit(SITE_URL).hostname or "localhost",
]
WEB_WORKERS = ENV.number("WEB_WORKERS", 1, "Web processes started by “commonweal serve”.")

# The community's own face
COMMUNITY_NAME = ENV.text(
    "COMMUNITY_NAME", "Fiveways" if DEMO else "Commonweal", "Name of the community, on every page."
)
COMMUNITY_STRAPLINE = ENV.text(
    "COMMUNITY_STRAPLINE",
    "Five nations, improving health and care together"
    if DEMO
    else "People who improve things, together",
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
    "commonweal.equalities.apps.EqualitiesConfig",
    "commonweal.joining.apps.JoiningConfig",
    "commonweal.belonging.apps.BelongingConfig",
    "commonweal.impact.apps.ImpactConfig",
    "commonweal.stewardship.apps.StewardshipConfig",
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
    "commonweal.core.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "commonweal.core.middleware.SecondFactor",
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
        # Sign-in limits live here: a small cache could be flooded until it forgets them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
REDIS_URL = ENV.text(
    "REDIS_URL",
    "",
    "Shared cache in Redis or Valkey, by the extra commonweal[redis]. "
    "Without it, a table of the database.",
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
    "commonweal.core.backends.SignIn",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
STAFF_SECOND_FACTOR = ENV.flag(
    "STAFF_SECOND_FACTOR",
    not DEMO,
    "Partners, evaluators, team and stewards must use a second factor.",
)
ACCOUNT_ADAPTER = "commonweal.core.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# A password is one's own choice, made later; with it listed here, one may sign in with it.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_FORMS = {
    "login": "commonweal.core.forms.SignIn",
    "request_login_code": "commonweal.core.forms.RequestCode",
    "confirm_login_code": "commonweal.core.forms.ConfirmSignIn",
    "signup": "commonweal.core.forms.SignUp",
    "confirm_email_verification_code": "commonweal.core.forms.ConfirmAddress",
    "add_email": "commonweal.core.forms.ChangeAddress",
    "reset_password": "commonweal.core.forms.ForgottenPassword",
    "confirm_password_reset_code": "commonweal.core.forms.ConfirmReset",
    "reset_password_from_key": "commonweal.core.forms.NewPassword",
    "change_password": "commonweal.core.forms.ChangePassword",
    "set_password": "commonweal.core.forms.ChoosePassword",
    "reauthenticate": "commonweal.core.forms.ConfirmPassword",
}
MFA_ADAPTER = "commonweal.core.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "commonweal.core.forms.SecondStep",
    "reauthenticate": "commonweal.core.forms.ConfirmSecondStep",
    "activate_totp": "commonweal.core.forms.ActivateApp",
    "add_webauthn": "commonweal.core.forms.AddPasskey",
    "edit_webauthn": "commonweal.core.forms.RenamePasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = COMMUNITY_NAME
# The clock of a phone may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.number(
    "TRUSTED_PROXIES",
    0,
    "Reverse proxies in front of the web server. Sign-in limits count the address before them.",
)

OIDC_NAME = ENV.text(
    "OIDC_NAME", "", "What the button for single sign-on says, such as “NHS login”."
)
OIDC_SERVER_URL = ENV.text(
    "OIDC_SERVER_URL",
    "",
    "Address of the OpenID Connect provider. Single sign-on is offered when this is set.",
)
OIDC_CLIENT_ID = ENV.text("OIDC_CLIENT_ID", "", "This site’s id at that provider.")
OIDC_CLIENT_SECRET = ENV.text("OIDC_CLIENT_SECRET", "", "This site’s secret at that provider.")
SOCIALACCOUNT_ADAPTER = "commonweal.core.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_FORMS = {"signup": "commonweal.core.forms.SingleSignUp"}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME or "single sign-on",
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}
# A browser follows the sign-in form to the provider only when the policy names it.
OIDC_ORIGIN = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER_URL))] * bool(OIDC_SERVER_URL)
# Somebody else's word for an address must never open an account that is here already.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False

# In the session and not in a cookie of their own: the privacy page says which cookies there are.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
# The proxy in front redirects to https (W008). What else lives under this domain, and whether
# browsers are to know it by heart, is the operator's to say (W005, W021).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_HOST = ENV.text("EMAIL_HOST", "localhost", "SMTP server for outgoing mail.")
EMAIL_PORT = ENV.number("EMAIL_PORT", 25, "Port of the SMTP server.")
EMAIL_HOST_USER = ENV.text("EMAIL_HOST_USER", "", "User name at the SMTP server.")
EMAIL_HOST_PASSWORD = ENV.text("EMAIL_HOST_PASSWORD", "", "Password at the SMTP server.")
EMAIL_TIMEOUT = 10  # seconds: a mail server that hangs must not hold every thread
EMAIL_USE_TLS = ENV.flag("EMAIL_USE_TLS", False, "Start TLS with the SMTP server.")
DEFAULT_FROM_EMAIL = ENV.text(
    "DEFAULT_FROM_EMAIL", "Commonweal <no-reply@example.org>", "Sender of all mail."
)
EMAIL_BACKEND = "commonweal.core.mail.DemoBackend" if DEMO else "commonweal.core.mail.ServerBackend"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGIN],
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
