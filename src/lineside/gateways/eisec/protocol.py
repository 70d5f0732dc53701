"""Lines of JSON to the source and back, and the mapping file that says what its answers mean. Pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

LONGEST_LINE = 65_536


class Unreadable(ValueError):
    """One sentence that says what is wrong with what came."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the source of locations is, and who we are there."""

    host: str
    port: int
    user: str
    secret: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the source says to one enquiry."""

    ref: str
    result: str
    facts: dict[str, Any]


class Mapping:
    """The one file between the source's names and ours: `code` is ours, `wire` the source's."""

    def __init__(self, rows: dict[str, str]) -> None:
        self._paths = {code.partition(".")[2]: wire for code, wire in rows.items() if code.startswith("field.")}
        self._words = {
            kind: {wire: code.partition(".")[2] for code, wire in rows.items() if code.startswith(f"{kind}.")}
            for kind in ("result", "source")
        }
        if missing := {"ref", "result", "lat", "lon"} - set(self._paths):
            raise Unreadable(f"The mapping file says nothing of {', '.join(sorted(missing))}.")

    def answer(self, raw: bytes) -> Answer:
        try:
            told = json.loads(raw)
        except (ValueError, RecursionError):
            raise Unreadable("It is no line of JSON.") from None
        facts = {name: _at(told, path) for name, path in self._paths.items()}
        result = self._words["result"].get(str(facts["result"]))
        if not isinstance(facts["ref"], str) or result is None:
            raise Unreadable("It names no enquiry, or its result is none that the mapping file knows.")
        source = str(facts.get("source") or "")
        if result == "found" and source not in self._words["source"]:
            raise Unreadable(f"Its source {source[:20]!r} is none that the mapping file knows.")
        return Answer(facts["ref"], result, {**facts, "source": self._words["source"].get(source, "")})


class Lines:
    """Bytes as they come, cut into lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, heard: bytes) -> Iterator[bytes]:
        *whole, self._rest = (self._rest + heard).split(b"\n")
        yield from (line for line in whole if line.strip())
        if len(self._rest) > LONGEST_LINE:
            raise Unreadable("A line began that does not end.")


def line(**facts: object) -> bytes:
    return json.dumps(facts, separators=(",", ":")).encode() + b"\n"


def source_of(url: str) -> Source:
    """`eisec://user:secret@host:port`."""
    try:
        parts = urlsplit(url)
        host, port, user = parts.hostname, parts.port, parts.username
    except ValueError:  # which quotes a part of the secret
        host = port = user = None
    if not host or not port or not user or parts.scheme != "eisec":
        raise Unreadable("Write LINESIDE_EISEC_URL as eisec://user:secret@host:port, a / in the secret as %2F.")
    return Source(host, port, unquote(user), unquote(parts.password or ""))


def _at(told: object, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    for step in path.split("."):
        told = told.get(step) if isinstance(told, dict) else None
    return told
