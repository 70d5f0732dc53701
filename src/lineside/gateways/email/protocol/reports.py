"""Reports of mail systems about what we sent (RFC 3462, 3464), and messages that no person wrote (RFC 3834)."""

import re

from lineside.gateways.email.protocol.characters import clean_line
from lineside.gateways.email.protocol.headers import Headers, addresses, message_ids, read_headers
from lineside.gateways.email.protocol.letter import DeliveryReport

LONGEST_REPORT = 64 * 1024
_ORIGINAL = re.compile(r"(?im)^message-id:[ \t]{0,20}(<[^<>\s]{1,490}>)")
_REPORTERS = ("mailer-daemon", "postmaster")


def is_auto(headers: Headers) -> bool:
    said = headers.get("auto-submitted").split(";", 1)[0].strip().lower()
    precedence = headers.get("precedence").strip().lower()
    return (
        said not in ("", "no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or headers.get("return-path").strip() == "<>"
        or bool(headers.get("x-autoreply") or headers.get("x-failed-recipients") or headers.get("list-id"))
        or headers.media_type == "multipart/report"
    )


def original_id(content: bytes) -> str:
    """The Message-ID of a message that came back whole or as headers only."""
    headers, _ = read_headers(content, 0, min(len(content), LONGEST_REPORT), [])
    return (message_ids(headers.get("message-id")) or ("",))[0]


def delivery_report(status: bytes, original: str) -> DeliveryReport:
    """The gravest of the recipients' fields; a report that names no action is taken for a failure."""
    blocks = re.split(rb"\r?\n\r?\n", status[:LONGEST_REPORT])
    found = [_recipient(block, original) for block in blocks if b":" in block]
    named = [report for report in found if report.recipient or report.action != "failed"] or found
    order = ("failed", "delayed", "relayed", "expanded", "delivered")
    return min(named, key=lambda report: order.index(report.action), default=DeliveryReport(action="failed"))


def plain_bounce(headers: Headers, sender: str, text: str) -> DeliveryReport | None:
    """A report in words only, as some systems still write it."""
    failed = headers.get("x-failed-recipients")
    if not failed and not (sender.partition("@")[0] in _REPORTERS and _ORIGINAL.search(text)):
        return None
    found = _ORIGINAL.search(text)
    return DeliveryReport(
        action="failed",
        recipient=(addresses(failed) or ("",))[0],
        diagnostic=clean_line(text[:300], 300),
        original_message_id=found.group(1) if found else "",
    )


def _recipient(block: bytes, original: str) -> DeliveryReport:
    headers, _ = read_headers(block.lstrip(), 0, len(block.lstrip()), [])
    action = headers.get("action").strip().lower().split(" ")[0]
    return DeliveryReport(
        action=action if action in ("delayed", "delivered", "relayed", "expanded") else "failed",
        status=clean_line(headers.get("status"), 40),
        recipient=(addresses(headers.get("final-recipient") or headers.get("original-recipient")) or ("",))[0],
        diagnostic=clean_line(headers.get("diagnostic-code").split(";", 1)[-1], 500),
        original_message_id=original,
    )
