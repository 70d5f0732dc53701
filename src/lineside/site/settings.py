"""Every setting, in one file; what differs from place to place comes from the environment."""

import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

from lineside.site import environment as env
from lineside.site.contained import TRAINING, contain, read_peers
from lineside.site.rooms import ROOMS

PACKAGE = Path(__file__).resolve().parents[1]
BASE_DIR = PACKAGE.parents[1]
VAR = env.folder("LINESIDE_VAR", BASE_DIR / "var")
FILES_DIR = env.folder("LINESIDE_FILES", VAR / "files")
TESTING = "pytest" in sys.modules

DEBUG = False
SECRET_KEY = env.text("LINESIDE_SECRET_KEY") or secrets.token_urlsafe(50)
PORT = env.number("LINESIDE_PORT", 8000)
LIVE_PORT = env.number("LINESIDE_LIVE_PORT", PORT + 1)
HOST = env.text("LINESIDE_HOST", "127.0.0.1")
ORIGIN = env.text("LINESIDE_ORIGIN", f"http://{HOST}:{PORT}")
REPORT_PORT = env.number("LINESIDE_REPORT_PORT", PORT + 10)  # the public's form, in a process of its own
REPORT_ORIGIN = env.text("LINESIDE_REPORT_ORIGIN", f"http://{HOST}:{REPORT_PORT}")
LIVE_ORIGIN = env.text("LINESIDE_LIVE_ORIGIN", f"http://{HOST}:{LIVE_PORT}")
ALLOWED_HOSTS = [str(urlsplit(ORIGIN).hostname), "127.0.0.1", "localhost", *(["testserver"] if TESTING else [])]
CSRF_TRUSTED_ORIGINS = [ORIGIN]
# While a force enters its sign-offs for the first time they may be advice alone; the supervisor's desk says so.
SIGN_OFFS_ENFORCED = env.truth("LINESIDE_SIGN_OFFS_ENFORCED", default=True)
ENVIRONMENT = env.text("LINESIDE_ENVIRONMENT", "LIVE")  # LIVE, DEMO, EXERCISE or TRAINING: the bar across the top
FORCE = env.text("LINESIDE_FORCE", "Lineside Railway Police")
FORCE_PREFIX = env.text("LINESIDE_FORCE_PREFIX", "LS")

_app_url = env.text("DATABASE_URL", "postgresql://lineside_app@127.0.0.1:5432/lineside")
_owner_url = env.text("DATABASE_OWNER_URL") or _app_url
AS_OWNER = env.truth("LINESIDE_AS_OWNER") or TESTING
APP_ROLE = urlsplit(_app_url).username or "lineside_app"
DATABASES = {
    "default": env.database(
        _owner_url if AS_OWNER else _app_url, 0 if TESTING or AS_OWNER else env.number("LINESIDE_POOL", 16)
    )
}
if TESTING:
    DATABASES["default"]["TEST"] = {"NAME": env.text("LINESIDE_TEST_DB", "test_lineside")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "leaflet",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    *(
        f"lineside.{room}.apps.{room.split('.')[-1].title().replace('_', '')}Config"
        if (PACKAGE / room.replace(".", "/") / "apps.py").exists()
        else f"lineside.{room}"
        for room in ROOMS
    ),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lineside.site.middleware.security_headers",
    "lineside.site.middleware.api_manners",
    "lineside.site.middleware.plain_addresses",
    "lineside.site.middleware.Sittings",
    "django.middleware.common.CommonMiddleware",
    "lineside.site.middleware.Forms",
    "lineside.site.middleware.SignedIn",
    "lineside.site.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lineside.access.middleware.who_acts",
]
ROOT_URLCONF = "lineside.site.urls"
WSGI_APPLICATION = "lineside.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "lineside.ui.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "access" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lineside.ui.frame.what_for",
            ]
        },
    },
]
# The way in is allauth's, whose templates are Django's; what a person has of their own stands in our frame.
TEMPLATES[0]["DIRS"] = [
    PACKAGE / room.replace(".", "/") / ("pages" if room == "access" else "templates") for room in ROOMS
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name")},
    },
    {"NAME": "lineside.access.passwords.NotOfThisPlace"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.ScryptPasswordHasher"]
)
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lineside.access.adapters.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # they count in one process's memory; access.guessing counts in the database
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = FORCE
MFA_ADAPTER = "lineside.access.secrecy.KeptSecret"
MFA_FORMS = {"authenticate": "lineside.access.adapters.CodeForm"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("LINESIDE_PROXIES", 0)

IS_HTTPS = ORIGIN.startswith("https")
# A browser takes a cookie of this name only over https, for this host and the whole of it.
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_ENGINE = "lineside.access.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
BROWSER_COOKIE_NAME = f"{COOKIE_PREFIX}browser"
SESSION_COOKIE_AGE = 13 * 60 * 60  # until a sitting has its own end, which the policy sets
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "lineside.access.views.entrance.csrf_failed"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
if IS_HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

MAIL_DOMAIN = env.text("LINESIDE_MAIL_DOMAIN", "lineside.example")
SMTP_HOST = env.text("LINESIDE_SMTP_HOST", "127.0.0.1")
SMTP_PORT = env.number("LINESIDE_SMTP_PORT", 2525)
SMARTHOST = env.text("LINESIDE_SMARTHOST")  # host:port of the force's own server; none: replies wait
IMAP_URL = env.text("LINESIDE_IMAP_URL")
AUTHSERV_ID = env.text("LINESIDE_AUTHSERV_ID")  # by which the force's own server signs its Authentication-Results
DNS = env.text("LINESIDE_DNS")  # "system" or address:port,...: asked about senders; none: nobody
MAIL_RELAYS = env.text("LINESIDE_MAIL_RELAYS")  # networks of our own mail servers, or "none"; empty: private ones
AMI_URL = env.text("LINESIDE_AMI_URL")
SIP_LINES = env.text("LINESIDE_SIP_LINES")  # number=LINE_TYPE,...: what was dialled by SIP
EISEC_URL, EISEC_MAPPING = env.text("LINESIDE_EISEC_URL"), env.text("LINESIDE_EISEC_MAPPING")
RADIO_URL = env.text("LINESIDE_RADIO_URL")  # http(s)://user:secret@host:port of what stuns and unstuns radios
ROUTER_URL = env.text("LINESIDE_ROUTER_URL")  # http(s)://host:port of an OSRM router; none: times by road are estimates
TETRA_URL = env.text("LINESIDE_TETRA_URL")  # pei://host:port of the terminal by which radios are heard
HR_URL = env.text("LINESIDE_HR_URL")  # http(s)://user:secret@host:port of the HR system
PNC_URL, PNC_MAPPING = env.text("LINESIDE_PNC_URL"), env.text("LINESIDE_PNC_MAPPING")  # the PNC, or LEDS
MAIT_URL, MAIT_MAPPING = env.text("LINESIDE_MAIT_URL"), env.text("LINESIDE_MAIT_MAPPING")  # the hub of partner agencies
MAIT_ID = env.text("LINESIDE_MAIT_ID", "control.lineside.example")  # our address on it
MAIT_HOST, MAIT_KEY = env.text("LINESIDE_MAIT_HOST", "127.0.0.1"), env.text("LINESIDE_MAIT_KEY")
MAIT_PORT = env.number("LINESIDE_MAIT_PORT", 0)  # where the hub brings us messages
RADIO_MAPPING, HR_MAPPING = env.text("LINESIDE_RADIO_MAPPING"), env.text("LINESIDE_HR_MAPPING")
TRUST_URL, DARWIN_URL = (
    env.text("LINESIDE_TRUST_URL"),
    env.text("LINESIDE_DARWIN_URL"),
)  # stomp://user:secret@host/topic
AML_HOST = env.text("LINESIDE_AML_HOST", "127.0.0.1")
AML_PORT = env.number("LINESIDE_AML_PORT", 0)
AML_KEY, SMPP_URL = env.text("LINESIDE_AML_KEY"), env.text("LINESIDE_SMPP_URL")
CLAMD_URL = env.text("LINESIDE_CLAMD_URL")  # unix:///run/clamav/clamd.ctl or tcp://host:3310; none: not scanned
NOTIFY_URL, NOTIFY_KEY = env.text("LINESIDE_NOTIFY_URL"), env.text("LINESIDE_NOTIFY_KEY")
NOTIFY_TEMPLATE, MASTODON_URL = env.text("LINESIDE_NOTIFY_TEMPLATE"), env.text("LINESIDE_MASTODON_URL")
MASTODON_HANDLE, MASTODON_TOKEN = env.text("LINESIDE_MASTODON_HANDLE"), env.text("LINESIDE_MASTODON_TOKEN")
BLUESKY_URL = env.text("LINESIDE_BLUESKY_URL")
BLUESKY_HANDLE, BLUESKY_PASSWORD = env.text("LINESIDE_BLUESKY_HANDLE"), env.text("LINESIDE_BLUESKY_PASSWORD")
SOCIAL_HOST = env.text("LINESIDE_SOCIAL_HOST", "127.0.0.1")
SOCIAL_PORT = env.number("LINESIDE_SOCIAL_PORT", 0)  # where X and Meta call us, behind a proxy with TLS
X_URL = env.text("LINESIDE_X_URL", "https://api.x.com")
X_USER, X_SECRET, X_TOKEN = (env.text(f"LINESIDE_X_{name}") for name in ("USER", "SECRET", "TOKEN"))
META_URL = env.text("LINESIDE_META_URL", "https://graph.facebook.com/v21.0")
META_PAGE, META_INSTAGRAM = env.text("LINESIDE_META_PAGE"), env.text("LINESIDE_META_INSTAGRAM")
META_SECRET = env.text("LINESIDE_META_SECRET")
META_VERIFY = env.text("LINESIDE_META_VERIFY")
META_TOKEN = env.text("LINESIDE_META_TOKEN")

PROCRASTINATE_IMPORT_PATHS = [
    "lineside.kernel.worker",
    *(f"lineside.{room}.reactions" for room in ROOMS if (PACKAGE / room.replace(".", "/") / "reactions.py").exists()),
]
PROCRASTINATE_ON_APP_READY = None
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["out"], "level": env.text("LINESIDE_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]  # plain HTTP on loopback

# The public's own process sees nothing of the desks: other paths, no sittings, and logs that name nobody.
PUBLIC_FACE = {
    "ROOT_URLCONF": "lineside.gateways.web.public_urls",
    "ALLOWED_HOSTS": [
        str(urlsplit(REPORT_ORIGIN).hostname),
        "127.0.0.1",
        "localhost",
        *(["testserver"] if TESTING else []),
    ],
    "CSRF_TRUSTED_ORIGINS": [REPORT_ORIGIN],
    "CSRF_COOKIE_NAME": ("__Host-" if REPORT_ORIGIN.startswith("https") else "") + "report",
    "CSRF_COOKIE_SECURE": REPORT_ORIGIN.startswith("https"),
    "CSRF_COOKIE_SAMESITE": "Strict",
    "CSRF_COOKIE_HTTPONLY": True,
    "CSRF_COOKIE_AGE": None,
    "CSRF_FAILURE_VIEW": "lineside.gateways.web.manners.csrf_failed",
    "SECURE_HSTS_SECONDS": 31_536_000 if REPORT_ORIGIN.startswith("https") else 0,
    "LANGUAGES": [("en-gb", "English"), ("cy", "Cymraeg")],
    "LOCALE_PATHS": [PACKAGE / "gateways" / "web" / "locale"],
    "MIDDLEWARE": [
        "lineside.gateways.web.manners.manners",
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "allauth.account.middleware.AccountMiddleware",  # its app does not start without; nobody signs in here
    ],
    "LOGGING": {
        **LOGGING,
        "filters": {"discreet": {"()": "lineside.gateways.web.discreet.Discreet"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
    },
}
if env.text("LINESIDE_FACE") == "public":
    globals().update(PUBLIC_FACE)

# A training copy sends to its own peers and to itself; set last, so that what it is made of was read before.
if ENVIRONMENT == TRAINING and not TESTING:
    contain(
        {*read_peers(env.text("LINESIDE_PEERS")), *((HOST, port) for port in (PORT, LIVE_PORT, REPORT_PORT, SMTP_PORT))}
    )
