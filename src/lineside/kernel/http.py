"""What the API takes from HTTP for commands: the version that was seen, and the key of a request."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.http import HttpRequest

from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken

P = ParamSpec("P")
T = TypeVar("T")


def seen_version(request: HttpRequest) -> int:
    """The version named in If-Match; a change of a record must name it."""
    tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):  # noqa: PLR2004 - the digits of a version
        raise RuleBroken('Send the version you read in If-Match, as "3".', "If-Match")
    return int(tag)


def asked_once(request: HttpRequest, command: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run the command once for this request's Idempotency-Key."""
    return once(request.headers.get("Idempotency-Key", "").strip()[:150], command, *args, **kwargs)
