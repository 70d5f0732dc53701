"""For the bench: messages of TRUST taken in a second, beside the rows that they become copied raw into a table."""

import json
import time
from datetime import UTC, datetime, timedelta

import psycopg

from lineside.site.bench_node import Node, Say

TRAINS, STOPS, LOT = 200, 25, 200  # a frame holds one message of each of 32 trains, as the feed does
FRAME = 32
TABLE = "CREATE TEMPORARY TABLE raw_said (LIKE trains_said INCLUDING INDEXES)"


def trains(say: Say, made: Node) -> None:
    """A frame is a row of bytes as well; the raw copy has the same rows and indexes, and reads and decides nothing."""
    from lineside.kernel.actors import system_actor  # noqa: PLC0415 - Django is ready only now
    from lineside.trains.commands import READERS, take_told  # noqa: PLC0415
    from lineside.trains.permissions import CanTrain  # noqa: PLC0415

    feed, frames = system_actor("bench", CanTrain.RECEIVE), _frames()
    messages = TRAINS * (STOPS + 1)
    began = time.monotonic()
    for first in range(0, len(frames), LOT // 4):
        read = [READERS["trust"](raw) for raw in frames[first : first + LOT // 4]]
        take_told(actor=feed, feed="trust", content=read, frames=len(read), received_at=datetime.now(UTC))
    ours = time.monotonic() - began
    with psycopg.connect(made.owner_address) as owner:
        rows = owner.execute("SELECT id, who, slot, said_at, tie, facts::text, day FROM trains_said").fetchall()
        owner.execute(TABLE)
        began = time.monotonic()
        with owner.cursor().copy("COPY raw_said (id, who, slot, said_at, tie, facts, day) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        owner.commit()
        theirs = time.monotonic() - began
    rate, raw = messages / ours, len(rows) / theirs
    say(
        f"TRUST in: {rate:.0f} messages/s of {TRAINS} trains; the same rows by COPY {raw:.0f}/s, ratio {rate / raw:.3f}"
    )


def _frames() -> list[bytes]:
    """Activations first and then each stop of all trains in turn, as a morning begins."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    said = [_message("0001", at, number, {"train_uid": f"B{number:05}", "tp_origin_timestamp": f"{at:%Y-%m-%d}"})
            for number in range(TRAINS)]  # fmt: skip
    for stop in range(STOPS):
        when = at + timedelta(minutes=4 * stop)
        facts = {"event_type": "DEPARTURE", "loc_stanox": f"{87000 + stop}", "planned_timestamp": _ms(when)}
        said += [_message("0003", when, number, {**facts, "actual_timestamp": _ms(when)}) for number in range(TRAINS)]
    return [f"[{','.join(said[first : first + FRAME])}]".encode() for first in range(0, len(said), FRAME)]


def _message(kind: str, at: datetime, number: int, body: dict[str, str]) -> str:
    header = {"msg_type": kind, "msg_queue_timestamp": _ms(at + timedelta(seconds=5))}
    identity = f"87{number % 9 + 1}B{number % 100:02}{chr(65 + number // 100)}M{at:%d}"
    return json.dumps({"header": header, "body": {"train_id": identity, **body}})


def _ms(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))
