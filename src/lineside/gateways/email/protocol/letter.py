"""A message as it was read: everything that could be, and in sentences what could not."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A part that is not the text of the message, with the name that its sender claims for it."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What a mail system says about a message that we sent (RFC 3464)."""

    action: str  # failed, delayed, delivered, relayed, expanded
    status: str = ""
    recipient: str = ""
    diagnostic: str = ""
    original_message_id: str = ""

    @property
    def is_failure(self) -> bool:
        return self.action == "failed"

    @property
    def sentence(self) -> str:
        whole = f"{self.recipient or 'The recipient'}: {self.diagnostic or 'delivery failed'}"
        return f"{whole} ({self.status})" if self.status and self.status not in whole else whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One e-mail message. Text holds no control character; html is safe to show and fetches nothing."""

    sender_name: str = ""
    sender_address: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    html_words: str = ""  # what the html says, which may be other than the text
    enclosures: tuple[Enclosure, ...] = ()
    is_auto: bool = False
    checks: tuple[str, ...] = ()  # Authentication-Results as they stand, the newest first, whoever wrote them
    report: DeliveryReport | None = None
    remarks: tuple[str, ...] = ()
