"""The way out: claim a text, choose the route that lives, submit its segments, say how that went."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event
from uuid import UUID

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.contacts.commands import claim_message, record_delivery
from lineside.contacts.queries import MessageRow, message_to_send, unsent_messages
from lineside.gateways.text.commands import accept_segment, plan_segments
from lineside.gateways.text.inbound import ACTOR
from lineside.gateways.text.line import Line
from lineside.gateways.text.models import TextSegment
from lineside.gateways.text.notify import Notify
from lineside.gateways.text.protocol import Command, Pdu, Piece, message_pdu
from lineside.gateways.text.rules import NETWORK, Outcome, address_of, after_answer, choose_route, is_busy, is_kept
from lineside.gateways.text.session import Away, Late
from lineside.heartbeats.commands import Pulse
from lineside.kernel.errors import NotFound

log = logging.getLogger("lineside.text")
PAUSE = 0.3
LATE_WITHIN = timedelta(seconds=20)  # what is sent again sooner may be there twice
READY = "ready"
UDHI, RECEIPT_WANTED = 0x40, 1


@dataclass(frozen=True, slots=True)
class Routes:
    """The two ways out, as far as they are configured."""

    line: Line | None
    notify: Notify | None

    def choose(self) -> str:
        return choose_route(
            first_away_for=self.line.away_for if self.line else None,
            second_is_well=self.notify.is_well if self.notify else None,
        )

    def send(self, message: MessageRow) -> Outcome:
        """By the route that lives now; a text that a network has begun to take stays with it."""
        if self.line and (self.choose() != "second" or has_begun(message, self.line.link.name)):
            return submit(self.line, message)
        return self.notify.send(message) if self.notify else Outcome("later", "no route is configured")


def send_due(routes: Routes) -> float:
    """Send what is due by the route that lives; the seconds to wait when the network asks us to go slowly."""
    for _ in unsent_messages("text"):
        if not routes.choose():
            return 0
        message = claim_message(actor=ACTOR, channel="text")
        if message is None:
            return 0
        found = routes.send(message_to_send(message.id))
        if found.outcome != "done":
            record_delivery(
                actor=ACTOR,
                message_id=message.id,
                outcome=found.outcome,
                detail=found.detail,
                again_in=found.again_in,
            )
        if found.outcome == "later" and found.again_in:
            return min(found.again_in.total_seconds(), 5)
    return 0


def submit(line: Line, message: MessageRow) -> Outcome:
    """Every segment that the network does not have yet; each is on record before the next goes."""
    planned = plan_segments(actor=ACTOR, message_id=message.id, link=line.link.name)
    state = ""
    for segment in planned:
        if segment.state != READY:
            continue
        try:
            answer = line.submit(packet(message, segment), partial(take_late, segment.id))
        except Late as late:
            return Outcome("later", str(late), LATE_WITHIN)
        except Away as away:
            return Outcome("later", str(away), timedelta(seconds=2))
        if not is_kept(answer.status):
            found = after_answer(answer.status, message.attempts)
            if is_busy(answer.status):
                log.warning("%s", found.detail)
            return found
        state = accept_segment(actor=ACTOR, segment_id=segment.id, network_id=answer.name)
    return Outcome("done") if state else Outcome("sent")


def take_late(segment_id: UUID, answer: Pdu) -> None:
    """The network has it after all; what it refused is tried again as if it had said nothing."""
    if not is_kept(answer.status):
        return
    try:
        accept_segment(actor=ACTOR, segment_id=segment_id, network_id=answer.name)
    except (DatabaseError, InterfaceError, NotFound) as fault:
        log.warning("A late answer cannot be put on record; the text goes again: %s", fault)


def packet(message: MessageRow, segment: TextSegment) -> Pdu:
    piece = Piece(segment.number, segment.total, bytes(segment.payload), segment.coding)
    ton, npi, digits = address_of(str(message.recipients[0]))
    return message_pdu(
        Command.SUBMIT_SM,
        source_ton=NETWORK,
        source=message.sender_address,
        dest_ton=ton,
        dest_npi=npi,
        dest=digits,
        esm_class=UDHI if segment.total > 1 else 0,
        registered=RECEIPT_WANTED,
        coding=segment.coding,
        # The same reference at every try, so that a handset joins a segment that went twice.
        short_message=piece.short_message(message.id.int & 0xFF),
    )


def has_begun(message: MessageRow, link: str) -> bool:
    return TextSegment.objects.filter(message_id=message.id, link=link).exclude(network_id="").exists()


def run_outbound(routes: Routes, stop: Event) -> None:
    """Look for texts until told to stop; a database that is away is waited for."""
    pulse = Pulse("text out")
    while not stop.is_set():
        wait = 0.0
        try:
            close_old_connections()
            wait = send_due(routes)
            is_open = bool(routes.choose())
            pulse.beat(is_well=is_open, says="" if is_open else "no route out lives; texts wait")
        except (DatabaseError, InterfaceError) as fault:
            log.warning("The database cannot be reached; texts wait: %s", fault)
            wait = 2.0
        except Exception:
            log.exception("A text trips us; it is tried again when its lease is over")
            wait = 2.0
        finally:
            connection.close()
        stop.wait(max(wait, PAUSE))
    pulse.stop()
