"""Asterisk Manager Interface on the line: bytes in, messages out; actions in, bytes out. No socket here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

LONGEST_LINE = 16_384  # a longer one is cut: the switch is not ours, and its memory is not ours to spend
MOST_LINES = 1_000
MOST_BYTES = 262_144  # of one message are kept as they came
MARK = "lineside-"  # how the channels are named that we asked for ourselves
NOT_KNOWN = frozenset({"<unknown>", "<null>", "unknown"})
CAUSES = {
    "0": "not given",
    "16": "hung up",
    "17": "busy",
    "18": "no reply",
    "19": "no answer",
    "21": "refused",
    "26": "answered elsewhere",
    "34": "no line free",
    "127": "not told by the network",
}


@dataclass(slots=True)
class Message:
    """One event or response: its fields by name in lower case; a name that is repeated keeps every value."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    cut: bool = False  # something in it was too long and is not all here
    raw: bytes = field(default=b"", repr=False, compare=False)  # its lines as they came, as far as they were taken

    def get(self, name: str, default: str = "") -> str:
        values = self.fields.get(name.lower())
        return values[0] if values else default

    def known(self, name: str) -> str:
        """The value, or nothing where the switch says that it does not know."""
        value = self.get(name).strip()
        return "" if value.lower() in NOT_KNOWN else value

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(self.fields.get(name.lower(), ()))

    @property
    def event(self) -> str:
        return self.get("Event")

    @property
    def succeeded(self) -> bool:
        return self.get("Response").lower() in {"success", "goodbye"}


def message_of(fields: Mapping[str, str]) -> Message:
    return Message({name.lower(): [value] for name, value in fields.items()})


def moment_of(message: Message) -> datetime | None:
    """The switch's own stamp (`timestampevents = yes`), when it gives one that can be read."""
    try:
        return datetime.fromtimestamp(float(message.get("Timestamp")), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def duration_of(row: Message) -> timedelta:
    """How long the channel has been open: hours, minutes and seconds, or seconds alone."""
    parts = row.get("Duration").split(":")
    if not all(part.isascii() and part.isdigit() and len(part) < 8 for part in parts):  # noqa: PLR2004
        return timedelta()
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return timedelta(seconds=min(seconds, 86_400 * 7))


class Reader:
    """Puts messages together from whatever pieces the socket gives; never raises on what it reads."""

    def __init__(self) -> None:
        self._rest = b""
        self._skipping = False
        self._message = Message()
        self._lines = 0
        self._raw = bytearray()
        self.banner = ""

    def feed(self, data: bytes) -> Iterator[Message]:
        pieces = (self._rest + data).split(b"\n")
        self._rest = pieces.pop()
        for piece in pieces:
            if self._skipping:
                self._skipping = False  # the end of a line whose beginning was already taken
            elif (whole := self._line(piece)) is not None:
                yield whole
        if len(self._rest) > LONGEST_LINE:
            if not self._skipping:
                self._line(self._rest)
            self._rest, self._skipping = b"", True

    def _line(self, raw: bytes) -> Message | None:
        text = raw[:LONGEST_LINE].decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}").rstrip("\r")
        if len(self._raw) < MOST_BYTES:
            self._raw += raw[:LONGEST_LINE] + b"\n"
        if not text:
            return self._end()
        name, colon, value = text.partition(":")
        if not colon:
            # The greeting is the one line without a colon that stands before any message.
            self.banner = self.banner or text[:200]
            if not self._lines:
                self._raw.clear()
            return None
        self._lines += 1
        if len(raw) > LONGEST_LINE or self._lines > MOST_LINES:
            self._message.cut = True
        if self._lines <= MOST_LINES:
            self._message.fields.setdefault(name.strip().lower(), []).append(value.strip())
        return None

    def _end(self) -> Message | None:
        message, self._message, self._lines = self._message, Message(), 0
        message.raw = bytes(self._raw)
        self._raw.clear()
        return message if message.fields else None


def action(name: str, action_id: str = "", **fields: str) -> bytes:
    """The bytes of one action; a value that would end its own line is refused, not sent."""
    parts = {"Action": name, **({"ActionID": action_id} if action_id else {}), **fields}
    for key, value in parts.items():
        if any(sign in key + value for sign in "\r\n\x00"):
            raise ValueError(f"The field {key} of {name} holds a line end and cannot be sent.")
    return ("".join(f"{key}: {value}\r\n" for key, value in parts.items()) + "\r\n").encode()
