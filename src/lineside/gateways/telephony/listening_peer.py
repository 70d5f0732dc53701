"""What the switch to test against does with ChanSpy; the last digit of who listens says how their telephone goes.

5 is not picked up · 9 rings until `pickup` · any other is picked up at once.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lineside.gateways.telephony.protocol import Message

if TYPE_CHECKING:
    from lineside.gateways.telephony.legs_peer import Ringing

BEAT = 0.2  # seconds


@dataclass(slots=True)
class Spy:
    unique: str
    channel: str
    state: str = "Ringing"
    hung_up: bool = False

    def fields(self) -> dict[str, str]:
        return {"Channel": self.channel, "Uniqueid": self.unique, "Linkedid": self.unique}


class Spies:
    """Each supervisor in a thread of its own; a channel's name is given once, as Asterisk does."""

    def __init__(self, say: Callable[[str, dict[str, str]], None], calls: "Mapping[str, Ringing]") -> None:
        self.say, self.calls = say, calls
        self.open: dict[str, Spy] = {}
        self.asked: list[str] = []
        self.picked_up = threading.Event()
        self._names: set[str] = set()

    def speaking(self) -> list[str]:
        return [call.agent()["Channel"] for call in list(self.calls.values()) if call.answer]

    def place(self, asked: Message) -> None:
        unique, own = asked.get("ChannelId"), asked.get("Channel")
        if unique in self._names:
            self.say("OriginateResponse", {"ActionID": unique, "Response": "Failure", "Reason": "0"})
            return
        self._names.add(unique)
        self.asked.append(f"{own}:{asked.get('Application')}({asked.get('Data')})")
        spy = self.open[unique] = Spy(unique, f"{own}-{len(self._names):08x}")
        threading.Thread(target=self._go, args=(spy, asked.get("Data")), daemon=True).start()

    def channels(self) -> list[dict[str, str]]:
        rows = [(spy, {"Application": "ChanSpy"} if spy.state == "Up" else {}) for spy in list(self.open.values())]
        return [{**spy.fields(), **more, "ChannelStateDesc": spy.state, "Duration": "00:00:05"} for spy, more in rows]

    def hang_up(self, channel: str) -> dict[str, str]:
        for spy in list(self.open.values()):
            if channel in (spy.channel, spy.unique):
                spy.hung_up = True
                return {"Response": "Success", "Message": "Channel Hungup"}
        return {"Response": "Error", "Message": "No such channel"}

    def _go(self, spy: Spy, data: str) -> None:
        self.say("Newchannel", {**spy.fields(), "ChannelStateDesc": "Down"})
        is_picked_up = self._is_picked_up(spy)
        if is_picked_up:
            spy.state = "Up"
        told = {"ActionID": spy.unique, "Response": "Success" if is_picked_up else "Failure", "Reason": "4"}
        self.say("OriginateResponse", {**spy.fields(), **told})
        if is_picked_up:
            self._listens(spy, data.partition(",")[0])
        self.open.pop(spy.unique, None)
        self.say("Hangup", {**spy.fields(), "Cause": "16"})

    def _is_picked_up(self, spy: Spy) -> bool:
        last = spy.channel.partition("-")[0][-1]
        while last == "9" and not self.picked_up.is_set() and not spy.hung_up:
            time.sleep(BEAT / 4)
        time.sleep(BEAT)
        return last != "5" and not spy.hung_up

    def _listens(self, spy: Spy, begins: str) -> None:
        found = next((name for name in self.speaking() if name.startswith(begins)), "")
        if not found:
            return
        both = {"SpyerChannel": spy.channel, "SpyerUniqueid": spy.unique}
        self.say("ChanSpyStart", {**both, "SpyeeChannel": found})
        while not spy.hung_up and found in self.speaking():
            time.sleep(BEAT / 4)
        self.say("ChanSpyStop", both)
