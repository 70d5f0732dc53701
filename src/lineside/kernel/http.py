"""What the API takes from HTTP for commands: the version that was seen, and the key of a request."""

import hashlib
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.http import HttpRequest

from lineside.kernel.commands import Key, once
from lineside.kernel.errors import RuleBroken, VersionMissing

P = ParamSpec("P")
T = TypeVar("T")
LONGEST_KEY = 150


def seen_version(request: HttpRequest) -> int:
    """The version named in If-Match, as "3" or as the tag of an answer, "3-5e0c..."; a change must name one."""
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise VersionMissing('Send the version you read in If-Match, as "3".', "If-Match")
    version = sent.removeprefix("W/").strip('"').partition("-")[0]
    if not (version.isascii() and version.isdigit() and len(version) < 10):  # noqa: PLR2004 - the digits of a version
        raise RuleBroken('If-Match names no version; send the ETag you were given, as "3".', "If-Match")
    return int(version)


def asked_once(request: HttpRequest, command: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run the command once for this request's Idempotency-Key, which stands for this address and body only."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise RuleBroken(f"An Idempotency-Key has at most {LONGEST_KEY} characters.", "Idempotency-Key")
    said = hashlib.sha256(request.path.encode() + b"\n" + request.body).hexdigest()[:16] if key else ""
    return once(Key(key, said), command, *args, **kwargs)
