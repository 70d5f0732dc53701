"""A terminal's own language (EN 300 392-5): lines of AT commands out; answers and unasked indications in.

Lines end with CR LF; the indication of short data is followed by a line of hexadecimal digits. Fields and their order
are those that open implementations of the interface agree on; what differs by terminal is read in each known form.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lineside.gateways.tetra.protocol.bits import Malformed

SDS_TL, STATUS = 12, 13
EMERGENCY_PRIORITY = 15  # of a call: pre-emptive, the highest
LONGEST_LINE = 4096
END_OF_TEXT = "\x1a"
# What a terminal is told when we sign on: echo off, errors in words, all short data and calls to us.
SIGN_ON = ("ATE0", "AT+CMEE=2", "AT+CTOM=0", "AT+CTSP=1,3,130", "AT+CTSP=1,3,10", "AT+CTSP=1,2,20", "AT+CTSP=2,0,0")
IDENTITY, REGISTRATION, ALIVE = "AT+CNUMF?", "AT+CREG?", "AT"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortData:
    """+CTSDSR: short data that came; `ai_kind` is 12 for the transport layer and 13 for a status."""

    ai_kind: int
    source: str
    destination: str
    octets: bytes
    bits: int

    @property
    def status(self) -> int:
        if self.ai_kind != STATUS or self.bits != 16:  # noqa: PLR2004 - of a status
            raise Malformed("A status is 16 bits.")
        return int.from_bytes(self.octets, "big")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingCall:
    """+CTICN: a call that comes in, by whom, to which group, and how urgent it is."""

    instance: int
    source: str
    destination: str
    priority: int

    @property
    def is_emergency(self) -> bool:
        return self.priority == EMERGENCY_PRIORITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The final answer to a command, or a line of what it asked for."""

    name: str  # OK, ERROR, +CREG, +CMGS, …
    words: str = ""

    @property
    def is_final(self) -> bool:
        return self.name in ("OK", "ERROR", "+CME ERROR", "+CMS ERROR")

    @property
    def is_good(self) -> bool:
        return self.name == "OK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line, or an indication with its data, that makes no sense; kept for a person."""

    line: str
    why: str


Heard = ShortData | IncomingCall | Answer | Unread


def command_of(line: str) -> str:
    return f"{line}\r\n"


def send_sds(destination: str, octets: bytes) -> str:
    """The command that sends short data, with its digits."""
    return f"AT+CMGS={_identity(destination)},{len(octets) * 8}\r\n{octets.hex().upper()}{END_OF_TEXT}"


def select(kind: int) -> str:
    """Before sending: that what follows is of this kind, to a number of this network."""
    return f"AT+CTSDS={kind},0,0,0,1"


def indication(source: str, destination: str, kind: int, octets: bytes) -> str:
    """What a terminal says when short data comes, for our own peer and for tests."""
    return f"+CTSDSR: {kind},{source},0,{destination},0,{len(octets) * 8}\r\n{octets.hex().upper()}\r\n"


def incoming_call(source: str, group: str, priority: int, instance: int = 1) -> str:
    """What a terminal says when a call comes in, for our own peer and for tests."""
    return f"+CTICN: {instance},0,0,0,{source},1,1,0,1,1,1,{group},{priority}\r\n"


@dataclass(frozen=True, slots=True)
class Saying:
    """What came, as it came, and what it was read as."""

    raw: str
    heard: Heard


def read_one(line: str) -> Heard:
    """A saying as it was kept: one line, or an indication of short data with the line of its digits."""
    sayings = Reader().feed(f"{line}\r\n".encode("ascii", "replace"))
    return sayings[0].heard if sayings else Unread(line=line[:LONGEST_LINE], why="There is nothing in it.")


class Reader:
    """Takes octets as they come, gives whole sayings. A line that never ends is cut, and said to be."""

    def __init__(self) -> None:
        self._rest = b""
        self._head = ""  # an indication of short data that waits for its digits

    def feed(self, octets: bytes) -> list[Saying]:
        self._rest += octets
        *lines, self._rest = re.split(rb"\r\n|\n|\r", self._rest)
        said = [each for line in lines for each in self._line(line.decode("ascii", "replace").strip())]
        if len(self._rest) > LONGEST_LINE:
            raw = self._rest[:LONGEST_LINE].decode("ascii", "replace")
            said.append(Saying(raw, Unread(line=raw, why="A line that does not end.")))
            self._rest, self._head = b"", ""
        return said

    def _line(self, line: str) -> list[Saying]:
        if self._head and line:
            head, self._head = self._head, ""
            if line.startswith("+"):  # its digits are lost: whatever comes in their place, an emergency, is not
                return [Saying(head, Unread(line=head, why="Short data without its digits.")), *self._line(line)]
            return [_read(f"{head}\n{line}", lambda: _short_data(head, line))]
        if line.startswith("+CTSDSR:"):
            self._head = line[:LONGEST_LINE]
            return []
        if not line or line.startswith(("AT", "at", ">")):  # an echo, or a terminal that waits for digits
            return []
        return [_read(line, lambda: _call(line)) if line.startswith("+CTICN:") else Saying(line, _answer(line))]


def _read(raw: str, read: Callable[[], Heard]) -> Saying:
    try:
        return Saying(raw, read())
    except Malformed as fault:
        return Saying(raw, Unread(line=raw[:LONGEST_LINE], why=str(fault)))


def _answer(line: str) -> Answer:
    name, colon, words = line.partition(":")
    return Answer(name=name.strip() if colon else line, words=words.strip())


def _short_data(head: str, digits: str) -> ShortData:
    fields = [field.strip() for field in head.removeprefix("+CTSDSR:").split(",")]
    if len(fields) not in (6, 7):
        raise Malformed(f"The indication has {len(fields)} fields; who sent it is not told.")
    ai_kind, source, destination, bits = fields[0], fields[1], fields[3], fields[5]
    count, octets = _number(bits), _octets(digits)
    if len(octets) * 8 < count or len(octets) != (count + 7) // 8:
        raise Malformed(f"{count} bits were promised and {len(octets)} octets came.")
    return ShortData(
        ai_kind=_number(ai_kind),
        source=_identity(source),
        destination=_identity(destination),
        octets=octets,
        bits=count,
    )


def _call(line: str) -> IncomingCall:
    fields = [field.strip() for field in line.removeprefix("+CTICN:").split(",")]
    if len(fields) != 13:  # noqa: PLR2004 - of the standard
        raise Malformed(f"An incoming call has 13 fields, and this has {len(fields)}.")
    return IncomingCall(
        instance=_number(fields[0]),
        source=_identity(fields[4]),
        destination=_identity(fields[11]),
        priority=_number(fields[12]),
    )


def _identity(text: str) -> str:
    """The short number; of a whole TSI (country, network, number) the last eight digits without noughts before them."""
    digits = text.strip().strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > 17:  # noqa: PLR2004 - of a TSI
        raise Malformed(f"{digits[:20]!r} is no number of a radio or a group.")
    short = digits[-8:].lstrip("0") or "0"
    if int(short) >= 1 << 24:
        raise Malformed(f"{short} is larger than a radio's number can be.")
    return short


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):  # noqa: PLR2004
        raise Malformed(f"{text[:20]!r} is no number.")
    return int(text)


def _octets(digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError as fault:
        raise Malformed("What follows the indication is not hexadecimal.") from fault
