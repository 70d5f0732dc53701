"""The way out: claim an answer, hand it to its platform, say how that went."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from threading import Event
from typing import Protocol

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.contacts.commands import claim_message, record_delivery
from lineside.contacts.queries import MessageRow, message_to_send, unsent_messages
from lineside.gateways.social.inbound import ACTOR
from lineside.gateways.social.rules import Outcome
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.social")
PAUSE = 0.3


class Sender(Protocol):
    """A platform that takes answers."""

    def send(self, message: MessageRow) -> Outcome:
        """One attempt."""


def send_due(senders: Mapping[str, Sender]) -> int:
    """Send every answer that is due; how many were tried. One platform that is away holds up no other."""
    tried = 0
    for _ in unsent_messages("social"):
        message = claim_message(actor=ACTOR, channel="social")
        if message is None:
            break
        row = message_to_send(message.id)
        sender = senders.get(row.box)
        found = _attempt(sender, row) if sender else Outcome("later", f"{row.box} is not set up", timedelta(seconds=60))
        record_delivery(
            actor=ACTOR,
            message_id=message.id,
            outcome=found.outcome,
            detail=found.detail,
            again_in=found.again_in,
        )
        tried += 1
    return tried


def _attempt(sender: Sender, row: MessageRow) -> Outcome:
    """An answer that trips us comes back to whoever wrote it, and holds up none behind it."""
    try:
        return sender.send(row)
    except (DatabaseError, InterfaceError):
        raise
    except Exception as fault:
        log.exception("An answer trips us")
        return Outcome("failed", f"The gateway has a fault ({type(fault).__name__}); its log says more.")


def run_outbound(senders: Mapping[str, Sender], stop: Event) -> None:
    """Look for answers until told to stop; a database that is away is waited for."""
    pulse = Pulse("social media out")
    while not stop.is_set():
        wait = PAUSE
        try:
            close_old_connections()
            send_due(senders)
            pulse.beat()
        except (DatabaseError, InterfaceError) as fault:
            log.warning("The database cannot be reached; answers wait: %s", fault)
            wait = 2.0
        except Exception:
            log.exception("An answer trips us; it is tried again when its lease is over")
            wait = 2.0
        finally:
            connection.close()
        stop.wait(wait)
    pulse.stop()
    connection.close()
