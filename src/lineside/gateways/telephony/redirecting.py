"""A call that is passed on, on the line of a switch: what is asked of it, and what its words tell. Pure.

Asterisk's Redirect takes the caller's own channel out of its bridge and goes on with it at an extension of ours
(deploy/asterisk, `lineside-pass`), which rings the other telephone and, where nobody picks up there, the one that had
the call. Redirect does not look whether that extension is there, and a caller sent to one that is not is cut off: so
the plan is asked for first (ShowDialPlan), and without it nothing is moved. Whoever had the call is hung up by the
switch, for their channel has nobody to speak to any more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from lineside.gateways.telephony.calls import plain
from lineside.gateways.telephony.outgoing import Placing, Told
from lineside.gateways.telephony.protocol import MARK, Message, action

MOVE, PLAN = f"{MARK}move-", f"{MARK}plan"
BACK = "LINESIDE_BACK"  # the variable in which the plan finds the telephone that had the call
NOT_THERE = "The call was not there any more when the line to the switch was back."
RINGS_BACK = "Nobody picked up there; it rings again at telephone {telephone}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A call on its way: from which telephone to which, by how the channels of the two begin."""

    key: UUID
    to: str
    back: str
    back_telephone: str


@dataclass(slots=True)
class Redirecting:
    """The calls that the switch was asked to move, by what it calls them."""

    open: dict[str, Way] = field(default_factory=dict)
    has_plan: bool | None = None  # not known before the switch has said so

    def take(self, message: Message) -> Iterator[Told]:
        if message.get("ActionID") == PLAN and message.get("Response"):
            self.has_plan = message.succeeded
            return
        call = self._call_of(message)
        way = self.open.get(call)
        if way is None:
            return
        told = _told(message, way)
        if told is not None:
            if told.state == "ended":
                self.open.pop(call)
            yield told

    def _call_of(self, message: Message) -> str:
        asked = message.get("ActionID")
        if message.event == "" and asked.startswith(MOVE):
            return next((call for call, way in self.open.items() if asked == f"{MOVE}{way.key}"), "")
        return message.get("Uniqueid")

    def found(self, call: str, way: Way, there: Mapping[str, Message]) -> Told:
        """One that was asked for before the line was lost: where it is now. It is watched where it still rings."""
        row = there.get(call)
        if row is None:
            return Told(key=way.key, state="ended", outcome="unknown", says=NOT_THERE)
        bridge = row.get("BridgeId")
        beside = [each.get("Channel") for each in there.values() if bridge and each.get("BridgeId") == bridge]
        if any(channel.startswith(way.to) for channel in beside):
            return Told(key=way.key, state="ended", outcome="moved")
        if any(way.back and channel.startswith(way.back) for channel in beside):
            return Told(key=way.key, state="ended", outcome="stayed")
        self.open[call] = way
        return Told(key=way.key, state="moving")


def _told(message: Message, way: Way) -> Told | None:
    there = message.get("DestChannel")
    is_back = bool(way.back) and there.startswith(way.back)
    if message.event == "" and message.get("Response").lower() == "error":
        why = f"The switch said: {plain(message.get('Message'), 200)}."
        return Told(key=way.key, state="ended", outcome="refused", says=why)
    if message.event == "DialBegin" and is_back:
        return Told(key=way.key, state="moving", says=RINGS_BACK.format(telephone=way.back_telephone))
    if message.event == "DialEnd" and message.get("DialStatus").upper() == "ANSWER":
        outcome = "moved" if there.startswith(way.to) else "came_back" if is_back else "unknown"
        return Told(key=way.key, state="ended", outcome=outcome)
    ends = {"QueueCallerJoin": "rings_everywhere", "Hangup": "hung_up"}
    return Told(key=way.key, state="ended", outcome=ends[message.event]) if message.event in ends else None


def way_of(placing: Placing, key: UUID, *, to: str, back: str) -> Way:
    """The dash closes the beginning of a channel's name: without it 201 would be 2010 as well."""
    begins = [f"{placing.telephones.replace('{telephone}', each)}-" if each else "" for each in (to, back)]
    return Way(key=key, to=begins[0], back=begins[1], back_telephone=back)


def plan_asked(placing: Placing) -> bytes:
    return action("ShowDialPlan", PLAN, Context=placing.passing)


def redirect(placing: Placing, key: UUID, channel: str, *, to: str, back: str) -> bytes:
    """The telephone to go back to first, in the same breath: the switch carries out one line's actions in order."""
    known = action("Setvar", Channel=channel, Variable=BACK, Value=back)
    return known + action("Redirect", f"{MOVE}{key}", Channel=channel, Context=placing.passing, Exten=to, Priority="1")
