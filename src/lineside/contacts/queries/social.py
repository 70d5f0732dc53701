"""What a desk shows of an answer on social media before it is sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from lineside.contacts.models import Message
from lineside.contacts.queries.replying import reply_words
from lineside.contacts.queries.rows import ContactRow
from lineside.contacts.rules.social import answer_until, check_reply_window, length_of, social_line, social_reply
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class SocialSize:
    """An answer as it would go out, how much of it there is and how much is left, and until when it may go."""

    as_sent: str
    characters: int
    left: int
    is_public: bool
    until: datetime | None


def social_size(row: ContactRow, template: str, text: str, language: str = "", handler: str = "") -> SocialSize:
    """Raises the sentence that refuses it; nothing is written."""
    on = uk_day(now())
    line = social_line(row.box_or_line, on)
    if not line:
        raise RuleBroken("There is no post to answer to; use another way to reach them.")
    last_at = Message.objects.filter(contact_id=row.id, direction="in").aggregate(last=Max("at"))["last"]
    check_reply_window(line, last_at, now())
    words = reply_words(row, handler)
    as_sent = social_reply(template, text, words, line, row.sender_address, on, language=language)
    count = length_of(as_sent, line)
    is_public = line["visibility"] == "public"
    return SocialSize(as_sent, count, line["longest"] - count, is_public, answer_until(line, last_at))
