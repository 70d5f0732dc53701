"""The way out by Asterisk's Manager Interface, on a line of its own: claim a call, dial it once, tell what is heard."""

import logging
import socket
from collections.abc import Callable, Iterator
from threading import Event
from time import monotonic

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lineside.callouts.commands import claim_call, tell_call_out
from lineside.callouts.permissions import CanCallOut
from lineside.callouts.queries import call_out, dialled_and_open, is_any_queued
from lineside.gateways.telephony import listening, moving
from lineside.gateways.telephony.ami import ANSWER_WITHIN, LONGEST_WAIT, Switch, SwitchGone
from lineside.gateways.telephony.outgoing import Outgoing, Placing, Told, key_of, originate
from lineside.gateways.telephony.protocol import MARK, Message, Reader, action
from lineside.heartbeats.commands import Pulse
from lineside.kernel.actors import system_actor
from lineside.kernel.errors import Refusal

GATEWAY = system_actor("telephony gateway", CanCallOut.DIAL)
LOOK_EVERY = 0.3  # seconds in which a call that was asked for is dialled
LOST = "The line to the switch was lost. Whether this call goes on will be told when it is back."
GONE = "The line to the switch was lost meanwhile, and the call is not there any more. Ring again if it matters."
DATABASE_FAULTS = (OperationalError, InterfaceError)
log = logging.getLogger("lineside.telephony")


class Dialler:
    """One line to one switch, kept up until it is told to stop."""

    def __init__(self, switch: Switch, placing: Placing, pulse: Pulse, stop: Event) -> None:
        self.switch, self.placing, self.pulse, self.stop = switch, placing, pulse, stop
        self.outgoing = Outgoing()
        self.listener = listening.Listener(placing)
        self.mover = moving.Mover(placing)
        self._reader = Reader()

    def run(self) -> None:
        wait = 0.5
        while not self.stop.is_set():
            try:
                with self._connected() as line:
                    self._come_back(line)
                    wait = 0.5
                    self._work(line)
            except Exception as fault:  # noqa: BLE001 - while this thread lives, the next call is dialled
                self._line_lost(fault, wait)
                self.stop.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
        self.pulse.stop()

    def _connected(self) -> socket.socket:
        line = socket.create_connection((self.switch.host, self.switch.port), timeout=ANSWER_WITHIN)
        line.settimeout(LOOK_EVERY)
        self._reader = Reader()
        line.sendall(action("Login", "in", Username=self.switch.user, Secret=self.switch.secret, Events="on"))
        answer = next(message for message in self._until(line, "ActionID", "in") if message.get("ActionID") == "in")
        if not answer.succeeded:
            line.close()
            raise SwitchGone("the switch refused the name or the secret")
        return line

    def _come_back(self, line: socket.socket) -> None:
        """What became meanwhile of the calls that were dialled: those that are up go on, the rest are over."""
        line.sendall(action("CoreShowChannels", "open"))
        rows = self._until(line, "Event", "CoreShowChannelsComplete")
        there = {row.get("Uniqueid"): row for row in rows if row.event == "CoreShowChannel"}
        for key, state in dialled_and_open():
            row = there.get(f"{MARK}{key}")
            if row is not None:
                now_is = "up" if row.get("BridgeId") else "ringing"
                self.outgoing.open[f"{MARK}{key}"] = now_is
                self._tell(Told(key=key, state=now_is))
            else:
                self.outgoing.open.pop(f"{MARK}{key}", None)
                self._tell(Told(key=key, state="ended", outcome="unknown", says=GONE if state != "up" else ""))
        self._tell_each(self.listener.come_back(there), listening.tell)
        self._tell_each(self.mover.come_back(line, there), moving.tell)

    def _work(self, line: socket.socket) -> None:
        heard_at = monotonic()
        while not self.stop.is_set():
            close_old_connections()
            if is_any_queued():
                self._dial(line)
            self.listener.work(line)
            self._tell_each(self.mover.work(line), moving.tell)
            for message in self._receive(line):
                heard_at = monotonic()
                self._take(message)
            if monotonic() - heard_at > self.switch.ping_every * 3:
                raise SwitchGone("the switch has fallen silent")
            if monotonic() - heard_at > self.switch.ping_every:
                line.sendall(action("Ping", "ping"))
            self.pulse.beat()

    def _take(self, message: Message) -> None:
        self._tell_each(self.outgoing.take(message), tell_of_call)
        self._tell_each(self.listener.spying.take(message), listening.tell)
        self._tell_each(self.mover.redirecting.take(message), moving.tell)

    def _dial(self, line: socket.socket) -> None:
        """The claim is committed before the switch hears of it: whatever happens now, it is not dialled again."""
        call = claim_call(actor=GATEWAY)
        if call is not None:
            self.outgoing.open[f"{MARK}{call.id}"] = "dialling"
            line.sendall(originate(self.placing, call.id, call.telephone, call.number))

    def _line_lost(self, fault: Exception, wait: float) -> None:
        why = str(fault) or type(fault).__name__
        is_known = isinstance(fault, (OSError, SwitchGone, *DATABASE_FAULTS))
        log.warning("No calls out (%s); trying again in %.1f s.", why, wait, exc_info=None if is_known else fault)
        connection.close()
        self._say_lost()
        self.pulse.beat(is_well=False, says=why)

    def _say_lost(self) -> None:
        """Whoever waits for it must see that we do not know; when the database is away as well, the clock ends it."""
        for channel in self.outgoing.open:
            try:
                if (key := key_of(channel)) and call_out(key).state != "ended":
                    self._tell(Told(key=key, state="unsure", says=LOST))
            except DATABASE_FAULTS:
                connection.close()
            except Refusal as refusal:
                log.warning("A call that was under way is not known here: %s", refusal.sentence)
        try:
            self._tell_each(self.listener.lost(), listening.tell)
            self._tell_each(self.mover.lost(), moving.tell)
        except DATABASE_FAULTS:
            connection.close()

    def _tell_each(self, news: Iterator[Told], tell: Callable[[Told], object]) -> None:
        for told in news:
            self._tell(told, tell)

    def _tell(self, told: Told, tell: Callable[[Told], object] | None = None) -> None:
        """What cannot be told of one call must not end the others."""
        try:
            (tell or tell_of_call)(told)
        except Refusal as refusal:  # another node's call on the same switch, or one that a restored database lacks
            log.warning("What the switch says of the call %s is left: %s", told.key, refusal.sentence)
        except DATABASE_FAULTS:
            raise
        except Exception:
            log.exception("What the switch says of the call %s trips us", told.key)

    def _until(self, line: socket.socket, name: str, value: str) -> list[Message]:
        heard: list[Message] = []
        limit = monotonic() + ANSWER_WITHIN
        while monotonic() < limit and not self.stop.is_set():
            heard += self._receive(line)
            if any(message.get(name) == value for message in heard):
                return heard
        raise SwitchGone("the switch did not answer in time")

    def _receive(self, line: socket.socket) -> Iterator[Message]:
        try:
            data = line.recv(65_536)
        except TimeoutError:
            return
        if not data:
            raise SwitchGone("the switch closed the line")
        yield from self._reader.feed(data)


def tell_of_call(told: Told) -> None:
    tell_call_out(actor=GATEWAY, call_out_id=told.key, state=told.state, outcome=told.outcome, says=told.says)
