"""What a reply would say: the facts that templates tell, and the whole text as it would go out."""

from datetime import datetime
from typing import Protocol

from django.conf import settings

from lineside.contacts.queries.rows import ContactRow
from lineside.contacts.rules.replies import (
    ENGLISH,
    in_a_letter,
    languages_of,
    reply_text,
    short_reply,
    translation_told,
    words_of,
)
from lineside.kernel.clock import now, uk_day

AMONG = {"text": "text_templates", "social": "social_templates"}


class Answered(Protocol):
    """A contact, as a row or as its record."""

    @property
    def reference(self) -> str: ...
    @property
    def sender_name(self) -> str: ...
    @property
    def promised_by(self) -> datetime | None: ...


def reply_words(contact: Answered, handler: str = "") -> dict[str, str]:
    """The facts that are known now; a template that tells another is refused."""
    by = in_a_letter(contact.promised_by) if contact.promised_by else ""
    return words_of(contact.sender_name, contact.reference, settings.FORCE, handler=handler, promised_by=by)


def text_as_sent(row: ContactRow, template: str, text: str, language: str = ENGLISH, handler: str = "") -> str:
    """The text that a reply would be, or the sentence that refuses it; nothing is written."""
    return short_reply(template, text, reply_words(row, handler), uk_day(now()), language=language)


def letter_as_sent(row: ContactRow, template: str, text: str, language: str = ENGLISH, handler: str = "") -> str:
    return reply_text(template, text, reply_words(row, handler), uk_day(now()), language=language)


def reply_languages(channel: str) -> list[tuple[str, str]]:
    """The languages besides English in which something is written for this channel."""
    return languages_of(AMONG.get(channel, "templates"), uk_day(now()))


def standing_of_translation(channel: str, template: str, language: str) -> str:
    """How far the words can be relied on; empty for English, refused where there are none."""
    return translation_told(AMONG.get(channel, "templates"), template, language, uk_day(now()))
