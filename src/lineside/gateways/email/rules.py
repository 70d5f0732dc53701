"""Mail on its way in, before it is a contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lineside.gateways.email.protocol import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapPlace:
    """Where on an IMAP server a message lies."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The bytes of one message, what was read in them, and the boxes that it came to."""

    raw: bytes
    sha256: str
    letter: Letter
    boxes: tuple[str, ...]
    received_at: datetime
    place: ImapPlace | None = None


def box_of(address: str, domain: str, boxes: Iterable[str]) -> str:
    """The box that an address names, whatever its case and tag; empty when it is none of ours."""
    local, _, of = address.strip().strip("<>").lower().rpartition("@")
    name = local.partition("+")[0].strip('"')
    return name if of == domain.lower() and name in set(boxes) else ""
