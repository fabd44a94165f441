"""Settings of Django for the pages; what differs per machine comes from the environment."""

from __future__ import annotations

import os

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from allocator.store.places import DEFAULT_STORE, STORE, database_of
from allocator.web.configuration import configuration

OURS = configuration()

DEBUG = False
SECRET_KEY = OURS.secret_key
ALLOWED_HOSTS = list(OURS.hosts)
ROOT_URLCONF = "allocator.web.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "taal"
LANGUAGE_COOKIE_SAMESITE = "Lax"

DATABASES = {"default": database_of(os.environ.get(STORE, DEFAULT_STORE))}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "allocator.store",
    "allocator.web",
]
# What adds headers comes first, so that files, redirects and refusals have them too.
MIDDLEWARE = [
    "allocator.web.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "allocator.web.middleware.speaking",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "allocator.web.signing_in.guard.second_factor",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allocator.web.middleware.TellingErrors",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "allocator.web.context.shell",
            ],
            "builtins": ["allocator.web.templatetags.words"],
            "string_if_invalid": "",
        },
    }
]

# --- accounts -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "web.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allocator.web.signing_in.backends.LocalBackend",
    "allocator.web.signing_in.sso.SingleSignOnBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "allocator.web.signing_in.passwords.NotPlain"},
]
LOGIN_URL = reverse_lazy("log_in")
LOGIN_REDIRECT_URL = reverse_lazy("home")
LOGOUT_REDIRECT_URL = reverse_lazy("log_in")
OTP_TOTP_ISSUER = "plaatswijs"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username", "ip_address"]
AXES_HANDLER = "allocator.web.signing_in.throttling.Attempts"
AXES_USERNAME_CALLABLE = "allocator.web.signing_in.throttling.name_of"
AXES_CLIENT_IP_CALLABLE = "allocator.web.signing_in.throttling.address_of"
AXES_WHITELIST_CALLABLE = "allocator.web.signing_in.throttling.no_name"
AXES_LOCKOUT_CALLABLE = "allocator.web.signing_in.throttling.locked"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who logged in stands in our own log
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "next", "csrfmiddlewaretoken"]
AXES_VERBOSE = False

# --- cookies and transport ----------------------------------------------------------------------

SECURE = not OURS.demo
SESSION_COOKIE_NAME = "__Host-sessie" if SECURE else "sessie"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "allocator.web.failures.csrf"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OURS.behind_proxy else None
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
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # Quota, below, stops much sooner, with a page that says so
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "allocator.web.facts.quota.Quota",  # before anything is kept
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- work in the background, mail, logging ------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if OURS.mail.host else 'console'}.EmailBackend"
EMAIL_HOST = OURS.mail.host
EMAIL_PORT = OURS.mail.port
EMAIL_HOST_USER = OURS.mail.user
EMAIL_HOST_PASSWORD = OURS.mail.password
EMAIL_USE_TLS = OURS.mail.tls == "start"
EMAIL_USE_SSL = OURS.mail.tls == "yes"
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = OURS.mail.sender
LOGGING_CONFIG = None
