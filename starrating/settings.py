"""Settings. Everything that differs from one installation to the next comes from the environment (see README.md)."""

import smtplib
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from starrating import env
from starrating.cells.child.limits import MOST_BYTES
from starrating.db import connection
from starrating.web import issuer, middleware

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret_key(VAR_DIR / "secret-key")

# Who may reach the program, and how

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=LOOPBACK)
SERVES_OTHERS = not set(ALLOWED_HOSTS) <= set(LOOPBACK)
INSECURE_LAN = env.boolean("INSECURE_LAN", default=False)
HTTPS = env.boolean("HTTPS", default=SERVES_OTHERS and not INSECURE_LAN)
BEHIND_PROXY = env.boolean("BEHIND_PROXY", default=False)
# From where the word of a proxy is taken; whoever comes by another way is where the connection comes from.
PROXY_ADDRESSES = env.words("PROXY_ADDRESSES", default=["127.0.0.1", "::1"]) if BEHIND_PROXY else []
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[])

if HTTPS and INSECURE_LAN:
    raise ImproperlyConfigured("HTTPS=1 and INSECURE_LAN=1 contradict each other.")
if SERVES_OTHERS and not HTTPS and not INSECURE_LAN:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS names a host beyond this machine, so HTTPS must stay on; a school network without TLS must"
        " say so with INSECURE_LAN=1, and every page then carries a banner."
    )

# What the program is made of

OWN_APPS = ["starrating.texts", "starrating.operations", "students", "awards", "reports"]
INSTALLED_APPS = [
    "starrating.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "crispy_forms",
    "crispy_bootstrap5",
    "heroicons",
    "import_export",
    *OWN_APPS,
]

MIDDLEWARE = [
    "starrating.web.request_number.RequestNumberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "starrating.web.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "starrating.web.middleware.PageCompressionMiddleware",
    "starrating.faults.middleware.ReadingGoesOnSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "starrating.faults.middleware.OneEncodingMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "starrating.web.middleware.OwnWordsMiddleware",
    "starrating.web.middleware.PrivacyHeadersMiddleware",
    "starrating.faults.middleware.NotAllowedPageMiddleware",
    "starrating.web.middleware.AbsoluteSessionMiddleware",
    "students.sessions.middleware.IdleSignOutMiddleware",
    "students.sessions.middleware.SignInFirstMiddleware",
    "students.sessions.middleware.OwnPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "starrating.operations.audit.AuditOriginMiddleware",
]

# Where Prometheus may ask for figures (127.0.0.1:9464); off unless it is set, and wants requirements-metrics.lock.
METRICS_BIND = env.text("METRICS_BIND", "")
METRICS_ROOT = VAR_DIR / "metrics"
if METRICS_BIND:
    MIDDLEWARE.insert(1, "starrating.operations.metrics.counting.MetricsMiddleware")

ROOT_URLCONF = "starrating.urls"
WSGI_APPLICATION = "starrating.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "starrating.web.context.installation",
                "starrating.web.context.own_words",
                "students.permits.navigation.navigation",
                "awards.visit.context.visit",
            ],
            "builtins": ["starrating.operations.templatetags.words"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
# A layout that names what its form has not is a mistake, and no line in the log.
CRISPY_FAIL_SILENTLY = False

# Data

DATABASES = {"default": connection.configuration(env.database_url("DATABASE_URL"), VAR_DIR / "starrating.sqlite3")}
# The folder of daily backups, on another disk; none where it is not set.
BACKUP_DIR = env.text("BACKUP_DIR", "")
BACKUP_KEEP = env.integer("BACKUP_KEEP", 14, least=1)
# What a backup leaves behind: whoever is signed in signs in again, and a device is met for the first time.
NOT_CARRIED = frozenset(
    {
        "awards.WindowVisit",
        "operations.IdempotencyKey",
        "sessions.Session",
        "students.KnownDevice",
        "students.SetupWord",
        "students.SignIn",
        "students.SignInTries",
    }
)
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
# Files made in the background, until their owner has fetched them.
MADE_ROOT = VAR_DIR / "made"
# Who makes the files that take long: `starrating.operations` runs them and knows no app.
JOB_MAKERS = "reports.jobs.MAKERS"
STATIC_URL = "/static/"
# Pages name files by their hash only: each is compressed once.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# They are for our own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATICFILES_DIRS = [BASE_DIR / "static"]
# Cut from the font of the papers by `manage.py prepare`; the style sheets name it.
RARE_FONT = BASE_DIR / "static" / "fonts" / "rare.woff2"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "starrating.web.assets.AssetFinder"]
STATICFILES_STORAGE_WHEN_SERVED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else STATICFILES_STORAGE_WHEN_SERVED
    },
}
# Files stay in memory and never become temporary ones: as many as are read together, in one request.
FILE_UPLOAD_HANDLERS = ["starrating.web.memory_upload.MemoryOnlyUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MOST_BYTES
# More than are read together, so that the form says how many are.
DATA_UPLOAD_MAX_NUMBER_FILES = 400
# What is not a file.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# A sheet sent whole is 48 pupils by 11 items, three fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000

# Papers

# Fonts of the school's own, such as LXGW WenKai for certificates; the program's own are always there.
FONT_DIR = env.text("FONT_DIR", "")
# How guardians reach the program from outside (https://stars.school.example), for the codes on letters.
PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", "").rstrip("/")

# Reminders

# Without a host there is no e-mail; what follows is Django's own.
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.integer("EMAIL_PORT", 465, least=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = env.boolean("EMAIL_USE_SSL", default=EMAIL_PORT == smtplib.SMTP_SSL_PORT)
EMAIL_USE_TLS = not EMAIL_USE_SSL and env.boolean("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", EMAIL_HOST_USER)
# Robots of other services than the three, such as a school's own, as https://chat.school.example.
REMINDER_ORIGINS = env.words("REMINDER_ORIGINS", default=[])

# Signing in

AUTH_USER_MODEL = "students.User"
# Waits by account and device: one address is a whole school, and by account alone pupils could lock a teacher out.
AUTHENTICATION_BACKENDS = ["students.sessions.throttle.ThrottledBackend"]
LOGIN_URL = "sign_in"
CSRF_FAILURE_VIEW = "starrating.faults.pages.form_expired"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
PASSWORD_HASHERS = ["starrating.web.hashers.SchoolArgon2PasswordHasher"]
# Length by who it is, nothing of the person, nothing common, not digits only; with our own sentences.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "students.sessions.password_rules.LengthRule"},
    {"NAME": "students.sessions.password_rules.OneselfRule"},
    {"NAME": "students.sessions.password_rules.CommonRule"},
    {"NAME": "students.sessions.password_rules.DigitsRule"},
]
# Codes from a phone wait by the same rule as passwords, which has an end; the library's own doubles for ever.
OTP_TOTP_THROTTLE_FACTOR = 0
OTP_STATIC_THROTTLE_FACTOR = 0
OTP_TOTP_ISSUER = issuer.issuer

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 8 * 60 * 60
# Nobody asks for a page for so long: the teacher has left a classroom's PC.
SESSION_IDLE_SECONDS = 60 * env.integer("SESSION_IDLE_MINUTES", 30, least=1)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"

# What every answer carries

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz(/(live|ready|backup))?$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Preloading is a decision about the whole domain, which is the school's or the district's to make, not a program's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [middleware.NONE],
    "script-src": [middleware.SELF],
    "style-src": [middleware.SELF],
    # Bootstrap's style sheet draws its ticks and arrows as data: images.
    "img-src": [middleware.SELF, "data:"],
    "font-src": [middleware.SELF],
    "connect-src": [middleware.SELF],
    "manifest-src": [middleware.SELF],
    "form-action": [middleware.SELF],
    "frame-ancestors": [middleware.NONE],
    "base-uri": [middleware.NONE],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# Language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["starrating.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "django_language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Logs

# Made with the first line: a folder that cannot be written keeps nobody from a page.
LOG_DIR = Path(env.text("LOG_DIR", str(VAR_DIR / "logs"))).expanduser().resolve()
# The law asks networks for half a year (Cybersecurity Law 23). What strangers cause is bounded too: the audit, where
# sign-ins are, grows by nothing that they do and is never shortened.
LOG_DAYS = env.integer("LOG_DAYS", 180, least=180)
# Who was shown what of pupils: the same half a year at least, three years unless said.
READINGS_DAYS = env.integer("READINGS_DAYS", 3 * 365, least=180)
LOG_MAX_MB = env.integer("LOG_MAX_MB", 200, least=20)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "number": {"()": "starrating.web.request_number.WithRequestNumber"},
        "once": {"()": "starrating.logs.lines.OncePerRequest"},
    },
    "formatters": {"json": {"()": "starrating.logs.lines.JsonLine"}, "words": {"()": "starrating.logs.lines.WordLine"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "words", "filters": ["number", "once"]},
        "file": {
            "class": "starrating.logs.files.DatedFiles",
            "folder": LOG_DIR,
            "days": LOG_DAYS,
            "most": LOG_MAX_MB * 1024 * 1024,
            "formatter": "json",
            "filters": ["number", "once"],
        },
    },
    # Without handlers of its own, which Django gives it.
    "loggers": {"django": {"handlers": [], "level": "WARNING"}},
    "root": {"handlers": ["console", "file"], "level": "WARNING"},
}
if METRICS_BIND:
    LOGGING["handlers"]["failed_sign_ins"] = {"class": "starrating.operations.metrics.counting.FailedSignIns"}
    LOGGING["loggers"]["students.sign_in"] = {"handlers": ["failed_sign_ins"]}
