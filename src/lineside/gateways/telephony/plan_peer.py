"""The plan of the switch to test against, step by step what deploy/asterisk/extensions.conf says."""

import socket
import threading
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from lineside.gateways.telephony.asking import ASKS, VARIABLE
from lineside.gateways.telephony.protocol import Reader, action

if TYPE_CHECKING:
    from lineside.gateways.telephony.legs_peer import Ringing
    from lineside.gateways.telephony.peer import Exchange

WAITS_FOR_ANSWER = 1.0  # seconds


class Plan:
    """Each call in a thread of its own: it asks, does as it is told, and rings everybody when it is told nothing."""

    def __init__(self, exchange: "Exchange", picks_up_after: float | None) -> None:
        self.exchange, self.picks_up_after = exchange, picks_up_after
        self._said: dict[tuple[str, str], str] = {}
        self._heard = threading.Condition()
        self._lifted: dict[str, threading.Event] = defaultdict(threading.Event)
        self._steps: dict[str, list[str]] = defaultdict(list)
        self._rung: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def begin(self, call: "Ringing") -> None:
        threading.Thread(target=self._go, args=(call,), daemon=True).start()

    def told(self, channel: str, variable: str, value: str) -> None:
        with self._heard:
            self._said[channel, variable] = value
            self._heard.notify_all()

    def lift(self, unique: str) -> str:
        """Whoever is rung for this call picks up."""
        self._lifted[unique].set()
        return self._rung.get(unique, "nobody is rung")

    def went(self, unique: str) -> str:
        return " ".join(self._steps[unique]) or "nowhere"

    def pressed(self, unique: str, key: str) -> None:
        """A key of the caller, read only while an offer is made."""
        with self._heard:
            self._keys[unique] = key
            self._heard.notify_all()

    def _read(self, unique: str, seconds: float) -> str:
        with self._heard:
            self._keys.pop(unique, "")
            self._heard.wait_for(lambda: unique in self._keys, seconds)
            return self._keys.pop(unique, "")

    def _go(self, call: "Ringing") -> None:
        how, key, steps = "", "", self._steps[call.unique]
        for number in range(1, 1000):
            if call.unique not in self.exchange.calls or call.answer:
                return
            word, telephone, seconds = self._ask(call, str(number), how, key)
            key = ""
            if word == "ring":
                steps.append(f"ring:{telephone}")
                if self._ring(call, telephone, seconds):
                    return
                how = "NOANSWER"
            elif word == "texted" or (word == "wait" and seconds):
                steps.append(word)
                time.sleep(seconds)
                how = ""
            elif word == "offer":
                steps.append("offer")
                key = self._read(call.unique, seconds)
                continue
            elif word == "kept":
                steps.append("kept")
                self.exchange.hangup(call.unique)
                return
            else:
                steps.append("everybody")
                self.exchange.everybody(call)
                return

    def _ask(self, call: "Ringing", number: str, how: str, key: str) -> tuple[str, str, float]:
        where = call.channel, f"{VARIABLE}{number}"
        asks = {"UserEvent": ASKS, "Round": number, "How": how, "Key": key}
        self.exchange.say("UserEvent", {**call.fields("Ring"), **asks})
        with self._heard:
            self._heard.wait_for(lambda: where in self._said, WAITS_FOR_ANSWER)
            said = self._said.pop(where, "")
        word, telephone, seconds = [*said.split(","), "", "", ""][:3]
        return word, telephone, float(seconds) if seconds.isdigit() else 0.0

    def _ring(self, call: "Ringing", telephone: str, seconds: float) -> bool:
        """Whether it was picked up; a telephone is, once lifted or by itself after some seconds."""
        self._rung[call.unique] = telephone
        lifted, ends = self._lifted[call.unique], time.monotonic() + seconds
        self.exchange.say("DialBegin", {**call.fields("Ring"), "DialString": telephone})
        lifts_at = time.monotonic() + self.picks_up_after if self.picks_up_after is not None else ends + 1
        while time.monotonic() < ends and call.unique in self.exchange.calls:
            if lifted.wait(0.05) or time.monotonic() >= lifts_at:
                lifted.clear()
                self.exchange.answer(call.unique, telephone)
                return True
        return False


def tell(port: int, words: str) -> str:
    """Say a command to a switch that runs, on a line of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(action("Login", "in", Username="lineside", Secret="peer", Events="off"))  # noqa: S106
        line.sendall(action("Command", "told", Command=words))
        reader = Reader()
        while data := line.recv(65_536):
            for message in reader.feed(data):
                if message.get("ActionID") == "told":
                    return message.get("Output") or message.get("Message")
    return "the switch said nothing"
