"""A post, whatever platform it came by."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any


class Unreadable(Exception):
    """What came is not what the platform documents; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A picture, sound or film that hangs on a post."""

    address: str
    kind: str
    words: str = ""  # what its sender wrote for those who cannot see it


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What somebody wrote to us; `raw` are the platform's own bytes of it."""

    line: str
    key: str
    edition: str = ""
    address: str
    handle: str
    name: str
    text: str
    at: datetime
    raw: bytes
    media: tuple[Medium, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Its author took this post away."""

    key: str


def unread(kind: str, told: Any) -> bytes:  # noqa: ANN401 - JSON
    """An event of a kind that is not read here, to be left for a person."""
    return json.dumps({"unread": kind, "told": told}, sort_keys=True).encode()


def refuse_unread(told: dict[str, Any]) -> None:
    if "unread" in told:
        raise Unreadable(f"It is {told['unread']}, which is not read here. Look there for what was said.")
