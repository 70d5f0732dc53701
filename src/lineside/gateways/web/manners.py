"""What the public's process keeps to: how large a request may be, its headers, and what it says when it refuses."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext

from lineside.gateways.web import rules, views

TOO_LARGE, UNREAD, REFUSED, GONE, BROKEN = 413, 400, 403, 404, 500
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The address of a reporter's page is its secret. With `no-referrer` a browser would name no origin to us either,
    # and no form of ours could be told from another site's.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
Answer = Callable[[HttpRequest], HttpResponseBase]


def manners(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        if _length(request) > rules.LARGEST_REQUEST:
            with translation.override(translation.get_language_from_path(request.path) or settings.LANGUAGE_CODE):
                response: HttpResponseBase = too_large(request)
        else:
            response = get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return middleware


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001 - Django's own signature
    """The same page as it was sent, with a fresh mark; sending it again goes through, and nothing typed is lost."""
    told = gettext("Your browser did not keep this page's cookie. Allow it, check your answers and send them again.")
    try:
        found = resolve(request.path)
    except Resolver404:
        return not_here(request)
    if found.func is views.report:
        return views.report(request, told, REFUSED)
    if found.func is views.follow:
        return views.follow(request, found.kwargs["link"], told, REFUSED)
    return not_here(request)


def too_large(request: HttpRequest) -> HttpResponse:
    return views.show(request, "said", TOO_LARGE, title=gettext("Too large"), sentence=gettext(
        "What you sent is too large. Go back, and choose fewer or smaller files; your words are still there."
    ))  # fmt: skip


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's own signature
    return views.show(request, "said", UNREAD, title=gettext("We could not read this"), sentence=gettext(
        "Go back and send it again. If it goes wrong again, text 61016."
    ))  # fmt: skip


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's own
    return views.show(request, "said", GONE, title=gettext("This page is not here"), sentence=gettext(
        "Check the address, or start a report from the first page."
    ))  # fmt: skip


def broken(request: HttpRequest) -> HttpResponse:
    return views.show(request, "said", BROKEN, title=gettext("Something went wrong"), sentence=gettext(
        "Go back and send it again in a minute. If you cannot wait, text 61016."
    ))  # fmt: skip


def _length(request: HttpRequest) -> int:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdigit() else 0
