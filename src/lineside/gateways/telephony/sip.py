"""One SIP message as it came, read as far as it can be read: what cannot be read stops no call. Pure."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.message import Message as Mime
from email.parser import BytesParser
from email.policy import compat32
from itertools import islice

from lineside.gateways.telephony.calls import plain

LONGEST = 200_000
MOST_PARTS = 20
MOST_ASSERTED = 10  # RFC 3325 knows two; each is read, and a caller's network writes them
COMPACT = {"i": "call-id", "f": "from", "t": "to", "c": "content-type", "l": "content-length", "e": "content-encoding"}
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
NOBODY = frozenset({"anonymous", "unavailable", "restricted", "unknown", "private", ""})
PIDF, UNREADABLE = "application/pidf+xml", "unreadable"


@dataclass(frozen=True, slots=True)
class Address:
    """Who somebody says that they are: `"Ana" <sip:07700900123@force.example>`."""

    name: str = ""
    uri: str = ""

    @property
    def user(self) -> str:
        """The number or name in it; nothing where it says that there is none to know."""
        rest = self.uri.partition(":")[2]
        user = re.split(r"[;?]", rest.partition("@")[0])[0] if self.uri[:5].lower() != "urn:s" else ""
        return "" if user.lower() in NOBODY else plain(user, 60)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the body."""

    kind: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class SipMessage:
    """What one message says; `headers` have every value by name in lower case, in the order in which they came."""

    start: str
    headers: dict[str, list[str]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    raw: bytes = b""
    asserted: Address = Address()

    def first(self, name: str) -> str:
        return self.headers.get(name, [""])[0]

    @property
    def call_id(self) -> str:
        """A message without any is a call of its own."""
        return self.first("call-id").strip() or f"none-{hashlib.sha256(self.raw).hexdigest()[:32]}"

    @property
    def sequence(self) -> str:
        """The number of the request: a CANCEL and a reply bear that of their INVITE."""
        found = re.match(r"[0-9]{1,10}", self.first("cseq"))
        return found[0] if found else ""

    @property
    def route(self) -> dict[str, str]:
        """What our edge wrote into the way back, which every message within a call brings along."""
        ours = next((line for line in self.headers.get("route", []) if ";inv=" in line), "")
        return dict(re.findall(r";(ftag|inv)=([^;>,\s]*)", ours.partition(">")[0]))

    def tag(self, name: str) -> str:
        """The tag of `from` or of `to`."""
        found = re.search(r";\s*tag=([^;\s]+)", self.first(name).rpartition(">")[2])
        return found[1] if found else ""

    @property
    def called(self) -> Address:
        """Where the call goes: the request's own address, which is what was dialled."""
        words = self.start.split(" ")
        return Address(uri=words[1]) if len(words) > 2 else Address()  # noqa: PLR2004 - method, address, version

    @property
    def is_emergency(self) -> bool:
        urns = (self.called.uri.lower(), address_in(self.first("to")).uri.lower())
        return any(uri.startswith("urn:service:sos") for uri in urns) or self.first("priority").lower() == "emergency"

    @property
    def places_named(self) -> list[str]:
        """The addresses in `Geolocation`, as they stand there; those of a body part begin with `cid:`."""
        lines = self.headers.get("geolocation", [])
        return [uri.strip() for line in lines for uri in re.findall(r"<([^>]*)>", line)]


def read_sip(raw: bytes) -> SipMessage:
    """Never raises: what cannot be read is left out, and the bytes are there for a person."""
    raw = raw[:LONGEST]
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    start, _, rest = head.decode("utf-8", "replace").partition("\n")
    headers: dict[str, list[str]] = {}
    for line in re.sub(r"\n[ \t]+", " ", rest).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            key = name.strip().lower()
            headers.setdefault(COMPACT.get(key, key), []).append(plain(value, 2000))
    asserted = asserted_in(headers.get("p-asserted-identity", []))
    return SipMessage(plain(start, 500), headers, tuple(parts_of(headers, body)), raw, asserted)


def asserted_in(lines: Iterable[str]) -> Address:
    """The caller as the network vouches for them; a telephone number before a name."""
    values = (value for line in lines for value in split_list(line))
    told = [address_in(value) for value in islice(values, MOST_ASSERTED)]
    numbered = [each for each in told if re.fullmatch(r"\+?[0-9().-]{3,}", each.user)]
    return next(iter(numbered or told), Address())


def parts_of(headers: dict[str, list[str]], body: bytes) -> list[Part]:
    """The parts of a body, however they lie in each other."""
    kind = headers.get("content-type", [""])[0]
    if not body or not kind:
        return []
    told = "".join(f"{name}: {headers[name][0]}\n" for name in ("content-type", "content-id") if name in headers)
    try:
        whole = BytesParser(policy=compat32).parsebytes(told.encode("utf-8", "replace") + b"\n" + body)
        found = [part for part in whole.walk() if not part.is_multipart()]
    except RecursionError:  # parts within parts without end
        return [Part(UNREADABLE, body)]
    return [_part(part) for part in found[:MOST_PARTS]]


def _part(part: Mime) -> Part:
    content = part.get_payload(decode=True)
    named = str(part.get("content-id", "")).strip().strip("<>")
    return Part(part.get_content_type(), content if isinstance(content, bytes) else b"", named)


def split_list(line: str) -> Iterator[str]:
    """The values of a header that may hold several, where a comma within quotes or brackets does not part them."""
    found = re.finditer(r'(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+', line)
    return (each[0] for each in found if each[0].strip())


def address_in(value: str) -> Address:
    """Read in one pass, for a caller's network writes it: a pattern that tries again would hold up every call."""
    value = value.strip()
    quoted = QUOTED.match(value)
    name = quoted[0] if quoted else value.partition("<")[0]
    uri, is_closed, _ = value[len(name) :].lstrip().partition(">")
    if not uri.startswith("<") or not is_closed or (not quoted and '"' in name):
        return Address(uri=plain(value.partition(";")[0].strip(), 200))
    name = name.strip().removeprefix('"').removesuffix('"')
    return Address(plain(re.sub(r"\\(.)", r"\1", name)), plain(uri[1:], 200))
