"""The API under /api/v1: each room's router, one way to sign in, one shape of refusal (RFC 9457)."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security.base import AuthBase

from lineside.kernel.errors import Refusal

TITLES = {401: "Not signed in", 403: "Not permitted", 404: "Not found", 409: "Changed meanwhile", 422: "Refused"}


class KeyOrSitting(AuthBase):
    """An API client's key, or the sitting of the browser (which then must carry the CSRF token)."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:  # noqa: ANN401 - whoever acts
        actor = request.actor  # type: ignore[attr-defined]
        if actor.id is None:
            return None
        if actor.kind == "person" and (
            refused := CsrfViewMiddleware(lambda _: HttpResponse()).process_view(
                request, lambda _: HttpResponse(), (), {}
            )
        ):
            raise HttpError(refused.status_code, "Send the CSRF token of this sitting.")
        return actor


api = NinjaAPI(
    title="Lineside",
    version="1",
    description="Everything a screen does is an operation here.",
    auth=KeyOrSitting(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)


def problem(status: int, sentence: str, **more: Any) -> JsonResponse:
    body = {"type": "about:blank", "title": TITLES.get(status, "Refused"), "status": status, "detail": sentence, **more}
    return JsonResponse(body, status=status, content_type="application/problem+json")


@api.exception_handler(Refusal)
def refused(_: HttpRequest, refusal: Refusal) -> HttpResponse:
    more = {"field": refusal.field} if refusal.field else {}
    return problem(refusal.status, refusal.sentence, **more)


@api.exception_handler(ValidationError)
def misshapen(_: HttpRequest, error: ValidationError) -> HttpResponse:
    found = [{"field": ".".join(map(str, each["loc"][1:])), "says": each["msg"]} for each in error.errors]
    return problem(422, "The request has not the shape this operation takes; see errors.", errors=found)


@api.exception_handler(HttpError)
def http_error(_: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


@api.exception_handler(AuthenticationError)
def not_signed_in(_: HttpRequest, __: Exception) -> HttpResponse:
    return problem(401, "Sign in, or send an API key as a bearer token.")


# These two say their paths without their name; at the root, a file's key would catch every other path of one part.
UNDER_THEIR_NAME = ("contacts", "files")

for room in settings.ROOMS:
    name = f"lineside.{room}.api"
    if room != "site" and find_spec(name):
        prefix = f"/{room}" if room in UNDER_THEIR_NAME else ""
        api.add_router(prefix, import_module(name).router, tags=[room.split(".")[-1]])
