"""Follows the channels of an Asterisk switch and says what happened to each call. Pure: time is passed in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from lineside.gateways.telephony.calls import CallEvent, plain, told_by
from lineside.gateways.telephony.protocol import CAUSES, MARK, Message, duration_of, moment_of
from lineside.gateways.telephony.variables import said_in

AGAIN = frozenset({"held", "transferred", "pressed", "told"})  # what may happen to one call more than once
MOST_CALLS = 20_000  # a switch that never hangs up must not fill the memory


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Which line types the dialled numbers mean, and which channels come from outside (none named: all may)."""

    by_number: dict[str, str] = field(default_factory=dict)
    otherwise: str = "PUBLIC_FREEPHONE"
    trunks: tuple[str, ...] = ()

    def type_of(self, dialled: str) -> str:
        return self.by_number.get(dialled, self.otherwise)

    def from_outside(self, channel: str) -> bool:
        if channel.startswith("Local/"):
            return False  # one half of the switch talking to itself: a click-to-dial or a queue's own leg
        return not self.trunks or channel.startswith(self.trunks)


@dataclass(slots=True)
class Call:
    """A call that is up: its caller's channel, and every real channel that is part of it."""

    key: str
    number: str
    name: str
    dialled: str
    line_type: str
    channels: dict[str, str] = field(default_factory=dict)  # unique id -> channel name
    bridged: set[str] = field(default_factory=set)
    queue: str = ""
    offered: bool = False
    answered: bool = False
    over: bool = False


class Tracker:
    """Takes messages one at a time; gives the call events that follow from each."""

    def __init__(self, lines: Lines | None = None) -> None:
        self.lines = lines or Lines()
        self.calls: dict[str, Call] = {}
        self._call_of: dict[str, str] = {}  # a channel's unique id -> its call
        self._heard = {
            "Newchannel": self._new_channel,
            "NewCallerid": self._caller_known,
            "Newstate": self._ringing,
            "DialBegin": self._ringing,
            "QueueCallerJoin": self._queued,
            "QueueCallerAbandon": self._gave_up,
            "BridgeEnter": self._bridged,
            "Hold": self._held,
            "Unhold": self._held,
            "MusicOnHoldStart": self._held,
            "MusicOnHoldStop": self._held,
            "BlindTransfer": self._transferred,
            "AttendedTransfer": self._transferred,
            "Hangup": self._hung_up,
            "DTMFEnd": self._pressed,
            "VarSet": self._told,
        }

    def take(self, message: Message, heard_at: datetime) -> list[CallEvent]:
        follow = self._heard.get(message.event)
        if follow is None:
            return []
        at = moment_of(message) or heard_at
        events = list(self._joined(message, at))
        events += follow(message, at)
        return told_in(message, events)

    def adopt(self, rows: Iterable[Message], at: datetime, *, late: bool) -> list[CallEvent]:
        """Learn the open channels after a time away; a call that is no longer there is over."""
        rows = list(rows)
        open_now = {row.get("Uniqueid") for row in rows}
        events = [ending for call in self.calls.values() for ending in self._gone(call, open_now, at)]
        for gone in [unique for unique in self._call_of if unique not in open_now]:
            self._forget(gone)
        for row in sorted(rows, key=lambda row: row.get("Uniqueid") != row.get("Linkedid")):
            started = at - duration_of(row)
            found = [*self._new_channel(row, started), *self._announce(self._call(row), started)]
            if row.get("BridgeId"):
                found += self._bridged(row, at)
            events += told_in(row, found)
        return [late_version(event) for event in events] if late else events

    def _gone(self, call: Call, open_now: set[str], at: datetime) -> Iterator[CallEvent]:
        if not call.over and call.offered and not open_now & set(call.channels):
            call.over = True
            why = "over when the gateway came back; the switch gave no record of when"
            yield self._event(call, "ended" if call.answered else "abandoned", at, why=why)

    def _call(self, message: Message, name: str = "Uniqueid") -> Call | None:
        return self.calls.get(self._call_of.get(message.get(name), ""))

    def _new_channel(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        unique, linked, channel = message.get("Uniqueid"), message.get("Linkedid"), message.get("Channel")
        if not unique or unique in self._call_of or channel.startswith("Local/") or unique.startswith(MARK):
            return
        if unique == linked and self.lines.from_outside(channel) and not self._consults(channel):
            self._make_room()
            dialled = message.known("Exten")
            self.calls[unique] = Call(
                key=unique,
                number=message.known("CallerIDNum"),
                name=message.known("CallerIDName"),
                dialled=dialled,
                line_type=self.lines.type_of(dialled),
            )
        if linked in self.calls:
            self._call_of[unique] = linked
            self.calls[linked].channels[unique] = channel
        call = self.calls.get(unique)
        if call and call.number:
            yield from self._announce(call, at)

    def _consults(self, channel: str) -> bool:
        """A telephone that is in a call and dials: its owner asks a colleague, nobody new is ringing."""
        device = channel.rpartition("-")[0]
        return any(
            name.rpartition("-")[0] == device and unique in call.bridged
            for call in self.calls.values()
            for unique, name in call.channels.items()
            if unique != call.key
        )

    def _caller_known(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        call = self.calls.get(message.get("Uniqueid"))
        if call and not call.offered:
            call.number = message.known("CallerIDNum") or call.number
            call.name = message.known("CallerIDName") or call.name
            if call.number:
                yield from self._announce(call, at)

    def _ringing(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        yield from self._announce(self.calls.get(message.get("Uniqueid")), at)

    def _queued(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        if call := self._call(message):
            call.queue = message.known("Queue")
            yield from self._announce(call, at)

    def _gave_up(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        call = self._call(message)
        if call and not call.over and not call.answered:
            yield from self._announce(call, at)
            call.over = True
            yield self._event(call, "abandoned", at, waited=message.known("HoldTime"), why="gave up in the queue")

    def _bridged(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        call, unique = self._call(message), message.get("Uniqueid")
        if call is None or unique not in call.channels:
            return
        call.bridged.add(unique)
        # A colleague's telephone that is picked up is not an answer until the caller is on the same bridge.
        if call.answered or call.over or call.key not in call.bridged or len(call.bridged) == 1:
            return
        yield from self._announce(call, at)
        call.answered = True
        agent = call.channels[next(iter(call.bridged - {call.key}))].rpartition("-")[0]
        told = {"agent": agent, "telephone": agent.rpartition("/")[2], "channel": call.channels.get(call.key, "")}
        yield self._event(call, "answered", at, **told)

    def _held(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        call = self._call(message)
        if call and call.answered and not call.over:
            on = message.event in {"Hold", "MusicOnHoldStart"}
            yield self._event(call, "held", at, on="yes" if on else "no")

    def _transferred(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        names = ("TransfererUniqueid", "OrigTransfererUniqueid", "TransfereeUniqueid", "SecondTransfererUniqueid")
        call = next((found for name in names if (found := self._call(message, name))), None)
        if call and not call.over:
            how = "blind" if message.event == "BlindTransfer" else "attended"
            to = message.known("Extension") or message.known("SecondTransfererExten")
            yield from self._announce(call, at)
            yield self._event(call, "transferred", at, how=how, to=to, result=message.known("Result"))

    def _hung_up(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        call, unique = self._call(message), message.get("Uniqueid")
        if call is None:
            return
        yield from self._announce(call, at)
        left = len(call.channels) - (unique in call.channels)
        if not call.over and ((unique == call.key and not call.answered) or not left):
            call.over = True
            cause = message.get("Cause")
            yield self._event(call, "ended" if call.answered else "abandoned", at, why=CAUSES.get(cause, cause))
        self._forget(unique)

    def _pressed(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        """A key of the caller's own telephone; what a colleague presses on theirs is no answer."""
        call = self.calls.get(message.get("Uniqueid"))
        if call and not call.over and message.get("Direction") == "Received":
            yield from self._announce(call, at)
            yield self._event(call, "pressed", at, digit=message.known("Digit"))

    def _told(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        call, said = self.calls.get(message.get("Uniqueid")), said_in(message, at)
        if call and said and not call.over:
            yield from self._announce(call, at)
            yield self._event(call, said[0], said[1], **said[2])

    def _joined(self, message: Message, at: datetime) -> Iterator[CallEvent]:
        """A channel that the switch now counts to another call: a pickup or a finished consultation."""
        unique, linked = message.get("Uniqueid"), message.get("Linkedid")
        if linked not in self.calls or self._call_of.get(unique, linked) == linked:
            if linked in self.calls and unique and message.event == "BridgeEnter":
                self._add(unique, linked, message.get("Channel"))
            return
        was = self.calls[self._call_of[unique]]
        self._forget(unique)
        self._add(unique, linked, message.get("Channel"))
        if unique == was.key and was.offered and not was.over:
            was.over = True
            yield self._event(was, "ended", at, why=f"joined call {linked}")

    def _add(self, unique: str, key: str, channel: str) -> None:
        if not channel.startswith("Local/"):
            self._call_of[unique] = key
            self.calls[key].channels[unique] = channel

    def _announce(self, call: Call | None, at: datetime) -> Iterator[CallEvent]:
        if call and not call.offered:
            call.offered = True
            yield self._event(call, "offered", at, dialled=call.dialled, queue=call.queue)

    def _event(self, call: Call, kind: str, at: datetime, **facts: str) -> CallEvent:
        return call_event(call.key, kind, at, Caller(call.number, call.name, call.line_type), facts)

    def _forget(self, unique: str) -> None:
        key = self._call_of.pop(unique, "")
        call = self.calls.get(key)
        if call:
            call.channels.pop(unique, None)
            if not call.channels:
                del self.calls[key]

    def _make_room(self) -> None:
        if len(self.calls) >= MOST_CALLS:
            oldest = next(iter(self.calls))
            for unique in list(self.calls[oldest].channels):
                self._forget(unique)
            self.calls.pop(oldest, None)


@dataclass(frozen=True, slots=True)
class Caller:
    number: str
    name: str
    line_type: str


def call_event(key: str, kind: str, at: datetime, caller: Caller, facts: dict[str, str]) -> CallEvent:
    """The event with the name that it has however it is learnt: live, from the open channels or from the records."""
    again = f":{int(at.timestamp() * 1000)}" if kind in AGAIN else ""
    return CallEvent(
        event_id=f"ami:{plain(key)}:{kind}{again}",
        call_id=plain(key),
        kind=kind,
        at=at,
        number=plain(caller.number),
        line_type=caller.line_type,
        name=plain(caller.name),
        facts={name: plain(value) for name, value in facts.items() if value},
    )


def told_in(message: Message, events: Iterable[CallEvent]) -> list[CallEvent]:
    """The events with the message that they follow from, which is kept with each."""
    return [told_by(event, message.raw, "call.ami") for event in events]


def late_version(event: CallEvent) -> CallEvent:
    return replace(event, heard_late=True)
