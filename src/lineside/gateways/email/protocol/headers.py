"""Header fields of a message or a part, read within bounds."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import collapse_rfc2231_value, parsedate_to_datetime

from lineside.gateways.email.protocol.characters import clean_line, decoded_words, header_text

LONGEST_BLOCK = 256 * 1024
LONGEST_FIELD = 16_000
MOST_FIELDS = 1000
MOST_IDS = 50
MOST_RECIPIENTS = 100
LONGEST_ADDRESS = 320
_NAME = re.compile(rb"[!-9;-~]{1,200}")
# Up to the end where it is never closed, so that no later quote is tried again: time grows with the length alone.
_QUOTED = re.compile(r'(?s)"(?:[^"\\]++|\\.?)*+(?:(")|\Z)')
_ANGLE = re.compile(r"<([^<>]{0,500})>")
_ADDRESS = re.compile(r"[^\s<>()\",;:]{1,128}@[^\s<>()\",;:]{1,255}")
_ID = re.compile(r"<[^<>\s]{1,490}>")


@dataclass(slots=True)
class Headers:
    """Fields in order, names in lower case, values unfolded and not yet decoded."""

    fields: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> str:
        return ", ".join(value for key, value in self.fields if key == name)

    def parameter(self, header: str, name: str) -> str:
        """A parameter with its RFC 2231 pieces put together; empty where the header makes no sense."""
        carrier = Message()
        value = self.get(header)[:8000]
        if not value:
            return ""
        carrier["X"] = value
        try:
            found = carrier.get_param(name, "", "x")
            return collapse_rfc2231_value(found).strip() if found else ""
        except (ValueError, LookupError, TypeError, AttributeError):
            return ""

    @property
    def media_type(self) -> str:
        value = self.get("content-type").split(";", 1)[0].strip().lower()
        return value if re.fullmatch(r"[^\s/]{1,80}/[^\s/]{1,80}", value) else ""

    @property
    def disposition(self) -> str:
        return self.get("content-disposition").split(";", 1)[0].strip().lower()


def read_headers(raw: bytes, start: int, end: int, remarks: list[str]) -> tuple[Headers, int]:
    """The fields that begin at `start`, and where the body begins. A line that is no field begins the body."""
    headers = Headers()
    limit = min(end, start + LONGEST_BLOCK)
    place = start
    while place < limit:
        stop = raw.find(b"\n", place, end)
        after = end if stop < 0 else stop + 1
        line = raw[place : min(after, place + LONGEST_FIELD)].rstrip(b"\r\n")
        if not line:
            return headers, after
        if not _add(headers, line, is_first=place == start):
            remarks.append("The headers end in a line that is none; what follows is shown as text.")
            return headers, place
        place = after
    if place < end:
        remarks.append("The headers are longer than we read; the original is kept.")
    return headers, place


def _add(headers: Headers, line: bytes, *, is_first: bool) -> bool:
    """Take one line; False when it belongs to the body."""
    if line[:1] in b" \t" and line[:1]:
        if headers.fields:
            name, value = headers.fields[-1]
            if len(value) < LONGEST_FIELD:
                headers.fields[-1] = (name, f"{value} {header_text(line.strip())}")
        return True
    name_bytes, colon, value_bytes = line.partition(b":")
    name_bytes = name_bytes.rstrip()
    if not colon or not _NAME.fullmatch(name_bytes):
        return line.startswith((b"From ", b">From ")) and (is_first or not headers.fields)
    if len(headers.fields) < MOST_FIELDS:
        headers.fields.append((name_bytes.decode("ascii").lower(), header_text(value_bytes.strip())))
    return True


def sender(value: str, remarks: list[str]) -> tuple[str, str]:
    """Name and address. What stands in quotes is a name and never an address, whatever it looks like."""
    value = value[:2000]
    bare = _without_quoted(value)
    angle = _ANGLE.search(bare)
    found = _ADDRESS.search(angle.group(1) if angle else bare) or _ADDRESS.search(bare)
    address = normal_address(found.group(0)) if found else ""
    said = value[: angle.start()] if angle else value.partition("(")[2].partition(")")[0]
    name = said if address else said or value
    name = clean_line(decoded_words(name.strip().strip('"').replace('\\"', '"'), remarks), 200)
    if not address:
        remarks.append("No sender's address could be read.")
    return name, address


def addresses(value: str) -> tuple[str, ...]:
    found = [normal_address(match.group(0)) for match in _ADDRESS.finditer(_without_quoted(value[:LONGEST_FIELD]))]
    return tuple(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _without_quoted(value: str) -> str:
    """Blanks where something stands in quotes; a quote that is never closed is one character like another."""
    return _QUOTED.sub(lambda quoted: " " * len(quoted.group(0)) if quoted.group(1) else quoted.group(0), value)


def normal_address(address: str) -> str:
    return clean_line(address).strip(".'").lower()[:LONGEST_ADDRESS]


def message_ids(value: str) -> tuple[str, ...]:
    """Identifiers in angles, the last fifty; or the whole value where a sender left the angles out."""
    value = clean_line(value, LONGEST_FIELD)
    found = _ID.findall(value)
    if not found and value and " " not in value and len(value) < 490:  # noqa: PLR2004 - the column's width
        found = [value]
    return tuple(found[-MOST_IDS:])


def moment(value: str, remarks: list[str]) -> datetime | None:
    if not value.strip():
        return None
    try:
        at = parsedate_to_datetime(value.strip()[:100])
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        remarks.append("The date could not be read.")
        return None
