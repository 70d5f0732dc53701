"""Calls that are passed on, on the line of the calls out: claim, ask the switch once, tell what is heard."""

import socket
from collections.abc import Iterator, Mapping

from lineside.gateways.telephony.outgoing import Placing, Told
from lineside.gateways.telephony.protocol import Message
from lineside.gateways.telephony.redirecting import Redirecting, plan_asked, redirect, way_of
from lineside.kernel.actors import system_actor
from lineside.switchboard.commands import claim_move, tell_move
from lineside.switchboard.permissions import CanSwitchboard
from lineside.switchboard.queries import claimed_moves, is_any_to_move

GATEWAY = system_actor("telephony gateway", CanSwitchboard.CONNECT)
NO_PLAN = "Its plan has no {context}; transfer the call at the telephone, and pass the contact alone."


class Mover:
    """What one line to one switch does about it; the line is the Dialler's, and so is what becomes of faults."""

    def __init__(self, placing: Placing) -> None:
        self.placing = placing
        self.redirecting = Redirecting()

    def come_back(self, line: socket.socket, there: Mapping[str, Message]) -> Iterator[Told]:
        """What became meanwhile of the calls that were asked for; whether it went to the switch or not, never again."""
        self.redirecting = Redirecting()
        line.sendall(plan_asked(self.placing))
        for row in claimed_moves():
            way = way_of(self.placing, row.id, to=row.to_telephone, back=row.was_telephone)
            yield self.redirecting.found(row.call, way, there)

    def work(self, line: socket.socket) -> Iterator[Told]:
        """The claim is committed before the switch hears of it: whatever happens now, it is not asked again."""
        if self.redirecting.has_plan is None or not is_any_to_move() or (row := claim_move(actor=GATEWAY)) is None:
            return
        if not self.redirecting.has_plan:
            says = NO_PLAN.format(context=self.placing.passing)
            yield Told(key=row.id, state="ended", outcome="refused", says=says)
            return
        to, back = row.to_telephone, row.was_telephone
        self.redirecting.open[row.call] = way_of(self.placing, row.id, to=to, back=back)
        line.sendall(redirect(self.placing, row.id, row.channel, to=to, back=back))

    def lost(self) -> Iterator[Told]:
        for way in self.redirecting.open.values():
            yield Told(key=way.key, state="unsure")


def tell(told: Told) -> None:
    tell_move(actor=GATEWAY, move_id=told.key, state=told.state, outcome=told.outcome, says=told.says)
