"""A message cut into its MIME parts by offsets, within bounds on depth and number, in time linear in its length."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lineside.gateways.email.protocol.characters import base64_bytes
from lineside.gateways.email.protocol.headers import Headers, read_headers

DEEPEST = 12
MOST_PARTS = 300


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the message, or the whole of it when it has no parts."""

    headers: Headers
    start: int
    end: int
    above: str = ""  # the media type of the multipart that holds it

    @property
    def media_type(self) -> str:
        if self.headers.media_type:
            return self.headers.media_type
        return "message/rfc822" if self.above == "multipart/digest" else "text/plain"


@dataclass(slots=True)
class Cutter:
    """Walks the parts of one message; what lies beyond the bounds stays whole in one part, with a remark."""

    raw: bytes
    remarks: list[str]
    left: int = MOST_PARTS

    def leaves(self, part: Part, depth: int = 0) -> Iterator[Part]:
        cuts = self._cuts(part, depth)
        if not cuts:
            yield part
            return
        for start, end in cuts:
            headers, body = read_headers(self.raw, start, end, self.remarks)
            yield from self.leaves(Part(headers, body, end, part.media_type), depth + 1)

    def _cuts(self, part: Part, depth: int) -> list[tuple[int, int]]:
        if not part.media_type.startswith("multipart/"):
            return []
        boundary = part.headers.parameter("content-type", "boundary")[:200]
        if not boundary:
            self.remarks.append("The message says it has parts but not where they begin; it is shown whole.")
            return []
        if depth >= DEEPEST or self.left <= 0:
            self.remarks.append("The message has more parts than we take apart; the rest is kept whole.")
            return []
        return self._between(boundary.encode("utf-8", "replace"), part)

    def _between(self, boundary: bytes, part: Part) -> list[tuple[int, int]]:
        line = re.compile(rb"(?m)^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?$")
        cuts: list[tuple[int, int]] = []
        begin, closed = -1, False
        for found in line.finditer(self.raw, part.start, part.end):
            if begin >= 0:
                cuts.append((begin, self._before_line(begin, found.start())))
            self.left -= 1
            closed = found.group(1) is not None
            if closed or self.left <= 0:
                begin = -1 if closed else min(found.end() + 1, part.end)
                break
            begin = min(found.end() + 1, part.end)
        if begin >= 0:
            cuts.append((begin, part.end))
        if not cuts:
            self.remarks.append("None of the parts that the message announces was found; it is shown whole.")
        elif not closed:
            self.remarks.append("The message breaks off before its last part ends.")
        return cuts

    def _before_line(self, begin: int, end: int) -> int:
        """The line break before a boundary belongs to the boundary."""
        if end > begin and self.raw[end - 1 : end] == b"\n":
            end -= 1
            if end > begin and self.raw[end - 1 : end] == b"\r":
                end -= 1
        return max(begin, end)


def content_of(raw: bytes, part: Part, remarks: list[str]) -> bytes:
    """The part's bytes with their transfer encoding undone; as they came where that cannot be."""
    content = raw[part.start : part.end]
    encoding = part.headers.get("content-transfer-encoding").split(";", 1)[0].split("(", 1)[0].strip(" \"'").lower()
    if encoding == "base64":
        found = base64_bytes(content)
        if found is None:
            remarks.append("A part is wrongly encoded; it is kept as it came.")
        return content if found is None else found
    if encoding == "quoted-printable":
        return binascii.a2b_qp(content)
    if encoding in ("x-uuencode", "uuencode", "x-uue"):
        return _uudecoded(content, remarks)
    if encoding not in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "plain", "none"):
        remarks.append("A part has a transfer encoding that we do not know; it is kept as it came.")
    return content


def _uudecoded(content: bytes, remarks: list[str]) -> bytes:
    out: list[bytes] = []
    inside = False
    for line in content.splitlines():
        if not inside:
            inside = line.startswith(b"begin ")
        elif line.strip() == b"end":
            return b"".join(out)
        else:
            try:
                out.append(binascii.a2b_uu(line))
            except binascii.Error:
                break
    remarks.append("A part is wrongly encoded; it is kept as it came.")
    return content
