"""What comes and goes by text before it is a contact's: who it is from, what makes it the same, which way to send."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lineside.gateways.text.protocol import Part, Pdu, Receipt
from lineside.gateways.text.protocol.words import BUSY, PASSING, Status, in_words
from lineside.kernel.errors import RuleBroken

INTERNATIONAL, NETWORK, NAME = 1, 3, 5
ISDN = 1
JOIN_WITHIN = timedelta(hours=24)  # a reference of one byte comes round again; parts so far apart are of two texts
INCOMPLETE_AFTER = timedelta(seconds=60)
SAME_FOR = timedelta(hours=72)  # as long as networks keep a message for a receiver that is away
PROMPT = timedelta(seconds=5)  # an answer within this time is not asked for again
ROUTE_PATIENCE = 15.0  # seconds for which the first route may be away before the second is taken
LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCame:
    """One part of a text as either route brought it. `is_new` says that its twin is known to be another text."""

    link: str
    digest: str
    sender: str
    recipient: str
    part: Part
    at: datetime
    raw: bytes = b""
    alphabet: str = "gsm"
    is_new: bool = False
    has_id: bool = False  # the network's own: the same is the same for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCame:
    """What a network told of a segment of ours."""

    link: str
    number: str
    receipt: Receipt
    at: datetime
    raw: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """What came and cannot be read, with what is needed to try it again."""

    link: str
    raw: bytes
    why: str
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.link.encode() + self.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt to send ended; `done` when everything was told already."""

    outcome: str
    detail: str = ""
    again_in: timedelta | None = None


def sender_of(pdu: Pdu) -> str:
    return number_of(pdu.source, pdu.source_ton)


def number_of(address: str, ton: int = 0) -> str:
    """A number as contacts spell it; a name, a short code and what is no number stay as they came."""
    bare = address.strip()[:60]
    digits = re.sub(r"[\s().-]", "", bare)
    if ton == NAME or not re.fullmatch(r"\+?\d+", digits):
        return "".join(sign for sign in bare if sign.isprintable())
    plain = digits.removeprefix("+").removeprefix("00")
    if digits.startswith(("+", "00")) or (ton == INTERNATIONAL and not digits.startswith("0")):
        return f"+{plain}"
    if re.fullmatch(r"0[1-9]\d{8,9}", digits):
        return f"+44{digits[1:]}"
    return f"+{digits}" if re.fullmatch(r"44\d{9,10}", digits) else digits


def address_of(number: str) -> tuple[int, int, str]:
    """Type, plan and digits of a number that we send to."""
    return (INTERNATIONAL, ISDN, number[1:]) if number.startswith("+") else (0, ISDN, number)


def digest_of(link: str, pdu: Pdu, id_tag: int = 0) -> str:
    """What makes two sendings the same text: the network's own id where it has one, else every byte but the header."""
    own = pdu.tlv(id_tag) if id_tag else None
    return hashlib.sha256(link.encode() + b"\0" + (own.value if own else pdu.body)).hexdigest()


def key_of(link: str, name: str) -> str:
    return hashlib.sha256(f"{link}\0{name}".encode()).hexdigest()


def is_another(came_at: datetime, answered_at: datetime | None, at: datetime) -> bool:
    """Whether the same bytes on the same line are somebody's second text rather than one that is sent again."""
    return (answered_at or at) - came_at < PROMPT


def after_answer(status: int, attempts: int) -> Outcome:
    """What an answer to a submit means: again soon, again later, or never."""
    if status in PASSING:
        wait = min(2 ** max(attempts - 1, 0), LONGEST_WAIT) if status in BUSY else min(5 * attempts or 5, LONGEST_WAIT)
        return Outcome("later", in_words(status), timedelta(seconds=wait))
    return Outcome("failed", in_words(status))


def is_busy(status: int) -> bool:
    return status in BUSY


def is_kept(status: int) -> bool:
    return status == Status.OK


def choose_route(*, first_away_for: float | None, second_is_well: bool | None) -> str:
    """The network's own line while it lives; the second when that has been away for longer than a reconnect takes.

    None says that a route is not configured.
    """
    if first_away_for is not None and first_away_for <= 0:
        return "first"
    if second_is_well and (first_away_for is None or first_away_for > ROUTE_PATIENCE):
        return "second"
    return ""


def check_retry(is_text: bool, raw: bytes, worked_by: str) -> None:  # noqa: FBT001 - one of three facts
    if not is_text:
        raise RuleBroken("This did not come by text; another gateway tries it again.")
    if not raw:
        raise RuleBroken("Its bytes were not kept, so it cannot be tried again; set it aside with what was done.")
    if worked_by:
        raise RuleBroken(f"{worked_by} has dealt with this already.")
