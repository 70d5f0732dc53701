"""The exchange as XML by the names of one mapping file: written, and read back. Pure.

A row's `code` is our name for a fact, its `wire` the path of elements under the root at which it stands. Of a list the
path is that of one of its elements, and `people.name` and the like are the names inside it.
"""

from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

from lineside.exchanges.rules import Unreadable
from lineside.exchanges.rules.canonical import Exchange, Person, Resource, Wanted
from lineside.exchanges.rules.markup import Node, read_markup

NEEDED = (
    "root",
    "path.messages",
    "path.warnings",
    "path.alive",
    "exchange_id",
    "kind",
    "sender",
    "to",
    "sent_at",
    "shared_id",
    "status",
)
LISTS: dict[str, type] = {"people": Person, "requested": Wanted, "resources": Resource}
NUMBERS, TRUTHS, MOMENTS = ("lat", "lon"), ("is_major", "safe_to_call"), ("sent_at", "opened_at")
YES, NO = "true", "false"


class Mapping:
    """The one file between the hub's names and ours."""

    def __init__(self, rows: dict[str, str]) -> None:
        self.rows = rows
        if missing := [name for name in NEEDED if not rows.get(name)]:
            raise Unreadable(f"The mapping file says nothing of {', '.join(missing)}.")
        self._words = {
            group: {rows[key]: key.partition(".")[2] for key in rows if key.startswith(f"{group}.")}
            for group in ("type", "status")
        }

    def write(self, said: Exchange) -> bytes:
        """The message; what is empty, or what the hub has no name for, is left out."""
        root = ET.Element(self.rows["root"], {"xmlns": self.rows["space"]} if self.rows.get("space") else {})
        for name in (each.name for each in fields(Exchange)):
            path, value = self.rows.get(name), getattr(said, name)
            if not path or value in ("", None, (), False):
                continue
            if name in LISTS:
                self._write_list(root, name, path, value)
            else:
                _place(root, path).text = self._on_the_wire(name, value)
        whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return whole

    def read(self, raw: bytes) -> Exchange:
        """What another agency says; a fault is one sentence, and the bytes are kept by who reads."""
        root = read_markup(raw)
        if root.name != self.rows["root"] or (self.rows.get("space", "") != root.space):
            raise Unreadable(f"It is a {root.name[:40]!r} and no message of the hub.")
        told: dict[str, Any] = {}
        for each in fields(Exchange):
            path = self.rows.get(each.name)
            found = self._read(root, each.name, path) if path else None
            if found is not None:
                told[each.name] = found
            elif each.default is MISSING and each.default_factory is MISSING:
                raise Unreadable(f"It does not say its {each.name.replace('_', ' ')}.")
        return Exchange(**told)

    def _write_list(self, root: ET.Element, name: str, path: str, values: Iterable[object]) -> None:
        *above, last = path.split("/")
        parent = _place(root, "/".join(above)) if above else root
        for value in values:
            one = ET.SubElement(parent, last)
            for each in fields(value):  # type: ignore[arg-type]
                wire, part = self.rows.get(f"{name}.{each.name}"), getattr(value, each.name)
                if wire and part not in ("", None):
                    ET.SubElement(one, wire).text = self._on_the_wire(each.name, part)

    def _on_the_wire(self, name: str, value: object) -> str:
        if isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, bool):
            return YES if value else NO
        if name in ("kind", "status"):
            return self.rows.get(f"{'type' if name == 'kind' else name}.{value}", str(value))
        return _plain(str(value))

    def _read(self, root: Node, name: str, path: str) -> Any:  # noqa: ANN401 - of the fact's own kind
        if name in LISTS:
            return self._read_list(root, name, path)
        found = root.at(path)
        return self._ours(name, found.text.strip()) if found else None

    def _read_list(self, root: Node, name: str, path: str) -> tuple[Any, ...]:
        *above, last = path.split("/")
        parent = root.at("/".join(above)) if above else root
        kind = LISTS[name]
        found = []
        for node in parent.each(last) if parent else []:
            inside = {each.name: self.rows.get(f"{name}.{each.name}", "") for each in fields(kind)}
            said = {mine: node.first(wire) for mine, wire in inside.items() if wire}
            found.append(kind(**{mine: _of(mine, part.text.strip()) for mine, part in said.items() if part}))
        return tuple(found)

    def _ours(self, name: str, text: str) -> Any:  # noqa: ANN401
        if name == "kind":
            return self._words["type"].get(text, text)
        if name == "status":
            return self._words["status"].get(text, text)
        if name == "seq":
            return _whole(text)
        return _of(name, text)


def _place(root: ET.Element, path: str) -> ET.Element:
    """The element at this path, made where it is not there yet."""
    here = root
    for name in path.split("/"):
        found = here.find(name)
        here = ET.SubElement(here, name) if found is None else found
    return here


def _of(name: str, text: str) -> Any:  # noqa: ANN401
    if name in MOMENTS:
        return _moment(text)
    if name in TRUTHS:
        return text.lower() == YES
    return _number(text) if name in NUMBERS else text


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("A time in it cannot be read.") from None
    if at.tzinfo is None:
        raise Unreadable("A time in it names no zone.")
    return at


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise Unreadable("A position in it is no number.") from None
    if not -180 <= value <= 180:  # noqa: PLR2004 - degrees
        raise Unreadable("A position in it is not on the earth.")
    return value


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):  # noqa: PLR2004 - digits of a running number
        raise Unreadable("Its running number cannot be read.")
    return int(text)


def _plain(text: str) -> str:
    """What XML cannot hold at all is left out; the log has it as it was typed."""
    return "".join(
        letter for letter in text if letter in "\t\n\r" or (letter >= " " and not "\ud800" <= letter <= "\udfff")
    )
