"""Mail on its way in, before it is a contact."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from lineside.gateways.email.protocol import Letter
from lineside.kernel.errors import RuleBroken

METHODS = ("spf", "dkim", "dmarc")
LONGEST_CHECK = 8000
RESULT = re.compile(
    r"\s*(spf|dkim|dmarc)(?:\s*/\s*\d+)?\s*=\s*"
    r"(none|pass|fail|softfail|neutral|policy|temperror|permerror)(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapPlace:
    """Where on an IMAP server a message lies."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


class HandedBy(NamedTuple):
    """Who handed it over by SMTP, as they and their connection say."""

    client: str
    helo: str = ""
    mail_from: str = ""

    @classmethod
    def said(cls, *words: str | None) -> "HandedBy":
        """A stranger's words may hold what is no character; that is no reason to lose their mail."""
        return cls(*((word or "").encode("utf-8", "replace").decode("utf-8").replace("\x00", "") for word in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The bytes of one message, what was read in them, and the boxes that it came to."""

    raw: bytes
    sha256: str
    letter: Letter
    boxes: tuple[str, ...]
    received_at: datetime
    place: ImapPlace | None = None
    by: HandedBy | None = None


def box_of(address: str, domain: str, boxes: Iterable[str]) -> str:
    """The box that an address names, whatever its case and tag; empty when it is none of ours."""
    local, _, of = address.strip().strip("<>").lower().rpartition("@")
    name = local.partition("+")[0].strip('"')
    return name if of == domain.lower() and name in set(boxes) else ""


def sender_checks(checks: Iterable[str], authserv_id: str) -> str:
    """What the force's own server found out about the sender (RFC 8601), in words; of what others claim, nothing.

    Of several results of one method the newest counts, which stands highest. The server must strip from mail of
    strangers what bears its own name (RFC 8601, 5).
    """
    if not authserv_id:
        return ""
    found: dict[str, str] = {}
    for value in checks:
        head, *results = _plain(value).split(";")
        if head.lower().split()[:1] != [authserv_id.lower()]:
            continue
        for result in results:
            if said := RESULT.match(result):
                found.setdefault(said.group(1).lower(), said.group(2).lower())
    words = ", ".join(f"{method.upper()} {found.get(method, 'not checked')}" for method in METHODS)
    if found.get("dmarc") == "fail":
        words += ": it may not come from whom it names"
    return f"Sender, by our mail server: {words}."


def _plain(value: str) -> str:
    """Without comments, which nest, and quoted words: a stranger writes what stands in them, as a sender's name does.

    What is not closed hides all that follows, so that it counts as not checked.
    """
    kept, depth, is_quoted, is_escaped = [], 0, False, False
    for sign in value[:LONGEST_CHECK]:
        if is_escaped:
            is_escaped = False
        elif sign == "\\" and (depth or is_quoted):
            is_escaped = True
        elif sign == '"' and not depth:
            is_quoted = not is_quoted
        elif sign in "()" and not is_quoted:
            depth = max(0, depth + (1 if sign == "(" else -1))
            kept.append(" ")
        elif not depth and not is_quoted:
            kept.append(sign)
    return "".join(kept)


def check_retry(is_mail: bool, raw_id: UUID | None, worked_by: str) -> None:  # noqa: FBT001 - one of three facts
    if not is_mail:
        raise RuleBroken("This did not come by mail; another gateway tries it again.")
    if raw_id is None:
        raise RuleBroken("Its bytes were not kept, so it cannot be tried again; set it aside with what was done.")
    if worked_by:
        raise RuleBroken(f"{worked_by} has dealt with this already.")
