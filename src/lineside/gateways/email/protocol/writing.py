"""A reply as the bytes that go out."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

LINE = SMTP.clone(max_line_length=78, cte_type="7bit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What a reply needs to be sent."""

    sender_name: str
    sender_address: str
    recipient: str
    subject: str
    text: str
    at: datetime
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


def write_letter(reply: Outgoing) -> bytes:
    """RFC 5322 with the thread's headers; a line break in a header is impossible by construction."""
    message = EmailMessage(policy=LINE)
    local, _, domain = reply.sender_address.rpartition("@")
    message["From"] = Address(_flat(reply.sender_name), local, domain)
    message["To"] = _flat(reply.recipient)
    message["Subject"] = _flat(reply.subject)
    message["Date"] = format_datetime(reply.at)
    message["Message-ID"] = _flat(reply.message_id)
    # Who is away need not tell us: their machine answering ours is how letters begin to go round.
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if reply.in_reply_to:
        message["In-Reply-To"] = _flat(reply.in_reply_to)
    if reply.references:
        message["References"] = " ".join(_flat(key) for key in reply.references)
    message.set_content(reply.text, cte="quoted-printable")
    return message.as_bytes()


def _flat(value: str) -> str:
    return " ".join(value.split())
