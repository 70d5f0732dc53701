"""The way out: claim a reply, hand it to the force's mail server, say how that went."""

import logging
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.contacts.commands import claim_message, record_delivery
from lineside.contacts.queries import MessageRow, message_to_send, unsent_messages
from lineside.gateways.email.inbound import ACTOR
from lineside.gateways.email.protocol import Outgoing, write_letter
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.email")
PERMANENT = 500
PAUSE = 0.5
PATIENCE = 30  # seconds for one answer; at most nine of them, and two of the next, are within the lease
PATIENCE_AFTER_DATA = 600  # RFC 5321, 4.5.3.2.6: who gives up sooner sends twice what was taken once
GOOD_BYE = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended."""

    outcome: str
    detail: str = ""


def send_due() -> int:
    """Send every message that is due; how many were tried."""
    tried = 0
    for _ in unsent_messages():
        message = claim_message(actor=ACTOR)
        if message is None:
            break
        found = deliver(message_to_send(message.id))
        record_delivery(actor=ACTOR, message_id=message.id, outcome=found.outcome, detail=found.detail)
        tried += 1
    return tried


def deliver(message: MessageRow) -> Outcome:
    """One attempt. An answer in the 500s is final; silence and everything else is tried again."""
    try:
        recipient = str(message.recipients[0])
        raw = write_letter(_outgoing(message, recipient))
    except Exception as fault:
        # The sender chose the address, and what it does to the library that writes it down is no reason to stop.
        log.exception("The reply %s cannot be written as mail", message.id)
        return Outcome("failed", f"The reply cannot be written as mail ({type(fault).__name__}): {fault}")
    try:
        _hand_over(message.sender_address, recipient, raw)
    except (OSError, smtplib.SMTPException, ValueError) as fault:
        return _went_wrong(fault)
    return Outcome("sent")


class Patient(smtplib.SMTP):
    """Waits longer once the whole letter is handed over: the server may be storing it, and has it for all we know."""

    def send(self, s: Any) -> None:  # noqa: ANN401 - smtplib's
        if self.sock and isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"):
            self.sock.settimeout(PATIENCE_AFTER_DATA)
        super().send(s)


def _hand_over(sender: str, recipient: str, raw: bytes) -> None:
    server = Patient(*smarthost(settings.SMARTHOST), timeout=PATIENCE)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        server.sendmail(sender, [recipient], raw)
        if server.sock:
            server.sock.settimeout(GOOD_BYE)
        # The server has the letter; whatever it says to a good-bye takes that back no more.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


def _went_wrong(fault: Exception) -> Outcome:
    match fault:
        case smtplib.SMTPRecipientsRefused():
            return _answer(*next(iter(fault.recipients.values())))
        case smtplib.SMTPResponseException():
            return _answer(fault.smtp_code, fault.smtp_error)
        case smtplib.SMTPNotSupportedError():
            return Outcome("failed", str(fault))
        case OSError():  # SMTPException is one
            return Outcome("later", f"{settings.SMARTHOST}: {fault}")
    return Outcome("failed", f"The reply cannot be sent as mail: {fault}")


def smarthost(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return (host, int(port)) if host and port.isdigit() else (address, 25)


def run_outbound(stop: Event) -> None:
    """Look for replies until told to stop; a database that is away is waited for."""
    pulse = Pulse("e-mail out")
    while not stop.is_set():
        wait = PAUSE
        try:
            close_old_connections()
            wait = 0.0 if send_due() else PAUSE
            pulse.beat()
        except (DatabaseError, InterfaceError) as fault:
            log.warning("The database cannot be reached; replies wait: %s", fault)
            wait = PAUSE * 4
        except Exception:
            log.exception("A reply trips us; it is tried again when its lease is over")
            wait = PAUSE * 4
        finally:
            connection.close()
        stop.wait(wait)
    pulse.stop()
    connection.close()


def _answer(code: int, words: bytes | str) -> Outcome:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return Outcome("failed" if code >= PERMANENT else "later", f"{code} {said}")


def _outgoing(message: MessageRow, recipient: str) -> Outgoing:
    return Outgoing(
        sender_name=message.sender_name,
        sender_address=message.sender_address,
        recipient=recipient,
        subject=message.subject,
        text=message.text,
        at=message.at,
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        references=tuple(message.references),
    )
