"""What the switch to test against does with a call out; the last digit of the number says how it goes.

1 busy · 2 no answer · 3 a machine picks up · 4 no way through · 5 our own telephone is not picked up ·
9 rings until `pickup`, and speaks until `finish` · any other: somebody picks up and speaks for some seconds.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lineside.gateways.telephony.listening_peer import Spies
from lineside.gateways.telephony.protocol import Message

if TYPE_CHECKING:
    from lineside.gateways.telephony.legs_peer import Ringing

BEAT, TALK = 0.4, 4.0  # seconds
STATUS = {"1": "BUSY", "2": "NOANSWER", "4": "CONGESTION"}


@dataclass(slots=True)
class Rung:
    unique: str
    number: str
    is_up: bool = False
    picked_up: threading.Event = field(default_factory=threading.Event)
    finished: threading.Event = field(default_factory=threading.Event)


class CallsOut:
    """Each call out in a thread of its own; a channel's name is given once, as Asterisk does."""

    def __init__(self, say: Callable[[str, dict[str, str]], None], calls: "Mapping[str, Ringing]") -> None:
        self.say = say
        self.spies = Spies(say, calls)
        self.open: dict[str, Rung] = {}
        self.numbers: list[str] = []
        self._names: set[str] = set()

    def answer(self, asked: Message) -> dict[str, str]:
        """What is asked is carried out after it was answered, in a thread of its own."""
        if asked.get("Action").lower() == "hangup":
            return self.spies.hang_up(asked.get("Channel"))
        place = self.spies.place if asked.get("Application") else self.place
        threading.Timer(BEAT / 10, place, (asked,)).start()
        return {"Response": "Success", "Message": "Originate successfully queued"}

    def place(self, asked: Message) -> None:
        unique, number = asked.get("ChannelId"), asked.get("Exten")
        if unique in self._names or number.endswith("5"):
            self.say(
                "OriginateResponse", {"ActionID": unique, "Response": "Failure", "Reason": "3", "Uniqueid": unique}
            )
            return
        self._names.add(unique)
        self.numbers.append(number)
        call = self.open[unique] = Rung(unique, number)
        threading.Thread(target=self._go, args=(call,), daemon=True).start()

    def channels(self) -> list[dict[str, str]]:
        return [
            {**_ours(call), "Duration": "00:00:05", **({"BridgeId": f"out-{call.unique}"} if call.is_up else {})}
            for call in list(self.open.values())
        ] + self.spies.channels()

    def dialled(self) -> str:
        return ",".join(self.numbers)

    def spied(self) -> str:
        return " ".join(self.spies.asked)

    def pickup(self) -> str:
        self.spies.picked_up.set()
        for call in list(self.open.values()):
            call.picked_up.set()
        return "pickup"

    def finish(self) -> str:
        for call in list(self.open.values()):
            call.finished.set()
        return "finish"

    def _go(self, call: Rung) -> None:
        last = call.number[-1:]
        side = _ours(call)
        self.say("OriginateResponse", {"ActionID": call.unique, "Response": "Success", "Reason": "4", **side})
        self.say("DialBegin", {**side, "DestUniqueid": f"{time.time():.0f}.7", "DialString": call.number})
        if last == "9":
            call.picked_up.wait()
        else:
            time.sleep(BEAT)
        if last in STATUS:
            self.say("DialEnd", {**side, "DialStatus": STATUS[last]})
        else:
            call.is_up = True
            self.say("DialEnd", {**side, "DialStatus": "ANSWER"})
            if last == "3":
                self.say("VarSet", {**side, "Variable": "AMDSTATUS", "Value": "MACHINE"})
            call.finished.wait(None if last == "9" else TALK)
        self.open.pop(call.unique, None)
        self.say("Hangup", {**side, "Cause": "16"})


def _ours(call: Rung) -> dict[str, str]:
    """The channel of our own telephone."""
    return {"Channel": "PJSIP/201-00000001", "Uniqueid": call.unique, "Linkedid": call.unique, "Context": "outbound"}
