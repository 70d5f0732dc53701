"""Supervisors on calls, on the line of the calls out: claim, let on once, take off, tell what is heard."""

import socket
from collections.abc import Iterator

from lineside.gateways.telephony.outgoing import Placing, Told
from lineside.gateways.telephony.protocol import Message
from lineside.gateways.telephony.spying import Spying, key_of_ear, name_of, spy
from lineside.kernel.actors import system_actor
from lineside.switchboard.commands import claim_listening, tell_listening
from lineside.switchboard.permissions import CanSwitchboard
from lineside.switchboard.queries import claimed_listening, is_any_to_connect, to_take_off

GATEWAY = system_actor("telephony gateway", CanSwitchboard.CONNECT)
LOST = "The line to the switch was lost. Whether it goes on will be told when it is back."
GONE = "The line to the switch was lost meanwhile, and it is not there any more."


class Listener:
    """What one line to one switch does about it; the line is the Dialler's, and so is what becomes of faults."""

    def __init__(self, placing: Placing) -> None:
        self.placing = placing
        self.spying = Spying()

    def come_back(self, there: dict[str, Message]) -> Iterator[Told]:
        """What became meanwhile of those who were let on: who is there goes on, the rest is over."""
        self.spying = Spying()
        found = {name: self.spying.found(row) for name, row in there.items() if key_of_ear(name)}
        for key, state in claimed_listening():
            stands = found.get(name_of(key))
            if stands is None:
                yield Told(key=key, state="ended", outcome="unknown", says=GONE if state != "ending" else "")
            else:
                yield Told(key=key, state=stands)

    def work(self, line: socket.socket) -> None:
        """The claim is committed before the switch hears of it: whatever happens now, it is not asked again."""
        if is_any_to_connect() and (row := claim_listening(actor=GATEWAY)) is not None:
            self.spying.open[name_of(row.id)] = "dialling"
            line.sendall(spy(self.placing, row.id, own=row.own_telephone, theirs=row.telephone, mode=row.mode))
        on = {key: name for name in self.spying.there() if (key := key_of_ear(name))}
        for key in to_take_off(list(on)) if on else ():
            line.sendall(self.spying.off(on[key]))

    def lost(self) -> Iterator[Told]:
        for name in self.spying.open:
            if key := key_of_ear(name):
                yield Told(key=key, state="unsure", says=LOST)


def tell(told: Told) -> None:
    tell_listening(actor=GATEWAY, listening_id=told.key, state=told.state, outcome=told.outcome, says=told.says)
