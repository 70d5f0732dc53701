"""What each social platform lets us answer: how it counts a text, and until when. No database here."""

import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

import regex

from lineside.contacts.rules import table
from lineside.contacts.rules.replies import reply_text
from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

SOCIAL = "social"
# An address with its scheme; the platforms shorten these, and count each as so many characters.
_ADDRESS = regex.compile(r"https?://[^\s<>\"]+", regex.IGNORECASE)
_REMOTE = regex.compile(r"(?<![\w/])@(\w+(?:[.-]\w+)*)@[\w.-]+\w")
_NAMED = regex.compile(r"(?<![=/\w])@\w")
_PICTOGRAPH = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")
# X counts these as one and everything else as two (its weighted counting, configuration 3).
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def social_line(box: str, on: date) -> dict[str, Any]:
    """The row of this line; empty when it is none of social media."""
    return table("social_lines", on).by_code.get(box, {})


def length_of(text: str, line: dict[str, Any]) -> int:
    """The length of a text as its platform counts it."""
    if line["url_counts"]:
        text = _ADDRESS.sub("x" * line["url_counts"], text)
    match line["counted_as"]:
        case "graphemes":
            if line["mentions"]:
                text = _REMOTE.sub(r"@\1", text)
            return len(regex.findall(r"\X", text))
        case "weighted":
            return sum(_weight(each) for each in regex.findall(r"\X", unicodedata.normalize("NFC", text)))
    return len(text)


def social_reply(
    template: str,
    text: str,
    words: dict[str, str],
    line: dict[str, Any],
    handle: str,
    on: date,
    *,
    language: str = "",
) -> str:
    """The answer as it goes out, with whom it is for where the platform asks for that."""
    whole = reply_text(template, text, words, on, among="social_templates", language=language).strip()
    whole = regex.sub(r" {2,}", " ", whole)
    if line["mentions"]:
        if line["visibility"] == "private" and _NAMED.search(whole):
            raise RuleBroken("Write names without @: whoever is named so in a private post gets it too.", "text")
        whole = f"{handle} {whole}"
    count = length_of(whole, line)
    if count > line["longest"]:
        raise RuleBroken(f"{line['label']} holds {line['longest']} characters; this has {count}.", "text")
    return whole


def check_reply_window(line: dict[str, Any], last_at: datetime | None, at: datetime) -> None:
    """Some platforms let a page answer only for a while after somebody wrote."""
    until = answer_until(line, last_at)
    if until and at > until:
        raise RuleBroken(
            f"{line['label']} lets us answer within {line['reply_hours']} hours of their last message;"
            f" that ended at {until.astimezone(UK):%d %b %H:%M}. Reach them another way."
        )


def answer_until(line: dict[str, Any], last_at: datetime | None) -> datetime | None:
    return last_at + timedelta(hours=line["reply_hours"]) if line["reply_hours"] and last_at else None


def _weight(cluster: str) -> int:
    if _PICTOGRAPH.search(cluster) and not cluster.isascii():
        return 2
    return sum(1 if any(low <= ord(sign) <= high for low, high in _LIGHT) else 2 for sign in cluster)
