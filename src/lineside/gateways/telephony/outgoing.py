"""Calls out on the line of a switch: from its words to what became of each. Pure: no socket, no database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from lineside.gateways.telephony.calls import plain
from lineside.gateways.telephony.protocol import MARK, Message, action

OUTCOMES = {
    "ANSWER": "answered",
    "BUSY": "busy",
    "NOANSWER": "no_answer",
    "CANCEL": "given_up",
    "CHANUNAVAIL": "refused",
    "CONGESTION": "refused",
    "DONTCALL": "refused",
    "TORTURE": "refused",
    "INVALIDARGS": "refused",
}
OURS_RINGS_MS = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is to be told of a call out."""

    key: UUID
    state: str
    outcome: str = ""
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Placing:
    """How the switch is asked: which channel a telephone of ours is, and where we dial out and pass on."""

    telephones: str = "PJSIP/{telephone}"
    context: str = "outbound"
    passing: str = "lineside-pass"  # where a call that is passed on goes
    shown: str = ""  # the number that the called person sees


@dataclass(slots=True)
class Outgoing:
    """The calls out that are on the switch, by the name of their channel."""

    open: dict[str, str] = field(default_factory=dict)  # channel's unique id -> state

    def take(self, message: Message) -> Iterator[Told]:
        channel = channel_of(message)
        key = key_of(channel)
        if key is None:
            return
        for told in self._read(message, key, channel):
            if told.state == "ended":
                self.open.pop(channel, None)
            else:
                self.open[channel] = told.state
            yield told

    def _read(self, message: Message, key: UUID, channel: str) -> Iterator[Told]:
        if message.event == "OriginateResponse" and message.get("Response").lower() != "success":
            yield Told(key=key, state="ended", outcome="not_dialled", says="Your own telephone was not picked up.")
        elif message.event == "" and message.get("Response").lower() == "error":
            why = plain(message.get("Message"), 200)
            yield Told(key=key, state="ended", outcome="not_dialled", says=f"The switch refused it: {why}.")
        elif message.event == "DialBegin":
            yield Told(key=key, state="ringing")
        elif message.event == "DialEnd":
            outcome = OUTCOMES.get(message.get("DialStatus").upper(), "unknown")
            yield Told(key=key, state="up" if outcome == "answered" else "ended", outcome=outcome)
        elif message.event == "VarSet" and message.get("Variable") == "AMDSTATUS" and message.get("Value") == "MACHINE":
            yield Told(key=key, state="up", outcome="voicemail")
        elif message.event == "Hangup" and channel in self.open:
            was_up = self.open[channel] == "up"
            yield Told(key=key, state="ended", outcome="answered" if was_up else "given_up")


def channel_of(message: Message) -> str:
    """The channel of ours that a message is about: its own, or that of the number which our telephone dialled."""
    asked = message.get("ActionID")
    names = (message.get("Uniqueid"), message.get("Linkedid") if message.event == "VarSet" else "", asked)
    return next((name for name in names if name.startswith(MARK)), "")


def key_of(channel: str) -> UUID | None:
    try:
        return UUID(channel.removeprefix(MARK)) if channel.startswith(MARK) else None
    except ValueError:
        return None


def originate(placing: Placing, key: UUID, telephone: str, number: str) -> bytes:
    """Our telephone first; once it is picked up the number is dialled.

    The channel bears the call's key, so that the switch itself refuses the same call a second time.
    """
    name = f"{MARK}{key}"
    shown = {"CallerID": placing.shown} if placing.shown else {}
    return action(
        "Originate",
        name,
        Channel=placing.telephones.replace("{telephone}", telephone),
        Context=placing.context,
        Exten=number,
        Priority="1",
        Timeout=str(OURS_RINGS_MS),
        Async="true",
        ChannelId=name,
        **shown,
    )
