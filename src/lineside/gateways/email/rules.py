"""Mail on its way in, before it is a contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.gateways.email.protocol import Letter
from lineside.kernel.errors import RuleBroken


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


def check_retry(is_mail: bool, raw_id: UUID | None, worked_by: str) -> None:  # noqa: FBT001 - one of three facts
    if not is_mail:
        raise RuleBroken("This did not come by mail; another gateway tries it again.")
    if raw_id is None:
        raise RuleBroken("Its bytes were not kept, so it cannot be tried again; set it aside with what was done.")
    if worked_by:
        raise RuleBroken(f"{worked_by} has dealt with this already.")
