"""What clamd is asked and answers (clamd(8)): VERSION, and INSTREAM with the bytes in chunks; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

VERSION = b"zVERSION\0"
INSTREAM = b"zINSTREAM\0"
END = b"\0\0\0\0"
CHUNK = 1 << 16
LONGEST_ANSWER = 4096
# What clamd says, if it is set to, of what is locked or goes past its limits: it saw a part of it at the most.
UNSEEN = re.compile(r"stream: (Heuristics\.(?:Limits\.Exceeded|Encrypted)\S*) FOUND")


@dataclass(frozen=True, slots=True)
class Address:
    """A path of a socket, or a host and its port."""

    path: str = ""
    host: str = ""
    port: int = 3310


@dataclass(frozen=True, slots=True)
class About:
    """The scanner's version, and the day of its signatures where it names one."""

    version: str
    signatures_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a scan ended: clean, infected with a name, or unscannable with a reason."""

    state: str
    says: str = ""


def read_address(url: str) -> Address:
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return Address(path=parts.path)
    if parts.scheme == "tcp" and parts.hostname:
        return Address(host=parts.hostname, port=parts.port or 3310)
    raise ValueError("LINESIDE_CLAMD_URL must look like unix:///run/clamav/clamd.ctl or tcp://host:3310.")


def chunks(content: bytes) -> Iterator[bytes]:
    """One part of a file as INSTREAM wants it: its length in four bytes, then itself."""
    for start in range(0, len(content), CHUNK):
        part = content[start : start + CHUNK]
        yield len(part).to_bytes(4, "big") + part


def read_about(answer: bytes) -> About:
    """`ClamAV 1.4.6/27821/Wed Nov 25 09:30:00 2026`; without a day where it has no dated signatures."""
    said = plain(answer)
    name, _, rest = said.partition("/")
    number, _, day = rest.partition("/")
    try:
        # clamd writes the day by its own clock's zone, which is some hours off UTC at the most; days are what counts.
        at = datetime.strptime(day.strip(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        at = None
    return About(f"{name}/{number}" if number else name, at)


def read_verdict(answer: bytes) -> Verdict:
    """`stream: OK`, `stream: NAME FOUND`, or anything else, which is a scan that did not come to an end."""
    said = plain(answer)
    if said == "stream: OK":
        return Verdict("clean")
    if unseen := UNSEEN.fullmatch(said):
        return Verdict("unscannable", f"the scanner could not look inside: {unseen.group(1)[:200]}")
    if found := re.fullmatch(r"stream: (.+) FOUND", said):
        return Verdict("infected", found.group(1)[:200])
    return Verdict("unscannable", f"the scanner says: {said[:200] or 'nothing'}")


def plain(answer: bytes) -> str:
    """One line of it, without what cannot be shown."""
    text = answer[:LONGEST_ANSWER].decode("utf-8", "replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
