"""The API under /api/v1: each room's router, one way to sign in, one shape of refusal (RFC 9457)."""

import hashlib
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from ninja.security.base import AuthBase
from pydantic_core import to_json

from lineside.kernel.errors import Refusal
from lineside.site import reference
from lineside.site.document import complete
from lineside.site.problems import AWAY, database_away, problem


class KeyOrSitting(AuthBase):
    """An API client's key, or the sitting of the browser (which then must carry the CSRF token)."""

    openapi_type = "http"

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


class Rendered(BaseRenderer):
    """As JSON by pydantic, which knows moments and keys without a call of Python for each."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ANN401, ARG002
        return to_json(data)


class Api(NinjaAPI):
    """Tags what it answers: the version that If-Match takes, then a digest of the answer's own bytes."""

    def create_response(self, request: HttpRequest, data: Any, **more: Any) -> HttpResponse:  # noqa: ANN401
        response = super().create_response(request, data, **more)
        version = data.get("version") if isinstance(data, dict) else None
        if request.method == "GET":
            digest = hashlib.sha256(response.content).hexdigest()[:16]
            response["ETag"] = f'"{digest}"' if version is None else f'"{version}-{digest}"'
        elif version is not None:
            response["ETag"] = f'"{version}"'
        return response

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**where)
        complete(document, self)
        return document


api = Api(
    title="Lineside",
    version="1",
    description="Everything a screen does is an operation here.",
    auth=KeyOrSitting(),
    renderer=Rendered(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)


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
    return problem(401)


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def database_error(_: HttpRequest, error: Exception) -> HttpResponse:
    said = database_away(error)
    return problem(503, "" if said == AWAY else said)


# These two say their paths without their name; at the root, a file's key would catch every other path of one part.
UNDER_THEIR_NAME = ("contacts", "files")

for room in settings.ROOMS:
    name = f"lineside.{room}.api"
    if room != "site" and find_spec(name):
        prefix = f"/{room}" if room in UNDER_THEIR_NAME else ""
        api.add_router(prefix, import_module(name).router, tags=[room.split(".")[-1]])
api.add_router("", reference.router, tags=["reference"])
