"""One settings file, driven by the environment; `.env.example` lists every variable."""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")
env.ENVIRON.setdefault("PYTHAINLP_READ_ONLY", "1")  # else its import makes a folder in the home of the process
env.ENVIRON["OPENPYXL_LXML"] = "False"  # with lxml it would read workbooks with entities, which defusedxml refuses

DEBUG = env.bool("DEBUG", default=False)
DATA_DIR = Path(env.str("PMQA_DATA_DIR", default=str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o750)


def secret_key() -> str:
    """The key from the environment, else one kept in the data folder, made at the first start."""
    given = env.str("SECRET_KEY", default="")
    if given:
        if not DEBUG and (len(given) < 50 or len(set(given)) < 5 or "sample" in given):
            raise ImproperlyConfigured("SECRET_KEY is a sample or shorter than 50 characters.")
        return given
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The demonstration (interchange.md, "Roles and demonstration people").
PMQA_DEMO = env.bool("PMQA_DEMO", default=False)
PMQA_DEMO_PUBLIC = env.bool("PMQA_DEMO_PUBLIC", default=False)
PMQA_ADMIN = env.bool("PMQA_ADMIN", default=False)
PORT = env.int("PORT", default=8000)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "thai",
    "accounts",
    "criteria",
    "assessments",
    "improvement",
    "reports",
    "api",
    "pmqa",
]
if PMQA_ADMIN:
    INSTALLED_APPS.insert(0, "pmqa.admin_site.SuperuserAdminConfig")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "pmqa.middleware.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pmqa.middleware.UploadSlots",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "reports.again.SendAgain",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pmqa.middleware.RenewSession",
    "pmqa.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pmqa.middleware.PlainNotFound",
]

ROOT_URLCONF = "pmqa.urls"
WSGI_APPLICATION = "pmqa.wsgi.application"
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
                "pmqa.context.product",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"


def database() -> dict:
    """SQLite in WAL with durable commits, or PostgreSQL with persistent, checked connections (stack.md 4)."""
    settings = env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
    if settings["ENGINE"].endswith("sqlite3"):
        pragmas = "journal_mode=WAL synchronous=FULL temp_store=MEMORY mmap_size=134217728 cache_size=-20000"
        settings["CONN_MAX_AGE"] = None
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas.split()),
        }
    else:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Of all processes of a machine: counters of the rate limits, and what each session took away last (reports/again.py).
IN_FILES = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}
CACHES = {
    "default": IN_FILES | {"LOCATION": DATA_DIR / "cache"},
    "downloads": IN_FILES | {"LOCATION": DATA_DIR / "cache" / "downloads"},
}

# Background jobs: rows of the same database, worked off by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "reports"]}}

# Mail is written to the job queue; the worker sends it by EMAIL_URL (default: files in the data folder).
EMAIL_BACKEND = "accounts.mail.QueuedBackend"
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_CONFIG = env.email_url_config(EMAIL_URL or f"filemail:///{DATA_DIR / 'mail'}")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="pmqa@localhost")
# Where people open the product: begins the links of mails that no page asked for, and of the QR codes on paper.
PMQA_BASE_URL = env.str("PMQA_BASE_URL", default=f"http://127.0.0.1:{PORT}")

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "assessments:home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_PREVENT_ENUMERATION = True
# A whole agency signs in from one address: pages are limited widely, wrong passwords narrowly.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "upload": "30/m/user",
    "check": "60/m/ip",
}

# Sessions: half an hour idle (renewed by `pmqa.middleware.RenewSession`), twelve hours in all, ended with the browser.
SESSION_COOKIE_AGE = 30 * 60
SESSION_ABSOLUTE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

# Transport: TLS is expected wherever DEBUG is off (PMQA_HTTPS=0 for a closed test network).
HTTPS = env.bool("PMQA_HTTPS", default=not DEBUG)
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 63072000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = env.bool("PMQA_HSTS_PRELOAD", default=True)
# Only a reverse proxy of our own may say who asks, and how; without one these headers are anybody's.
if env.bool("PMQA_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Language and time: Thai is the source language; พ.ศ. is written by the `thai` app.
LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_I18N = USE_TZ = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static_root"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"


def evidence_storage() -> dict:
    """Files of evidence: a private folder, or a private bucket of any S3-compatible service."""
    bucket = env.str("PMQA_S3_BUCKET", default="")
    if not bucket:
        options = {"location": DATA_DIR / "evidence", "directory_permissions_mode": 0o750}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.str("PMQA_S3_ENDPOINT", default=None),
        "region_name": env.str("PMQA_S3_REGION", default=None),
        "access_key": env.str("PMQA_S3_ACCESS_KEY", default=None),
        "secret_key": env.str("PMQA_S3_SECRET_KEY", default=None),
        "default_acl": "private",
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": evidence_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
REPORTS_DIR = DATA_DIR / "reports"
CAPSULES_DIR = DATA_DIR / "capsules"
# The office may put a template of its own in the place of this one (docs/word-template.md).
PMQA_WORD_TEMPLATE = Path(env.str("PMQA_WORD_TEMPLATE", default=str(BASE_DIR / "fixtures" / "word" / "report.docx")))
# A PDF is made in a process of its own, killed beyond so much CPU time (by the clock three times that) and memory.
PDF_SECONDS = env.int("PMQA_PDF_SECONDS", default=60)
PDF_MEGABYTES = env.int("PMQA_PDF_MEGABYTES", default=512)
# Whether reports of what was submitted or approved are made before anybody asks.
REPORTS_AHEAD = env.bool("PMQA_REPORTS_AHEAD", default=True)


def emblem() -> Path | None:
    """The picture on memos: PNG or JPEG, 1.5 cm high on paper; without one its place stays blank."""
    given = env.str("PMQA_EMBLEM", default="")
    if not given:
        return None
    path = Path(given).resolve()
    if not path.is_file() or path.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
        raise ImproperlyConfigured("PMQA_EMBLEM names no PNG or JPEG file.")
    return path


PMQA_EMBLEM = emblem()
FILE_UPLOAD_PERMISSIONS = 0o640
# Uploads go straight to disk, and no further than the limit of one file.
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True, mode=0o750)
FILE_UPLOAD_HANDLERS = [
    "assessments.files.limit.LimitedUpload",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Limits (interchange.md, quality.md)
PMQA_TEXT_LIMIT = env.int("PMQA_TEXT_LIMIT", default=20_000)
PMQA_FILE_LIMIT = env.int("PMQA_FILE_LIMIT_MB", default=20) * 1024 * 1024
PMQA_LOCKER_LIMIT = env.int("PMQA_LOCKER_LIMIT_MB", default=2048) * 1024 * 1024
# Requests of programs: of one person with a token, and from one address without a living one.
PMQA_API_RATE = env.int("PMQA_API_RATE", default=120)
PMQA_API_RATES = {"person": f"{PMQA_API_RATE}/m", "address": "60/m"}
PMQA_CLAMD = env.str("PMQA_CLAMD", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
