"""Refusals and failures on the wire: one shape (RFC 9457), one sentence, whoever noticed."""

import sys
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from psycopg.errors import DiskFull, IdleInTransactionSessionTimeout

TYPE = "application/problem+json"
RETRY_SECONDS = 5
SENTENCES = {
    400: "The request cannot be read; send JSON in UTF-8, and no control characters in the address.",
    401: "Sign in, or send an API key as a bearer token.",
    403: "This is not permitted.",
    404: "There is nothing at this address.",
    405: "This address does not take that method; Allow names those that it takes.",
    413: "The request is too large; send less at once.",
    415: "Send the body as application/json.",
    500: "Something broke on our side and is on record; nothing was stored. Tell the duty engineer.",
    503: "The database cannot take this just now; send it again in a moment, with the same Idempotency-Key.",
}
FULL = (
    "The database's disk is full and nothing was stored; tell the duty engineer, and send it again when there is room."
)
UNREADABLE = "What was sent cannot be read; open the page again and send it once more."
TOO_LARGE = "That is more than can be taken at once; shorten it, or send the rest by itself."
TOO_MANY = "That form has more fields than any of ours; open the page again and send it with less."
AWAY = "The database does not answer just now; nothing you typed is lost. Try again in a moment."


def problem(status: int, sentence: str = "", **more: Any) -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence or SENTENCES.get(status, SENTENCES[400 if status < 500 else 500]),  # noqa: PLR2004
        **more,
    }
    response = JsonResponse(body, status=status, content_type=TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def database_away(error: BaseException | None) -> str:
    """The sentence for an error of the database that passes by itself or by making room; empty for any other."""
    why = error.__cause__ if error else None
    if isinstance(why, DiskFull):
        return FULL
    passes = isinstance(error, OperationalError | InterfaceError) or isinstance(why, IdleInTransactionSessionTimeout)
    return AWAY if passes else ""


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of a request that it could not read, or would not."""
    status, sentence = 400, UNREADABLE
    if isinstance(exception, RequestDataTooBig):
        status, sentence = 413, TOO_LARGE
    elif isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        sentence = TOO_MANY
    if request.path.startswith("/api/"):
        return problem(status)
    return _told(request, sentence, "Not taken", status)


def _told(request: HttpRequest, sentence: str, title: str, status: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
    return render(request, "ui/broken.html", {"sentence": sentence, "title": title}, status=status)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler of what nobody caught."""
    sentence = database_away(sys.exc_info()[1])
    status = 503 if sentence else 500
    if request.path.startswith("/api/"):
        return problem(status, "" if sentence == AWAY else sentence)
    title = "Not just now" if sentence else "Something broke"
    return _told(request, sentence or SENTENCES[500], title, status)
