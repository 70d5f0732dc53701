"""Plays a training copy's scenarios: asks each second what is due, takes it, and sends it by its own way."""

import argparse
import logging
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from lineside.simulator.demand import Contact
from lineside.simulator.errands import Errands, TryLater
from lineside.simulator.letters import DOMAIN
from lineside.simulator.outside import Api, Post, Refused, Texts
from lineside.simulator.people import Person
from lineside.simulator.run import Crews, Pace, Senders, watch
from lineside.simulator.tables import Station

log = logging.getLogger("lineside.training")
LOOK_S = 1.0
SEED = 1


class Player:
    """Sends each item once: it is taken first, and what was taken is tried until it went."""

    def __init__(self, api: Api, post: Post, texts: Texts, errands: Errands) -> None:
        self.api, self.post, self.texts, self.errands = api, post, texts, errands

    def look(self) -> None:
        for due in list(self.api.pages("training/due")):
            taken = f"training/exercises/{due['exercise_id']}/played"
            self.api.post(taken, {"item": due["item"]}, f"played-{due['exercise_id']}-{due['item']}")
            self._send(due)

    def _send(self, due: dict[str, Any]) -> None:
        soon = time.monotonic()
        if due["by"] == "phone":
            pace = Pace(datetime.now(UTC), soon, 1.0)
            Senders(self.api, (self.post, self.texts), self.errands, pace).plan(call_of(due, pace.start))
        elif due["by"] == "email":
            self.errands.at(soon, lambda: self.post.send(letter_of(due)))
        else:
            self.errands.at(soon, lambda: self.texts.send(due["number"], due["text"]))


def key_of(due: dict[str, Any]) -> str:
    return f"training-{due['exercise_id']}-{due['item']}"


def call_of(due: dict[str, Any], at: datetime) -> Contact:
    """A call that waits for somebody at a desk until its patience ends."""
    station = Station(due["crs"], due["station"], "", 1.0, 0.0, 0.0)
    return Contact(
        key=key_of(due),
        at=at,
        channel="emergency",
        by="phone",
        lands=due["lands"],
        kind="ASB",
        text_code=due["item"],
        text=due["text"],
        station=station,
        headcode=due["headcode"],
        person=Person(due["name"], due["number"], due["address"]),
        talk_s=due["talk_s"],
        patience_s=due["patience_s"],
        wait_s=due["patience_s"] + 1,  # nobody but a desk answers it
    )


def letter_of(due: dict[str, Any]) -> EmailMessage:
    message = EmailMessage()
    message["To"] = f"{due['lands']}@{DOMAIN}"
    message["From"] = f"{due['name']} <{due['address']}>"
    message["Message-ID"] = f"<{key_of(due)}@senders.example>"
    message["Subject"] = due["subject"]
    message.set_content(f"Hello,\n\n{due['text']}\n\n{due['name']}\n")
    return message


def _place(address: str) -> tuple[str, int]:
    parts = urlsplit(f"//{address}")
    return str(parts.hostname), int(parts.port or 0)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--base-url", required=True)
    asked.add_argument("--smtp", required=True)
    asked.add_argument("--smpp", required=True)
    given = asked.parse_args()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    api, errands = Api(given.base_url, os.environ.get("LINESIDE_API_KEY", "")), Errands(stop)
    player = Player(api, Post(*_place(given.smtp)), Texts(*_place(given.smpp)), errands)
    crews = Crews(api, errands, Pace(datetime.now(UTC), time.monotonic(), 1.0), SEED)
    threading.Thread(target=watch, args=(crews, stop), daemon=True).start()
    while not stop.wait(LOOK_S):
        try:
            player.look()
        except (Refused, TryLater) as why:
            log.warning("What is due cannot be read: %s", why)
    errands.close()
    sys.exit(0)


if __name__ == "__main__":
    main()
