"""STOMP 1.2 (stomp.github.io) as bytes and back, and Darwin's compressed bodies; both within bounds. Pure."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_FRAME, LONGEST_HEADERS, MOST_HEADERS = 4_000_000, 16_384, 64
LONGEST_BODY = 4_000_000  # unpacked
ESCAPES = {"\\": "\\\\", "\r": "\\r", "\n": "\\n", ":": "\\c"}
UNESCAPES = {escaped: plain for plain, escaped in ESCAPES.items()}
UNESCAPED = ("CONNECT", "CONNECTED")  # so the standard, for the sake of older servers
GZIP = 31  # zlib's own number for a gzip header


class Broken(ValueError):
    """What came is no STOMP; the connection cannot go on."""


@dataclass(frozen=True, slots=True)
class StompFrame:
    """A command with its headers and body."""

    command: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def written(frame: StompFrame) -> bytes:
    """The frame's bytes; `content-length` is added where there is a body."""
    headers = dict(frame.headers)
    if frame.body:
        headers["content-length"] = str(len(frame.body))
    is_plain = frame.command in UNESCAPED
    lines = [frame.command, *(f"{_out(key, is_plain)}:{_out(value, is_plain)}" for key, value in headers.items())]
    return "\n".join([*lines, "", ""]).encode() + frame.body + b"\x00"


def _out(text: str, is_plain: bool) -> str:  # noqa: FBT001 - our own two callers
    return text if is_plain else "".join(ESCAPES.get(letter, letter) for letter in text)


class StompReader:
    """Bytes as they come, frames as they are whole; a heart-beat is an empty line."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, more: bytes) -> Iterator[StompFrame]:
        self._kept += more
        while (frame := self._next()) is not None:
            yield frame

    def _next(self) -> StompFrame | None:
        self._kept = self._kept.lstrip(b"\r\n")
        blank, width = _blank_line(self._kept)
        if blank < 0:
            if len(self._kept) > LONGEST_HEADERS:
                raise Broken("The headers have no end.")
            return None
        command, headers = _head(self._kept[:blank])
        start = blank + width
        end = self._end(headers, start)
        if end is None:
            return None
        body, self._kept = self._kept[start:end], self._kept[end + 1 :]
        return StompFrame(command, headers, body)

    def _end(self, headers: dict[str, str], start: int) -> int | None:
        """Where the body ends, once it is all there."""
        said = headers.get("content-length", "")
        if said:
            if not said.isascii() or not said.isdigit() or len(said) > 8 or int(said) > LONGEST_FRAME:  # noqa: PLR2004
                raise Broken("The length of a body is none, or too long.")
            end = start + int(said)
            if len(self._kept) <= end:
                return None
            if self._kept[end : end + 1] != b"\x00":
                raise Broken("A body is not as long as it says.")
            return end
        end = self._kept.find(b"\x00", start)
        if end < 0 and len(self._kept) - start > LONGEST_FRAME:
            raise Broken("A body has no end.")
        return end if end >= 0 else None


def _blank_line(kept: bytes) -> tuple[int, int]:
    """Where the headers end: at the first empty line, in either spelling."""
    found = [(at, len(mark)) for mark in (b"\n\n", b"\n\r\n") if (at := kept.find(mark)) >= 0]
    return min(found, default=(-1, 0))


def _head(raw: bytes) -> tuple[str, dict[str, str]]:
    if len(raw) > LONGEST_HEADERS:
        raise Broken("The headers are too long.")
    try:
        command, *lines = raw.decode().replace("\r\n", "\n").rstrip("\r").split("\n")
    except UnicodeDecodeError:
        raise Broken("The headers are no text.") from None
    if not command.isalpha() or not command.isupper() or len(lines) > MOST_HEADERS:
        raise Broken("It is no frame of STOMP.")
    headers: dict[str, str] = {}
    for line in lines:
        key, colon, value = line.partition(":")
        if not colon:
            raise Broken("A header has no value.")
        # Of a header that is repeated the first counts, so the standard.
        headers.setdefault(_in(key, command), _in(value, command))
    return command, headers


def _in(text: str, command: str) -> str:
    if command in UNESCAPED or "\\" not in text:
        return text
    found, letters = "", iter(text)
    for letter in letters:
        if letter != "\\":
            found += letter
            continue
        escaped = letter + next(letters, "")
        if escaped not in UNESCAPES:
            raise Broken("An escape in a header is none of the four.")  # the standard calls it fatal
        found += UNESCAPES[escaped]
    return found


def unpacked(body: bytes) -> bytes:
    """A body of Darwin, which is compressed; one that is not stays as it is, one that would burst is cut short.

    What is cut cannot be read, and so becomes a dead letter that says that it is too long.
    """
    if body[:2] != b"\x1f\x8b":
        return body
    work = zlib.decompressobj(GZIP)
    try:
        return work.decompress(body, LONGEST_BODY + 1)
    except zlib.error:
        return body


def heart_beat(ours: tuple[int, int], theirs: str) -> tuple[float, float]:
    """Seconds between beats that we send and that we may expect; none is 0. Milliseconds as each side offers them."""
    try:
        they_send, they_want = (int(each) for each in theirs.split(","))
    except ValueError:
        return 0, 0
    we_send, we_want = ours
    send = max(we_send, they_want) if we_send and they_want else 0
    hear = max(we_want, they_send) if we_want and they_send else 0
    return send / 1000, hear / 1000
