"""What the switch to test against does with Redirect, as deploy/asterisk's `lineside-pass` says.

The last digit of the telephone that a call goes to says how it goes: 5 is not picked up, nor is it a second time;
9 rings until `pickup`; any other is picked up at once. Whose call it was is hung up, rings again where nobody picks up,
and when they do not either, the call waits in the queue of all telephones.
"""

import threading
import time
from typing import TYPE_CHECKING

from lineside.gateways.telephony.protocol import Message

if TYPE_CHECKING:
    from lineside.gateways.telephony.legs_peer import Ringing
    from lineside.gateways.telephony.peer import Exchange

BEAT, RINGS = 0.2, 30.0  # seconds


class Moves:
    """Each call that is moved in a thread of its own, as each channel of Asterisk is."""

    def __init__(self, exchange: "Exchange") -> None:
        self.exchange = exchange
        self.has_plan = True
        self.asked: list[str] = []

    def moved(self) -> str:
        return " ".join(self.asked) or "nowhere"

    def planless(self) -> str:
        self.has_plan = False
        return "planless"

    def answer(self, asked: Message) -> dict[str, str]:
        """As manager.c and pbx_config answer: Redirect is acknowledged before the channel has gone anywhere."""
        context, name = asked.get("Context"), asked.get("Channel")
        if asked.get("Action").lower() == "showdialplan":
            if not self.has_plan:
                return {"Response": "Error", "Message": f"Did not find context {context}"}
            return {"Response": "Success", "EventList": "start", "Message": "DialPlan list will follow"}
        self.asked.append(f"{name}>{asked.get('Exten')}@{context}")
        call = next((each for each in list(self.exchange.calls.values()) if each.channel == name), None)
        if call is None:
            return {"Response": "Error", "Message": f"Channel does not exist: {name}"}
        threading.Timer(BEAT / 10, self._go, (call, asked.get("Exten"), call.telephone)).start()
        return {"Response": "Success", "Message": "Redirect successful"}

    def _go(self, call: "Ringing", to: str, back: str) -> None:
        say = self.exchange.say
        call.is_away = True
        for side in (call.fields("Up"), call.agent()):
            say("BridgeLeave", {**side, "BridgeUniqueid": f"bridge-{call.unique}"})
        say("Hangup", {**call.agent(), "Cause": "16"})
        if self._rings(call, to) or self._rings(call, back) or call.unique not in self.exchange.calls:
            return
        self.exchange.everybody(call)

    def _rings(self, call: "Ringing", telephone: str) -> bool:
        """Whether it is over there: picked up, or the caller has hung up."""
        say, calls = self.exchange.say, self.exchange.calls
        call.telephone, call.went = telephone, call.went + 1
        there = {"DestChannel": call.agent()["Channel"], "DestUniqueid": call.agent()["Uniqueid"]}
        say("Newchannel", {**call.agent(), "ChannelStateDesc": "Down"})
        say("DialBegin", {**call.fields("Up"), **there, "DialString": telephone})
        status = self._status(call, telephone)
        say("DialEnd", {**call.fields("Up"), **there, "DialStatus": status})
        if status != "ANSWER":
            say("Hangup", {**call.agent(), "Cause": "16"})
            return call.unique not in calls
        call.is_away = False
        for side in (call.fields("Up"), call.agent()):
            say("BridgeEnter", {**side, "BridgeUniqueid": f"bridge-{call.unique}"})
        return True

    def _status(self, call: "Ringing", telephone: str) -> str:
        until, picked_up = time.monotonic() + RINGS, self.exchange.calls_out.spies.picked_up
        picked_up.clear()
        time.sleep(BEAT)
        while telephone.endswith("9") and time.monotonic() < until and call.unique in self.exchange.calls:
            if picked_up.wait(BEAT / 4):
                break
        if call.unique not in self.exchange.calls:
            return "CANCEL"
        return "NOANSWER" if telephone.endswith("5") or time.monotonic() >= until else "ANSWER"
