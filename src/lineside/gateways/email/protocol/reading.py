"""Bytes of any quality to a letter: never an exception, never a wait that grows faster than the message."""

from dataclasses import dataclass, field

from lineside.gateways.email.protocol import headers as fields
from lineside.gateways.email.protocol.characters import clean_line, clean_text, decoded, decoded_words
from lineside.gateways.email.protocol.headers import Headers, read_headers
from lineside.gateways.email.protocol.letter import DeliveryReport, Enclosure, Letter
from lineside.gateways.email.protocol.markup import LONGEST_HTML, safe_html, text_of_html
from lineside.gateways.email.protocol.parts import Cutter, Part, content_of
from lineside.gateways.email.protocol.reports import delivery_report, is_auto, original_id, plain_bounce

LONGEST_TEXT = 1_000_000
MOST_ENCLOSURES = 100
MOST_CHECKS = 20
WORDS = ("text/plain", "text/html")
TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_ENDINGS = {"message/rfc822": ".eml", "text/html": ".html", "text/plain": ".txt", "text/calendar": ".ics"}


@dataclass(slots=True)
class Reading:
    """What has been found so far."""

    raw: bytes
    remarks: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    markups: list[str] = field(default_factory=list)
    named: list[tuple[Part, bytes]] = field(default_factory=list)  # texts that a sender gave a name, and no more
    enclosures: list[Enclosure] = field(default_factory=list)
    status: bytes = b""
    original: str = ""


def read_letter(raw: bytes) -> Letter:
    """The letter in these bytes; what cannot be read costs a remark, and at the worst everything but that remark."""
    try:
        return _read(raw)
    except Exception:  # noqa: BLE001 - a message that trips us is still a message, and a person must see it
        return as_unread(raw)


def as_unread(raw: bytes) -> Letter:
    """The bytes as text, with nothing read out of them."""
    text = clean_text(raw[:LONGEST_TEXT].decode("utf-8", "replace"), LONGEST_TEXT)
    return Letter(text=text, remarks=("The message could not be read; it is shown as it came.",))


def _read(raw: bytes) -> Letter:
    if b"\n" not in raw[:LONGEST_TEXT] and b"\r" in raw[:LONGEST_TEXT]:
        raw = raw.replace(b"\r", b"\n")
    reading = Reading(raw)
    headers, body = read_headers(raw, 0, len(raw), reading.remarks)
    if not headers.fields:
        reading.remarks.append("It has no headers.")
    for leaf in Cutter(raw, reading.remarks).leaves(Part(headers, body, len(raw))):
        _take(reading, leaf)
    name, address = fields.sender(_from(headers), reading.remarks)
    text, markup, html_words = _words(reading)
    return Letter(
        sender_name=name,
        sender_address=address,
        recipients=fields.addresses(f"{headers.all('to')}, {headers.all('cc')}"),
        subject=clean_line(decoded_words(headers.get("subject"), reading.remarks), 500),
        date=fields.moment(headers.get("date"), reading.remarks),
        message_id=(fields.message_ids(headers.get("message-id")) or ("",))[0],
        in_reply_to=(fields.message_ids(headers.get("in-reply-to")) or ("",))[0],
        references=fields.message_ids(headers.get("references")),
        text=text,
        html=markup,
        html_words=html_words,
        enclosures=tuple(reading.enclosures),
        is_auto=is_auto(headers),
        checks=tuple(value for name, value in headers.fields if name == "authentication-results")[:MOST_CHECKS],
        report=_report(headers, reading, address, text),
        remarks=tuple(dict.fromkeys(reading.remarks)),
    )


def _from(headers: Headers) -> str:
    return headers.get("from") or headers.get("sender") or headers.get("reply-to")


def _take(reading: Reading, leaf: Part) -> None:
    content = content_of(reading.raw, leaf, reading.remarks)
    kind = leaf.media_type
    if kind == "message/delivery-status":
        reading.status = reading.status or content
    elif kind in ("message/rfc822", "text/rfc822-headers", "message/global"):
        reading.original = reading.original or original_id(content)
    if _is_words(leaf, kind):
        (reading.markups if kind == "text/html" else reading.texts).append(_decoded(reading, leaf, content))
    else:
        if kind in WORDS and leaf.headers.disposition != "attachment":
            reading.named.append((leaf, content))
        _enclose(reading, leaf, kind, content)


def _decoded(reading: Reading, leaf: Part, content: bytes) -> str:
    charset = leaf.headers.parameter("content-type", "charset")
    return decoded(content[: LONGEST_TEXT * 4], charset, reading.remarks)


def _is_words(leaf: Part, kind: str) -> bool:
    if kind.startswith("multipart/"):
        return True  # one that could not be taken apart
    return kind in WORDS and leaf.headers.disposition != "attachment" and not _claimed_name(leaf)


def _claimed_name(leaf: Part) -> str:
    headers = leaf.headers
    return headers.parameter("content-disposition", "filename") or headers.parameter("content-type", "name")


def _enclose(reading: Reading, leaf: Part, kind: str, content: bytes) -> None:
    if len(reading.enclosures) >= MOST_ENCLOSURES:
        reading.remarks.append(f"Only the first {MOST_ENCLOSURES} attachments are listed; the original has them all.")
        return
    if kind in TNEF:
        reading.remarks.append("It came from Outlook with a winmail.dat; what is inside that is not taken apart.")
    if kind == "message/external-body":
        reading.remarks.append("It points to a file elsewhere, which we do not fetch.")
    name = clean_line(decoded_words(_claimed_name(leaf), reading.remarks), 1000)
    reading.enclosures.append(
        Enclosure(
            name=name or f"part {len(reading.enclosures) + 1}{_ENDINGS.get(kind, '')}",
            media_type=clean_line(kind, 120),
            content=content,
            content_id=clean_line(leaf.headers.get("content-id"), 200).strip("<>"),
            is_inline=leaf.headers.disposition == "inline" or bool(leaf.headers.get("content-id")),
        )
    )


def _words(reading: Reading) -> tuple[str, str, str]:
    """Text, safe html, and the words of the html; the text is read elsewhere where a message brings none."""
    text = "\n\n".join(part.strip("\r\n") for part in reading.texts)
    whole = "\n".join(reading.markups)
    markup = safe_html(whole, reading.remarks) if whole else ""
    html_words = text_of_html(whole[: LONGEST_HTML * 4]) or text_of_html(markup)
    if not text.strip():
        text = html_words or _named_words(reading)
    if len(text) > LONGEST_TEXT:
        reading.remarks.append("The text is longer than we show; the original is kept.")
    return clean_text(text, LONGEST_TEXT), clean_text(markup, LONGEST_HTML * 2), clean_text(html_words, LONGEST_TEXT)


def _named_words(reading: Reading) -> str:
    """Some programs give even the text a name. It stays among the files as well."""
    found = []
    for leaf, content in reading.named[:MOST_ENCLOSURES]:
        words = _decoded(reading, leaf, content)
        found.append(text_of_html(words[: LONGEST_HTML * 4]) if leaf.media_type == "text/html" else words)
        if sum(map(len, found)) > LONGEST_TEXT:
            break
    return "\n\n".join(part.strip("\r\n") for part in found)


def _report(headers: Headers, reading: Reading, address: str, text: str) -> DeliveryReport | None:
    if reading.status:
        return delivery_report(reading.status, reading.original)
    return plain_bounce(headers, address, text)
