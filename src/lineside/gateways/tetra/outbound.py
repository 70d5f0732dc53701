"""Texts to radios: each claimed once, sent in its parts, and told of."""

import logging
from collections.abc import Callable
from uuid import UUID

from lineside.gateways.tetra.commands import FAILED, SENT, claim_text, tell_text
from lineside.gateways.tetra.inbound import ACTOR
from lineside.gateways.tetra.protocol import Malformed, sds
from lineside.gateways.tetra.queries import texts_to_carry

log = logging.getLogger("lineside.tetra")
Send = Callable[[str, bytes], str]  # to whom, and the octets; empty when the terminal took it, else why not


def carry(send: Send) -> int:
    """Send what waits; how many were tried. One that is cut off after its claim is not sent a second time by itself."""
    tried = 0
    for message in texts_to_carry():
        carried = claim_text(actor=ACTOR, message=message)
        if carried is None:
            continue
        tried += 1
        _send(carried.id, message.issi, message.text, carried.reference, send)
    return tried


def _send(carried_id: UUID, issi: str, text: str, reference: int, send: Send) -> None:
    try:
        parts = sds.write_text(text, reference)
    except Malformed as fault:
        tell_text(actor=ACTOR, carried_id=carried_id, state=FAILED, says=str(fault))
        return
    for part in parts:
        if why := send(issi, part):
            tell_text(actor=ACTOR, carried_id=carried_id, state=FAILED, says=why)
            return
    tell_text(actor=ACTOR, carried_id=carried_id, state=SENT)
