"""Where a request comes from: its address, what browser it says it is, and the mark of a browser that is known here."""

import re
import secrets

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from lineside.access.guessing import account_mark
from lineside.access.rules import Tried

COOKIE = settings.BROWSER_COOKIE_NAME
SALT = "lineside.browser"
LASTS = 400 * 24 * 60 * 60  # as long as browsers keep a cookie
KNOWN_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = ("Windows", "Android", "iPhone", "Mac OS X", "Linux")


def address_of(request: HttpRequest) -> str:
    """The client's address, through as many proxies as the settings trust; nothing when that cannot be told."""
    try:
        return str(get_adapter(request).get_client_ip(request))[:60]
    except (ImproperlyConfigured, PermissionDenied):
        return ""


def browser_words(request: HttpRequest) -> str:
    """`Firefox on Windows`: enough for a person to know their own desk again."""
    said = request.headers.get("User-Agent", "")[:300]
    browser = next((name for mark, name in KNOWN_BROWSERS if mark in said), "Unknown browser")
    system = next((name for name in SYSTEMS if name in said), "")
    workstation = re.sub(r"[^\w. -]", "", request.headers.get("X-Workstation", ""))[:40]
    return " ".join(filter(None, (browser, f"on {system}" if system else "", workstation)))[:120]


def browser_mark(request: HttpRequest) -> str:
    """The mark that this browser was given when somebody of the force signed in here; nothing for a stranger."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS))[:40]
    except signing.BadSignature:
        return ""


def mark_browser(request: HttpRequest, response: HttpResponseBase) -> None:
    """Somebody of the force has signed in here: this browser is a stranger no more."""
    mark = browser_mark(request) or secrets.token_hex(12)
    response.set_cookie(
        COOKIE,
        signing.dumps(mark, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def tried(request: HttpRequest, step: str, username: str) -> Tried:
    return Tried(
        step=step,
        account=account_mark(username),
        browser=browser_mark(request),
        address=address_of(request),
    )
