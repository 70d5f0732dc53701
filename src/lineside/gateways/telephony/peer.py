"""A switch to test against, in a process of its own: speaks AMI's line protocol and writes Master.csv.

    python -m lineside.gateways.telephony.peer --port 5038 --records var/Master.csv

Commands on its standard input, one a line: `ring NUMBER DIALLED [NAME]` (prints the call's id), `answer ID`, `hold ID`,
`unhold ID`, `transfer ID EXTENSION`, `press ID KEY`, `set ID VARIABLE VALUE`, `hangup ID`, `drop` (cut every line),
`deaf` (refuse new lines), `hear`, `quit`; of calls out `dialled` (prints the numbers), `pickup` and `finish`;
`spied` (prints what ChanSpy was given), `moved` (where calls were sent), `planless` (no plan to send them to); with
`--asks` also `lift ID` (whoever is rung picks up) and `went ID` (its plan's steps). `--tell COMMAND` says one of them
to a switch that runs already; ID `last` is the call that rang last.
"""

import argparse
import csv
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import TextIO

from lineside.gateways.telephony.calls_out_peer import CallsOut
from lineside.gateways.telephony.legs_peer import Ringing, sides_of, stamp
from lineside.gateways.telephony.moving_peer import Moves
from lineside.gateways.telephony.plan_peer import Plan, tell
from lineside.gateways.telephony.protocol import Message, Reader
from lineside.gateways.telephony.sipping import is_installed as is_sip_installed

__all__ = ["Exchange", "Server", "is_sip_installed", "main"]
BANNER = b"Asterisk Call Manager/7.0.3\r\n"


class Exchange:
    """The calls that are up, the lines that listen, and the file of what is over."""

    def __init__(self, records: Path | None, picks_up_after: float | None = None, *, asks: bool = False) -> None:
        self.records = records
        self.plan = Plan(self, picks_up_after) if asks else None
        self.calls: dict[str, Ringing] = {}
        self.last = "nobody"
        self.lines: list[Line] = []
        self.deaf = False
        self.calls_out = CallsOut(self.say, self.calls)
        self.moves = Moves(self)
        self._count = 0
        self._lock = threading.RLock()

    def say(self, event: str, fields: dict[str, str]) -> None:
        whole = {"Event": event, "Privilege": "call,all", "Timestamp": f"{time.time():.6f}", **fields}
        for line in list(self.lines):
            line.write(whole)

    def ring(self, number: str, dialled: str, name: str = "") -> str:
        with self._lock:
            self._count += 1
            call = Ringing(f"{int(time.time())}.{self._count}", number, dialled, name, time.time())
            self.calls[call.unique] = call
            self.last = call.unique
        self.say("Newchannel", call.fields("Down"))
        self.say("Newstate", call.fields("Ring"))
        if self.plan is None:
            self.everybody(call)
        else:
            self.plan.begin(call)
        return call.unique

    def everybody(self, call: Ringing) -> None:
        self.say("QueueCallerJoin", {**call.fields("Up"), "Queue": "contact-desk", "Position": "1"})

    def answer(self, unique: str, telephone: str = "desk1") -> None:
        call = self.calls[unique]
        call.answer, call.telephone = time.time(), telephone
        self.say("Newchannel", {**call.agent(), "ChannelStateDesc": "Down"})
        for side in (call.fields("Up"), call.agent()):
            self.say("BridgeEnter", {**side, "BridgeUniqueid": f"bridge-{unique}"})

    def hold(self, unique: str) -> None:
        self.say("Hold", self.calls[unique].agent())

    def unhold(self, unique: str) -> None:
        self.say("Unhold", self.calls[unique].agent())

    def transfer(self, unique: str, extension: str) -> None:
        call = self.calls[unique]
        sides = {"TransfererUniqueid": call.agent()["Uniqueid"], "TransfereeUniqueid": unique}
        self.say("BlindTransfer", {**sides, "Result": "Success", "Extension": extension})

    def press(self, unique: str, key: str) -> None:
        if self.plan is not None:
            self.plan.pressed(unique, key)
        self.say(
            "DTMFEnd", {**self.calls[unique].fields("Up"), "Digit": key, "DurationMs": "120", "Direction": "Received"}
        )

    def set(self, unique: str, variable: str, value: str) -> None:
        self.say("VarSet", {**self.calls[unique].fields("Up"), "Variable": variable, "Value": value})

    def hangup(self, unique: str) -> None:
        call = self.calls.pop(unique)
        self._record(call)
        if call.answer and not call.is_away:
            self.say("Hangup", {**call.agent(), "Cause": "16"})
        elif not call.answer:
            held = f"{time.time() - call.start:.0f}"
            self.say("QueueCallerAbandon", {**call.fields("Up"), "Queue": "contact-desk", "HoldTime": held})
        self.say("Hangup", {**call.fields("Up"), "Cause": "16"})

    def drop(self) -> None:
        for line in list(self.lines):
            line.cut()

    def _record(self, call: Ringing) -> None:
        if self.records is None:
            return
        end, start, answer = time.time(), stamp(call.start), stamp(call.answer)
        talked = int(end - call.answer) if call.answer else 0
        desk = call.agent()["Channel"] if call.answer else ""
        row = ["", call.number, call.dialled, "from-outside", f'"{call.name}" <{call.number}>', call.channel, desk]
        row += ["Queue", "contact-desk", start, answer, stamp(end), str(int(end - call.start)), str(talked)]
        row += ["ANSWERED" if call.answer else "NO ANSWER", "DOCUMENTATION", call.unique, ""]
        self.records.parent.mkdir(parents=True, exist_ok=True)
        with self.records.open("a", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerow(row)


class Line(BaseRequestHandler):
    """One client of the switch."""

    server: "Server"

    def handle(self) -> None:
        exchange = self.server.exchange
        if exchange.deaf:
            return
        reader, self._writing = Reader(), threading.Lock()
        self.request.sendall(BANNER)
        try:
            while data := self.request.recv(65_536):
                for message in reader.feed(data):
                    self._answer(exchange, message)
        except OSError:
            return

    def finish(self) -> None:
        if self in self.server.exchange.lines:
            self.server.exchange.lines.remove(self)

    def _answer(self, exchange: Exchange, message: Message) -> None:
        key, name = message.get("ActionID"), message.get("Action").lower()
        mark = {"ActionID": key} if key else {}
        if name == "login":
            if (message.get("Username"), message.get("Secret")) != (self.server.user, self.server.secret):
                self.write({"Response": "Error", **mark, "Message": "Authentication failed"})
                self.cut()
                return
            self.write({"Response": "Success", **mark, "Message": "Authentication accepted"})
            exchange.lines.append(self)
        elif self not in exchange.lines:
            self.write({"Response": "Error", **mark, "Message": "Permission denied"})
        elif name == "coreshowchannels":
            self._channels(exchange, mark)
        elif name == "setvar" and exchange.plan is not None:
            exchange.plan.told(message.get("Channel"), message.get("Variable"), message.get("Value"))
            self.write({"Response": "Success", **mark, "Message": "Variable Set"})
        elif name == "command":
            said = obeyed(exchange, message.get("Command"))
            self.write({"Response": "Success", **mark, "Message": "Command output follows", "Output": said})
        elif name in {"originate", "hangup", "redirect", "showdialplan"}:
            answering = exchange.calls_out if name in {"originate", "hangup"} else exchange.moves
            self.write(answering.answer(message) | mark)
        else:
            self.write({"Response": "Success", **mark, "Ping": "Pong"})

    def _channels(self, exchange: Exchange, mark: dict[str, str]) -> None:
        self.write({"Response": "Success", **mark, "EventList": "start", "Message": "Channels will follow"})
        rows = [(call, side) for call in exchange.calls.values() for side in sides_of(call)]
        for row in (ours := exchange.calls_out.channels()):
            self.write({"Event": "CoreShowChannel", **mark, **row})
        for call, side in rows:
            bridge = {"BridgeId": f"bridge-{call.unique}"} if call.answer and not call.is_away else {}
            seconds = time.strftime("%H:%M:%S", time.gmtime(time.time() - call.start))
            self.write({"Event": "CoreShowChannel", **mark, **side, "Duration": seconds, **bridge})
        done = {"EventList": "Complete", "ListItems": str(len(rows) + len(ours))}
        self.write({"Event": "CoreShowChannelsComplete", **mark, **done})

    def write(self, fields: dict[str, str]) -> None:
        text = "".join(f"{key}: {value}\r\n" for key, value in fields.items()) + "\r\n"
        try:
            with self._writing:
                self.request.sendall(text.encode())
        except OSError:
            self.finish()

    def cut(self) -> None:
        try:
            self.request.shutdown(2)
        except OSError:
            return


class Server(ThreadingTCPServer):
    """The switch's door."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, exchange: Exchange, user: str = "lineside", secret: str = "peer") -> None:  # noqa: S107
        self.exchange, self.user, self.secret = exchange, user, secret
        super().__init__(("127.0.0.1", port), Line)


def obey(exchange: Exchange, words: TextIO, answer: Callable[[str], None]) -> None:
    """Carry out the commands until they end."""
    for line in words:
        if line.split() == ["quit"]:
            return
        answer(obeyed(exchange, line))


def obeyed(exchange: Exchange, line: str) -> str:
    name, *rest = (exchange.last if word == "last" else word for word in line.split() or ["nothing"])
    if name in {"deaf", "hear"}:
        exchange.deaf = name == "deaf"
        return name
    if name in {"dialled", "spied", "pickup", "finish"}:
        return str(getattr(exchange.calls_out, name)())
    if name in {"moved", "planless"}:
        return str(getattr(exchange.moves, name)())
    of_plan = name in {"lift", "went"} and exchange.plan is not None
    if of_plan or name in {"ring", "answer", "hold", "unhold", "transfer", "press", "set", "hangup", "drop"}:
        try:
            return str(getattr(exchange.plan if of_plan else exchange, name)(*rest) or name)
        except (KeyError, TypeError):
            return f"cannot {line.strip()}"
    return f"does not know {name}"


def main() -> None:
    asked = argparse.ArgumentParser(description="A switch to test against.")
    asked.add_argument("--port", type=int, default=5038)
    asked.add_argument("--records", type=Path)
    asked.add_argument("--serve", action="store_true", help="go on without commands")
    asked.add_argument("--asks", action="store_true", help="ask whom to ring, as deploy/asterisk/extensions.conf does")
    asked.add_argument("--picks-up", type=float, help="after how many seconds a telephone that rings is picked up")
    asked.add_argument("--tell", nargs="+", help="say this command to the switch that runs on the port")
    given = asked.parse_args()
    if given.tell:
        said = tell(given.port, " ".join(given.tell))
        sys.exit(said if said.startswith(("cannot ", "does not know ")) else print(said))  # noqa: T201
    exchange = Exchange(given.records, given.picks_up, asks=given.asks)
    with Server(given.port, exchange) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"ready {server.server_address[1]}", flush=True)  # noqa: T201
        obey(exchange, sys.stdin, lambda words: print(words, flush=True))  # noqa: T201
        if given.serve:
            threading.Event().wait()
        server.shutdown()


if __name__ == "__main__":
    main()
