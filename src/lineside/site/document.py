"""The API's document: what django-ninja says, and what every operation keeps to as `@reads` and `@changes` tell it."""

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from lineside.site.problems import TYPE
from lineside.ui.operations import Keeps

if TYPE_CHECKING:
    from ninja import NinjaAPI

Part = dict[str, Any]
PROBLEM: Part = {
    "title": "Problem",
    "description": "A refusal or a failure (RFC 9457); `detail` is one sentence that says what to do.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": "string", "description": "The input that is refused."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "says"],
                "properties": {"field": {"type": "string"}, "says": {"type": "string"}},
            },
        },
    },
    "examples": [
        {
            "type": "about:blank",
            "title": "Conflict",
            "status": 409,
            "detail": "This incident has changed since you opened it; look at what is new and send yours again.",
        }
    ],
}
SCHEMES: Part = {
    "key": {"type": "http", "scheme": "bearer", "description": "The key of an API client, with its scopes."},
    "sitting": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "A signed-in browser; it sends X-CSRFToken with every change.",
    },
}
ALWAYS = (400, 401, 403, 422, 500, 503)


def complete(document: Part, api: "NinjaAPI") -> Part:
    """Add rights, preconditions, keys, tags and problems to each operation."""
    keeps = {api.get_openapi_operation_id(each): each.view_func.keeps for each in operations(api)}
    for item in document["paths"].values():
        for method, operation in item.items():
            _tell(operation, method, keeps[operation["operationId"]])
    document["components"]["schemas"]["Problem"] = PROBLEM
    document["components"]["securitySchemes"] = SCHEMES
    document["servers"] = [{"url": "/"}]
    return document


def as_json(api: "NinjaAPI") -> Part:
    """The document as it is read: every name in it a text."""
    document: Part = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    return document


def operations(api: "NinjaAPI") -> list[Any]:
    """Every operation that was mounted."""
    return [
        operation
        for bound in api._get_bound_routers()  # noqa: SLF001 - as its own OpenAPI document is made
        for path in bound.path_operations.values()
        for operation in path.operations
    ]


def _tell(operation: Part, method: str, keeps: Keeps) -> None:
    operation["security"] = [{"key": [keeps.needs]}, {"sitting": [keeps.needs]}]
    operation["parameters"] += _parameters(operation, method, keeps)
    if keeps.no_version_because:
        said = operation.get("description", "")
        operation["description"] = f"{said}\n\nTakes no If-Match: {keeps.no_version_because}".strip()
    if keeps.shows_once:
        said = operation.get("description", "")
        once = f"`{keeps.shows_once}` is kept nowhere and stands in the first answer only; a repeat gets it empty."
        operation["description"] = f"{said}\n\n{once}".strip()
    for status in _statuses(operation, method, keeps):
        operation["responses"].setdefault(status, _problem(status))
    if method == "get":
        operation["responses"][304] = {"description": "Not Modified: it is still what If-None-Match names."}
        operation["responses"][200]["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}


def _parameters(operation: Part, method: str, keeps: Keeps) -> list[Part]:
    found = []
    if method == "get":
        found.append(
            _header("If-None-Match", "The ETag you hold; 304 when nothing has changed.", '"3-5e0c6b1f2a7d4e90"')
        )
    if keeps.takes_version:
        said = "The ETag you read, or its version alone; 428 without it, 409 when it is behind."
        found.append(_header("If-Match", said, '"3"', required=True))
    if keeps.command and not keeps.key_in_body:
        said = "Any text of your own: the same key again is the same deed, and gets the first answer."
        found.append(_header("Idempotency-Key", said, "6f1d5a0e-call-4711"))
    if keeps.sighting and "why" not in {each["name"] for each in operation["parameters"]}:
        said = "Why you look; it goes on the audit trail."
        found.append(
            {"in": "query", "name": "why", "schema": {"type": "string"}, "required": False, "description": said}
        )
    return found


def _header(name: str, said: str, example: str, *, required: bool = False) -> Part:
    schema = {"type": "string", "pattern": r'^"[0-9]{1,9}(-[0-9a-f]+)?"$'} if required else {"type": "string"}
    return {"in": "header", "name": name, "schema": schema, "required": required, "description": said,
            "example": example}  # fmt: skip


def _statuses(operation: Part, method: str, keeps: Keeps) -> list[int]:
    found = list(ALWAYS)
    if any(each["in"] == "path" for each in operation["parameters"]) or method == "post":
        found.append(404)
    if keeps.command:
        found.append(409)
    if keeps.takes_version:
        found.append(428)
    if method == "post":
        found += [413, 415]
    return found


def _problem(status: int) -> Part:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
