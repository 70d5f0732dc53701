"""The feeds of alerts, as a process of its own: it sends one now and then, and reads what became of each.

    LINESIDE_API_KEY=... python -m lineside.simulator.feeds --base-url http://127.0.0.1:8000 --once anpr_stolen

The key is a client's with the right `alerts.send`. Until an alert was answered it is sent again under its own number.
"""

import argparse
import logging
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from lineside.kernel.keys import uuid7
from lineside.kernel.rule_tables import editions
from lineside.simulator.errands import TryLater
from lineside.simulator.outside import Api, Refused
from lineside.simulator.people import a_person
from lineside.simulator.tables import DATA

log = logging.getLogger("lineside.simulator")
PAUSE_S = 1.0


def kinds() -> tuple[dict[str, Any], ...]:
    return editions(DATA / "feeds")[-1].rows


def alert(row: dict[str, Any], dice: random.Random, now: datetime) -> dict[str, Any]:
    """An alert of an invented person, vehicle or thing, as its sender writes it."""
    name, day = a_person(dice, "passenger").name, dice.randrange(12_000)
    born = (datetime(1960, 1, 1, tzinfo=UTC) + timedelta(days=day)).date().isoformat()
    subject: dict[str, Any] = {"kind": row["subject"], "description": "As in the summary."}
    if row["subject"] == "person":
        subject |= {"name": name, "born": born, "description": ""}
    elif row["subject"] == "vehicle":
        subject |= {"vrm": row["vrm"]}
    sent = {name: row[name] for name in ("summary", "do_not", "requested_action", "legal_basis")}
    sent |= {"sender_ref": f"{row['code']}-{uuid7()}", "kind": row["code"], "subject": subject}
    if row["minutes"]:
        eta = (now + timedelta(minutes=row["minutes"])).isoformat()
        sent["journey"] = {"train": "9I14", "leaves": "Paris Nord", "arrives": "St Pancras", "eta": eta}
    return sent


def send(api: Api, body: dict[str, Any]) -> str:
    """The reference under which it is kept there; the same number each time until that is known."""
    while True:
        try:
            return str(api.post("alerts", body)["reference"])
        except TryLater as why:
            log.warning("The alert is sent again: %s", why)
            time.sleep(PAUSE_S)


def proofs() -> Iterator[dict[str, Any]]:
    """A test of each feed that we play, by which the other side hears it even while it has nothing to tell."""
    dice, now = random.Random(7), datetime.now(UTC)  # noqa: S311
    for row in kinds():
        body = alert({**row, "minutes": 0}, dice, now)
        yield body | {"sender_ref": f"test-{row['code']}-{now:%Y%m%d}", "summary": "Test of the feed", "is_test": True}


def read_what_became(api: Api) -> Iterator[dict[str, Any]]:
    """What became of ours since we looked last; the other side then knows that we know."""
    for told in api.pages("alerts/sent"):
        if told["ended_at"] and not told["feedback_taken_at"]:
            yield api.post(f"alerts/{told['id']}/feedback-taken", {})


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--base-url", required=True)
    asked.add_argument("--every", type=float, default=180.0, help="seconds between two alerts")
    asked.add_argument("--once", default="", choices=["", *(row["code"] for row in kinds())])
    given = asked.parse_args()
    api, dice = Api(given.base_url, os.environ.get("LINESIDE_API_KEY", "")), random.Random(7)  # noqa: S311
    if given.once:
        row = next(row for row in kinds() if row["code"] == given.once)
        sys.stdout.write(send(api, alert(row, dice, datetime.now(UTC))) + "\n")
        return
    for number in count():
        try:
            send(api, alert(kinds()[number % len(kinds())], dice, datetime.now(UTC)))
            for test in proofs():
                send(api, test)
            for told in read_what_became(api):
                log.info("%s ended: %s", told["reference"], told["hit"] or told["outcome"])
        except (Refused, TryLater) as why:
            log.warning("A feed was refused: %s", why)
        time.sleep(given.every)


if __name__ == "__main__":
    main()
