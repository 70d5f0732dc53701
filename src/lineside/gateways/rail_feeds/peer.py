"""A railway that runs by itself: a broker whose two topics tell of invented trains, as a process of its own.

    python -m lineside.gateways.rail_feeds.peer --port 4999 --seed 7 --faults

`1A23` left London for York a while ago and others follow; `--faults` drops, repeats and disorders some messages, and
`--more 1000` lets so many more trains run on the same line, as a bench wants them.
`--say "1A23 20"` tells a peer that runs on that port to make the train so many minutes late from here on.
"""

import argparse
import gzip
import json
import random
import signal
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

from lineside.gateways.rail_feeds.broker import Broker
from lineside.gateways.rail_feeds.protocol import StompFrame, written

TRUST, DARWIN = "/topic/TRAIN_MVT_ALL_TOC", "/topic/darwin.pushport-v16"
UK, MINUTE = ZoneInfo("Europe/London"), timedelta(minutes=1)
SPACE = "http://www.thalesgroup.com/rtti/PushPort"
LOOK_EVERY, MOST = 1.0, 2600  # more trains than that would want a longer headcode
# TIPLOC, STANOX, minutes from the start, and whether it stops; invented times on real places.
NORTH = (("KNGX", "54311", 0, 1), ("STEVNGE", "53223", 20, 1), ("PBRO", "45106", 50, 1), ("DONC", "23421", 95, 1),
         ("YORK", "16416", 120, 1))  # fmt: skip
SOUTH = tuple((tpl, stanox, 120 - minutes, stops) for tpl, stanox, minutes, stops in reversed(NORTH))
# Headcode, schedule, route, and how many minutes before the peer began the train did.
TRAINS = (("1A23", "W10023", NORTH, 22), ("1A24", "W10024", SOUTH, 40), ("1A25", "W10025", NORTH, -8),
          ("1A26", "W10026", SOUTH, -15), ("1A23", "W10123", NORTH, -150))  # fmt: skip


@dataclass
class Running:
    """One invented train and how far it has been told of."""

    headcode: str
    uid: str
    route: tuple[tuple[str, str, int, int], ...]
    begins: datetime
    late: int = 0
    told: set[tuple[int, str]] = field(default_factory=set)
    forecast: int | None = None

    @property
    def identity(self) -> str:
        return f"54{self.headcode}MC{self.begins.astimezone(UK):%d}"

    @property
    def rid(self) -> str:
        return f"{self.begins.astimezone(UK):%Y%m%d}{ord(self.uid[0])}{self.uid[1:]}"

    @property
    def day(self) -> str:
        return f"{self.begins.astimezone(UK):%Y-%m-%d}"


class Railway:
    """What there is to tell at each moment, in TRUST's and in Darwin's words."""

    def __init__(self, began: datetime, seed: int = 7, *, faults: bool = False, more: int = 0) -> None:
        at = began.replace(second=0, microsecond=0)
        self.trains = [Running(code, uid, route, at - MINUTE * ago) for code, uid, route, ago in TRAINS]
        self.trains += [_another(number, at) for number in range(more)]
        self.chance, self.faults = random.Random(seed), faults  # noqa: S311 - a play, no secret
        self._held: list[tuple[str, bytes]] = []

    def delay(self, words: str) -> None:
        """`1A23 20`: that train is so late from here on."""
        headcode, _, minutes = words.strip().partition(" ")
        if minutes.isascii() and minutes.isdigit():
            for train in self.trains[: len(TRAINS) - 1]:
                if train.headcode == headcode.upper():
                    train.late = min(int(minutes), 600)

    def tell(self, at: datetime) -> list[tuple[str, bytes]]:
        """All that has become due, as the network brings it: with faults, not all, not once and not in order."""
        said = [each for train in self.trains for each in _news(train, at)]
        if not self.faults:
            return said
        came = [each for each in said if self.chance.random() > 0.05]  # noqa: PLR2004 - one in twenty is lost
        came += [each for each in said if self.chance.random() < 0.1]  # noqa: PLR2004 - one in ten comes twice
        came, self._held = [*came, *self._held], [each for each in said if self.chance.random() < 0.1]  # noqa: PLR2004
        self.chance.shuffle(came)
        return came


def _another(number: int, at: datetime) -> Running:
    """One more train: they begin second by second, from a route's length before until as long after."""
    headcode = f"2{chr(65 + number // 100 % 26)}{number % 100:02d}"
    ago = MINUTE * 120 - timedelta(seconds=number * 14_400 / max(1, MOST))
    return Running(headcode, f"M{20_000 + number}", (NORTH, SOUTH)[number % 2], at - ago)


def _news(train: Running, at: datetime) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    if (-1, "plan") not in train.told:
        train.told.add((-1, "plan"))
        found.append((DARWIN, _pport(at, _schedule(train))))
        found.append((TRUST, _activation(train, at)))
    for place, (_, _, minutes, _) in enumerate(train.route):
        for event, off in (("ARRIVAL", -1), ("DEPARTURE", 0)):
            is_none = (place == 0 and event == "ARRIVAL") or (place == len(train.route) - 1 and event == "DEPARTURE")
            happens = train.begins + MINUTE * (minutes + off + train.late)
            if is_none or (place, event) in train.told or happens > at:
                continue
            train.told.add((place, event))
            found.append((TRUST, _movement(train, place, event, happens)))
    if train.forecast != train.late:
        train.forecast = train.late
        found.append((DARWIN, _pport(at, _forecasts(train, at))))
    return found


def _wall(at: datetime) -> str:
    return str(int(at.astimezone(UK).replace(tzinfo=UTC).timestamp() * 1000))


def _message(kind: str, at: datetime, body: dict[str, Any]) -> bytes:
    header = {"msg_type": kind, "msg_queue_timestamp": str(int(at.timestamp() * 1000)), "source_system_id": "TRUST"}
    return json.dumps([{"header": header, "body": body}]).encode()


def _activation(train: Running, at: datetime) -> bytes:
    body = {"train_id": train.identity, "train_uid": train.uid, "tp_origin_timestamp": train.day, "toc_id": "61"}
    body |= {"sched_origin_stanox": train.route[0][1], "origin_dep_timestamp": _wall(train.begins)}
    return _message("0001", min(at, train.begins), body)


def _movement(train: Running, place: int, event: str, happens: datetime) -> bytes:
    _, stanox, minutes, _ = train.route[place]
    planned = train.begins + MINUTE * (minutes - (event == "ARRIVAL"))
    body = {"train_id": train.identity, "event_type": event, "loc_stanox": stanox, "planned_timestamp": _wall(planned)}
    body |= {"actual_timestamp": _wall(happens), "platform": f" {place + 1}", "current_train_id": ""}
    body["train_terminated"] = "true" if place == len(train.route) - 1 else "false"
    return _message("0003", happens + timedelta(seconds=5), body)


def _pport(at: datetime, inside: str) -> bytes:
    head = f'<Pport xmlns="{SPACE}/v16" xmlns:s="{SPACE}/Schedules/v3" xmlns:f="{SPACE}/Forecasts/v3"'
    return gzip.compress(f'{head} ts="{at.isoformat()}" version="16.0"><uR>{inside}</uR></Pport>'.encode(), mtime=0)


def _clock(train: Running, minutes: int) -> str:
    return f"{(train.begins + MINUTE * minutes).astimezone(UK):%H:%M}"


def _schedule(train: Running) -> str:
    last = len(train.route) - 1
    places = ""
    for place, (tpl, _, minutes, _) in enumerate(train.route):
        kind = "OR" if place == 0 else "DT" if place == last else "IP"
        arr = f'wta="{_clock(train, minutes - 1)}" pta="{_clock(train, minutes - 1)}"' if place else ""
        dep = f'wtd="{_clock(train, minutes)}" ptd="{_clock(train, minutes)}"' if place != last else ""
        places += f'<s:{kind} tpl="{tpl}" {arr} {dep} plat="{place + 1}"/>'
    facts = f'rid="{train.rid}" uid="{train.uid}" trainId="{train.headcode}" ssd="{train.day}" toc="GR"'
    return f"<schedule {facts}>{places}</schedule>"


def _forecasts(train: Running, at: datetime) -> str:
    places = ""
    for place, (tpl, _, minutes, _) in enumerate(train.route):
        if place and train.begins + MINUTE * (minutes + train.late) > at:
            is_last = place == len(train.route) - 1
            dep = "" if is_last else f'<f:dep et="{_clock(train, minutes + train.late)}" src="Darwin"/>'
            wtd = "" if is_last else f'wtd="{_clock(train, minutes)}"'
            places += (
                f'<f:Location tpl="{tpl}" wta="{_clock(train, minutes - 1)}" {wtd}>'
                f'<f:arr et="{_clock(train, minutes - 1 + train.late)}" src="Darwin"/>{dep}'
                f'<f:plat platsrc="A" conf="true">{place + 1}</f:plat></f:Location>'
            )
    return f'<TS rid="{train.rid}" uid="{train.uid}" ssd="{train.day}">{places}</TS>'


def play(port: int, seed: int, stop: Event, *, faults: bool = False, more: int = 0) -> None:
    """Tell of the railway until told to stop."""
    broker, railway = Broker(port), Railway(datetime.now(UTC), seed, faults=faults, more=more)
    # Whoever subscribed before is known again: what is told before they are back waits for them.
    while not stop.is_set():
        while broker.told:
            railway.delay(broker.told.pop(0).body.decode(errors="replace"))
        if {each.topic for each in broker.subscribers.values()} >= {TRUST, DARWIN}:
            for topic, body in railway.tell(datetime.now(UTC)):
                broker.publish(topic, body)
        stop.wait(LOOK_EVERY)
    broker.close()


def say(port: int, words: str) -> None:
    """Tell a peer that runs what becomes of a train."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(written(StompFrame("CONNECT", {"accept-version": "1.2", "host": "peer"})))
        line.recv(4096)
        line.sendall(written(StompFrame("SEND", {"destination": "/queue/peer"}, words.encode())))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--port", type=int, default=4999)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--faults", action="store_true")
    asked.add_argument("--more", type=int, default=0, help="how many more trains run")
    asked.add_argument("--say", default="")
    given = asked.parse_args()
    if given.say:
        say(given.port, given.say)
        return
    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    play(given.port, given.seed, stop, faults=given.faults, more=min(max(given.more, 0), MOST))


if __name__ == "__main__":
    main()
