"""Headers that every answer carries, and the manners of the API's answers whoever gives them."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import get_conditional_response

from lineside.access.sessions import SittingMiddleware
from lineside.site.problems import TYPE, problem, unreadable

# The content policy names the live stream's origin and nothing wider.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        f"connect-src 'self' {settings.LIVE_ORIGIN}",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def carries_key(request: HttpRequest) -> bool:
    """A call of the API by a client, which has no sitting, form or page; with a wrong key it is nobody's."""
    return request.path.startswith("/api/") and request.META.get("HTTP_AUTHORIZATION", "").startswith("Bearer ")


class OfPeople:
    """In front of a middleware that serves people at browsers: a client's call passes it by."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response if carries_key(request) else super().__call__  # type: ignore[attr-defined, misc]
        return cast("HttpResponseBase", answer(request))


class Sittings(OfPeople, SittingMiddleware):
    pass


class Forms(OfPeople, CsrfViewMiddleware):
    pass


class SignedIn(OfPeople, AuthenticationMiddleware):
    pass


class Messages(OfPeople, MessageMiddleware):
    pass


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.ENVIRONMENT != "LIVE":  # whoever reads an answer by a program sees no bar
            response.headers["Lineside-Environment"] = settings.ENVIRONMENT
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def api_manners(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse a body that no operation takes, give every failure the shape of a problem, say when nothing changed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/api/"):
            return get_response(request)
        if status := _not_taken(request):
            return problem(status)
        response = get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type") != TYPE:  # noqa: PLR2004
            return _as_problem(response)
        if request.method == "GET" and isinstance(response, HttpResponse) and response.status_code == 200:  # noqa: PLR2004
            return get_conditional_response(request, response.headers.get("ETag"), response=response) or response
        return response

    return middleware


def plain_addresses(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refuse the address of a page that holds a NUL: no browser makes one, and the database keeps none."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        is_strange = "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", "")
        if is_strange and not request.path.startswith("/api/"):
            return unreadable(request, BadRequest())
        return get_response(request)

    return middleware


def _not_taken(request: HttpRequest) -> int:
    """413 or 415 for a body that is too large or is not JSON; else 0."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return 413
    return 415 if length and request.content_type != "application/json" else 0


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    told = problem(response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            told.headers[name] = response.headers[name]
    return told
