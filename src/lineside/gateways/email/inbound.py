"""The way in: an SMTP listener that says 250 only when the message is committed."""

import asyncio
import hashlib
import logging
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import choices, received_before
from lineside.files.permissions import CanFile
from lineside.gateways.email.commands import pass_over, take_in, take_in_dead
from lineside.gateways.email.protocol import as_unread, read_letter
from lineside.gateways.email.rules import HandedBy, ImapPlace, Mail, box_of
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal

log = logging.getLogger("lineside.email")
ACTOR = system_actor("e-mail gateway", CanContact.RECEIVE, CanContact.DELIVER, CanFile.STORE)
LARGEST = 25 * 1024 * 1024
LONGEST_LINE = 1 << 20  # RFC 5321 says 1,000; real senders do not, and their mail must not be lost for it
THREADS = 8
STORE_IS_FULL = 507


def receive(raw: bytes, boxes: tuple[str, ...], place: ImapPlace | None = None, by: HandedBy | None = None) -> None:
    """Commit the message, or raise when that may succeed later. What is there already costs one look."""
    sha256 = hashlib.sha256(raw).hexdigest()
    if all(received_before(box, sha256) for box in boxes):
        if place:
            pass_over(actor=ACTOR, place=place)
        return
    mail = Mail(raw=raw, sha256=sha256, letter=read_letter(raw), boxes=boxes, received_at=now(), place=place, by=by)
    if why := _taken(mail):
        bare = replace(as_unread(raw), remarks=(f"It could not be taken in as it was read: {why}",))
        if why := _taken(replace(mail, letter=bare)):
            take_in_dead(actor=ACTOR, content=mail, why=why)


def receive_too_large(head: bytes, boxes: tuple[str, ...], place: ImapPlace, size: int) -> None:
    """A contact from the headers alone, which says that the message itself is still on its server."""
    said = f"The message is {size >> 20} MB, too large to take in; it stays on the mail server in {place.folder}."
    letter = read_letter(head)
    letter = replace(letter, remarks=(*letter.remarks, said))
    sha256 = hashlib.sha256(head + str(size).encode()).hexdigest()
    take_in(
        actor=ACTOR,
        content=Mail(raw=head, sha256=sha256, letter=letter, boxes=boxes, received_at=now(), place=place),
    )


def _taken(mail: Mail) -> str:
    """Empty when it is committed, else why never; one message that trips us must not hold up those behind it."""
    try:
        take_in(actor=ACTOR, content=mail)
    except (DatabaseError, OSError):
        raise
    except Refusal as refusal:
        if refusal.status == STORE_IS_FULL:
            raise
        return refusal.sentence
    except Exception as fault:
        log.exception("A message trips us")
        return f"The gateway has a fault ({type(fault).__name__}); its log says more."
    return ""


def in_thread(work: Callable[[], None]) -> None:
    """Run with a database connection that is good now, and give it back."""
    close_old_connections()
    try:
        work()
    finally:
        connection.close()


class Boxes:
    """What aiosmtpd asks of us: is this a box of ours, and will you keep this message."""

    def __init__(self) -> None:
        self.names = tuple(str(row["code"]) for row in choices("boxes"))
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="mail-in")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session
        if not box_of(address, settings.MAIL_DOMAIN, self.names):
            return "550 5.1.1 There is no such box here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server
        raw = envelope.original_content or b""
        boxes = tuple(sorted({box_of(address, settings.MAIL_DOMAIN, self.names) for address in envelope.rcpt_tos}))
        by = HandedBy.said(str((session.peer or ("",))[0]), session.host_name, envelope.mail_from)
        work = partial(in_thread, partial(receive, raw, boxes, by=by))
        try:
            await asyncio.get_running_loop().run_in_executor(self.threads, work)
        except Refusal as refusal:
            log.error("Mail from %s waits at its sender: %s", session.peer, refusal.sentence)  # noqa: TRY400
            return "452 4.3.1 Not enough room here at the moment, try again"
        except Exception:
            log.exception("Mail from %s waits at its sender", session.peer)
            return "451 4.3.0 Not kept, try again"
        return "250 2.0.0 Kept"


class RoomySMTP(SMTP):
    """The server with room for the long lines that real senders write."""

    line_length_limit = LONGEST_LINE


class Listener(Controller):
    """The SMTP server in a thread of its own; `start()` and `stop()`."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None = None) -> None:
        self.boxes = Boxes()
        super().__init__(
            self.boxes,
            hostname=host,
            port=port,
            data_size_limit=LARGEST,
            ident="Lineside",
            timeout=120,  # a client that says nothing for two minutes is gone
            enable_SMTPUTF8=True,
            tls_context=context,
        )

    def factory(self) -> Any:  # noqa: ANN401 - aiosmtpd is not typed
        return RoomySMTP(self.handler, **self.SMTP_kwargs)

    def stop(self, no_assert: bool = False) -> None:  # noqa: FBT001, FBT002 - aiosmtpd's signature
        super().stop(no_assert)
        self.boxes.threads.shutdown(wait=True)
