"""Addresses, names and answers of a system that is asked by JSON, by the names of one mapping file. No database."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit


class Unreadable(ValueError):
    """One sentence that says what is wrong with what came."""


@dataclass(frozen=True, slots=True)
class System:
    """Where the other system is, and who we are there."""

    url: str
    user: str
    secret: str


def system_of(url: str, setting: str) -> System:
    """`http(s)://user:secret@host:port`; a refusal names the setting and quotes nothing of it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # which quotes a part of the secret
        host = port = None
    is_cut = "@" in url and (not host or not parts.username)  # by a / in the secret
    if not host or is_cut or parts.scheme not in ("http", "https"):
        raise Unreadable(f"Write {setting} as https://user:secret@host:port, a / in the secret as %2F.")
    at = f"{host}:{port}" if port else host
    where = f"{parts.scheme}://{at}{parts.path.rstrip('/')}"
    return System(where, unquote(parts.username or ""), unquote(parts.password or ""))


class Names:
    """The one file between the other system's names and ours: `code` is ours, `wire` the system's."""

    def __init__(self, rows: dict[str, str], needed: tuple[str, ...], results: tuple[str, ...]) -> None:
        self.rows = rows
        if missing := [name for name in needed if not rows.get(name)]:
            raise Unreadable(f"The mapping file says nothing of {', '.join(missing)}.")
        self._results = {rows[f"result.{name}"]: name for name in results if rows.get(f"result.{name}")}

    def word(self, group: str, ours: str) -> str:
        """The system's word for one of ours."""
        return self.rows.get(f"{group}.{ours}", ours)

    def body(self, facts: dict[str, str]) -> bytes:
        """What is empty, or what the system has no name for, is left out."""
        named = {name: self.rows.get(f"field.{name}", "") for name in facts}
        fields = {named[name]: value for name, value in facts.items() if value and named[name]}
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()

    def answered(self, raw: bytes, field: str, key: str, what: str) -> tuple[str, dict[str, Any]]:
        """The result of the answer to `key`, and all of it; an answer to another is none to this."""
        try:
            told: Any = json.loads(raw)
        except (ValueError, RecursionError):
            raise Unreadable("It is no JSON.") from None
        if not isinstance(told, dict) or told.get(self.rows[field]) != key:
            raise Unreadable(f"It does not name this {what}.")
        result = self._results.get(str(told.get(self.rows["answer.result"])))
        if result is None:
            raise Unreadable("Its result is none that the mapping file knows.")
        return result, told

    def said(self, told: dict[str, Any], name: str, most: int = 200) -> str:
        return plain(told.get(self.rows.get(f"answer.{name}", "")), most)


def plain(said: object, most: int = 200) -> str:
    """One line of what a machine told us."""
    whole = str(said)[: 2 * most] if isinstance(said, str | int) else ""
    return "".join(filter(str.isprintable, " ".join(whole.split())))[:most]
