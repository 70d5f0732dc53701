"""Makers for tests: a train of four places, and what TRUST and Darwin say of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from lineside.kernel.actors import system_actor
from lineside.kernel.clock import UK, now
from lineside.trains.commands import READERS, take_told
from lineside.trains.models import Train
from lineside.trains.permissions import CanTrain
from lineside.trains.queries import POINTS, TrainRow, train_now

FEEDS = system_actor("rail feeds", CanTrain.RECEIVE, CanTrain.WATCH)
IDENTITY, UID = "541A23MC", "W10001"
# London King's Cross, Stevenage, Peterborough, York: TIPLOC, STANOX, and minutes after leaving.
ROUTE = (("KNGX", "54311", 0), ("STEVNGE", "53223", 20), ("PBRO", "45106", 50), ("YORK", "16416", 120))


# Read before a test's transaction begins, which may not lie idle for the seconds that it takes.
POINTS.by_tpl("KNGX")
POINTS.by_stanox("00000")


def wall_ms(at: datetime) -> str:
    """A time as TRUST sends it: the clock on the wall as if it were UTC."""
    return str(int(at.astimezone(UK).replace(tzinfo=UTC).timestamp() * 1000))


def trust(kind: str, queued_at: datetime, **body: Any) -> dict[str, Any]:
    """One message as TRUST words it."""
    header = {"msg_type": kind, "msg_queue_timestamp": str(int(queued_at.timestamp() * 1000)), "source_dev_id": "A"}
    return {"header": {**header, "source_system_id": "TRUST"}, "body": {"current_train_id": "", **body}}


def identity_of(begins: datetime, code: str = IDENTITY) -> str:
    return f"{code}{begins.astimezone(UK):%d}"


def activation(begins: datetime, uid: str = UID, code: str = IDENTITY) -> dict[str, Any]:
    return trust(
        "0001",
        begins - timedelta(hours=1),
        train_id=identity_of(begins, code),
        train_uid=uid,
        tp_origin_timestamp=f"{begins.astimezone(UK):%Y-%m-%d}",
        origin_dep_timestamp=wall_ms(begins),
        sched_origin_stanox=ROUTE[0][1],
        toc_id="54",
    )


def movement(begins: datetime, stop: int, event: str = "DEPARTURE", late: float = 0, **more: Any) -> dict[str, Any]:
    """That it left or came to the stop of that number, so many minutes late."""
    _, stanox, minutes = ROUTE[stop]
    planned = begins + timedelta(minutes=minutes - (2 if event != "DEPARTURE" else 0))
    actual = planned + timedelta(minutes=late)
    body = {
        "train_id": identity_of(begins),
        "event_type": event,
        "loc_stanox": stanox,
        "planned_timestamp": wall_ms(planned),
        "actual_timestamp": wall_ms(actual),
        "platform": " 1",
        "train_terminated": "false",
        **more,
    }
    return trust("0003", actual + timedelta(seconds=20), **body)


def darwin(said_at: datetime, inside: str) -> bytes:
    """One message as Darwin words it."""
    space = "http://www.thalesgroup.com/rtti/PushPort"
    head = f'<Pport xmlns="{space}/v16" xmlns:s="{space}/Schedules/v3" xmlns:f="{space}/Forecasts/v3"'
    return f'{head} ts="{said_at.isoformat()}" version="16.0"><uR>{inside}</uR></Pport>'.encode()


def rid_of(begins: datetime, uid: str = UID) -> str:
    return f"{begins.astimezone(UK):%Y%m%d}{ord(uid[0])}{uid[1:]}"


def darwin_schedule(begins: datetime, headcode: str = "1A23", uid: str = UID) -> bytes:
    """Where the train of the route calls."""

    def clock(minutes: float) -> str:
        return f"{(begins + timedelta(minutes=minutes)).astimezone(UK):%H:%M}"

    first, last = ROUTE[0], ROUTE[-1]
    between = "".join(
        f'<s:IP tpl="{tpl}" wta="{clock(at - 2)}" wtd="{clock(at)}" ptd="{clock(at)}" plat="2"/>'
        for tpl, _, at in ROUTE[1:-1]
    )
    places = (
        f'<s:OR tpl="{first[0]}" wtd="{clock(0)}" ptd="{clock(0)}" plat="4"/>{between}'
        f'<s:DT tpl="{last[0]}" wta="{clock(last[2] - 2)}" pta="{clock(last[2] - 2)}" plat="5"/>'
    )
    day = f"{begins.astimezone(UK):%Y-%m-%d}"
    facts = f'rid="{rid_of(begins, uid)}" uid="{uid}" trainId="{headcode}" ssd="{day}" toc="GR"'
    return darwin(begins - timedelta(hours=3), f"<schedule {facts}>{places}</schedule>")


def darwin_forecast(begins: datetime, stop: int, late: float, said_at: datetime, platform: str = "3") -> bytes:
    """When it is expected at the stop of that number."""
    tpl, _, minutes = ROUTE[stop]

    def clock(at: float) -> str:
        return f"{(begins + timedelta(minutes=at)).astimezone(UK):%H:%M}"

    place = (
        f'<f:Location tpl="{tpl}" wta="{clock(minutes - 2)}" wtd="{clock(minutes)}">'
        f'<f:arr et="{clock(minutes - 2 + late)}" src="Darwin"/><f:dep et="{clock(minutes + late)}" src="Darwin"/>'
        f'<f:plat platsrc="A" conf="true">{platform}</f:plat></f:Location>'
    )
    day = f"{begins.astimezone(UK):%Y-%m-%d}"
    return darwin(said_at, f'<TS rid="{rid_of(begins)}" uid="{UID}" ssd="{day}">{place}</TS>')


def take(feed: str, *raw: bytes | dict[str, Any]) -> int:
    """Have the feed say this."""
    read = [READERS[feed](each if isinstance(each, bytes) else json.dumps([each]).encode()) for each in raw]
    return take_told(actor=FEEDS, feed=feed, content=read, frames=len(read), received_at=now())


def make_train(begins: datetime | None = None, stops_left: int = 1, late: float = 0) -> TrainRow:
    """1A23 from London to York, which has left so many of its stops."""
    begins = begins or now() - timedelta(minutes=25)
    take("darwin", darwin_schedule(begins))
    take("trust", activation(begins))
    for stop in range(stops_left):
        take("trust", movement(begins, stop, late=late))
    return train_now("1A23", when=begins)[0]


def trains_kept() -> int:
    return Train.objects.filter(joined=None).count()
