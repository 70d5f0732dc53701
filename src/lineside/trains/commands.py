"""Every change of trains: what the feeds tell is taken in, the timetable is put in force, what is old goes."""

import gzip
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.commands import told as storable
from lineside.kernel.errors import NotFound
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.trains.events import TrainMoved
from lineside.trains.models import Frame, Said, Scheduled, Train, Watch
from lineside.trains.permissions import CanTrain
from lineside.trains.queries import POINTS, as_timetabled
from lineside.trains.rules import (
    READERS,
    Bad,
    Plan,
    Read,
    Timetabled,
    Told,
    Unreadable,
    newest,
    newest_plans,
    plan_on,
    runs_on,
    table,
)

__all__ = [
    "READERS",
    "Bad",
    "Read",
    "Unreadable",
    "dispose_of_old",
    "note_unit",
    "plan_day",
    "take_timetable",
    "take_told",
    "watch_train",
]

A_CHUNK = 5000
WATCHED_FOR = timedelta(hours=6)
# The newest saying stands, whoever writes first; what changes nothing is not written at all.
_STAND = """
INSERT INTO trains_said (id, who, slot, said_at, tie, facts, day)
SELECT * FROM jsonb_to_recordset(%s::jsonb)
  AS t(id uuid, who text, slot text, said_at timestamptz, tie text, facts jsonb, day date)
ON CONFLICT (who, slot) DO UPDATE SET said_at = excluded.said_at, tie = excluded.tie, facts = excluded.facts
  WHERE (trains_said.said_at, trains_said.tie) < (excluded.said_at, excluded.tie)
RETURNING who
"""
_HEARD = """
INSERT INTO trains_feedstate (id, feed, received_at, said_at, frames, messages) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (feed) DO UPDATE SET received_at = excluded.received_at,
  said_at = greatest(trains_feedstate.said_at, excluded.said_at),
  frames = trains_feedstate.frames + excluded.frames, messages = trains_feedstate.messages + excluded.messages
"""


@command(needs=CanTrain.RECEIVE)
def take_told(*, actor: Actor, feed: str, content: Sequence[Read], frames: int, received_at: datetime) -> int:  # noqa: ARG001
    """Take in what some frames of one feed told, with their bytes, in one transaction; how much of it was new.

    `frames` is for the audit line, which tells how many came and not what was in them.
    """
    told = newest(each for read in content for each in read.told)
    plans = newest_plans([plan for read in content for plan in read.plans])
    for each in {call["tpl"] for plan in plans for call in plan.calls}:
        POINTS.by_tpl(each)  # the tables of places are read, once, before anything is locked
    Frame.objects.bulk_create(
        [Frame(feed=feed, received_at=received_at, content=gzip.compress(read.raw, 1)) for read in content if read.raw]
    )
    changed = _stand(told.values())
    touched = {train.id for train in _seats(changed, told)}
    touched |= {train.id for train in map(_plan, plans) if train}
    _heard(feed, content, received_at)
    watched = Watch.objects.filter(train_id__in=touched, until__gt=now()).values_list("train_id", flat=True)
    for train_id in sorted(watched):
        announce(TrainMoved(train_id=train_id))
    return len(changed)


def _stand(told: Iterable[Told]) -> list[str]:
    """Write what is newer than what stands; who it was told of."""
    rows = [
        {
            "id": str(uuid7()),
            "who": each.who,
            "slot": each.slot,
            "said_at": each.said_at.isoformat(),
            "tie": each.tie,
            "facts": each.facts,
            "day": each.day.isoformat(),
        }
        # In one order, so that two that write the same trains never wait for each other in a ring.
        for each in sorted(told, key=lambda one: (one.who, one.slot))
    ]
    if not rows:
        return []
    with connection.cursor() as cursor:
        # A letter that the database cannot keep costs that letter, and not the feed.
        cursor.execute(_STAND, [json.dumps(storable(rows))])
        return [row[0] for row in cursor.fetchall()]


def _heard(feed: str, content: Sequence[Read], received_at: datetime) -> None:
    said = [each.said_at for read in content for each in read.told] + [
        each.said_at for read in content for each in read.plans
    ]
    number = sum(len(read.told) + len(read.plans) + read.others for read in content)
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [uuid7(), feed, received_at, max(said, default=None), len(content), number])


def _seats(changed: Sequence[str], told: dict[tuple[str, str], Told]) -> list[Train]:
    """The trains of which something new was told, made where there is none yet."""
    days = {each.who: (each.day, each.uid) for each in told.values()}
    uids = {each.who: (each.day, each.uid) for each in told.values() if each.uid}
    whos = sorted({who for who in changed if who != "M"})
    known = {train.trust: train for train in Train.objects.filter(trust__in=[who for who in whos if who[0] == "T"])}
    known |= {train.rid: train for train in Train.objects.filter(rid__in=[who for who in whos if who[0] == "D"])}
    named = {who for who, slot in told if slot in ("called", "identity")}
    found, heard = [], now()
    for who in whos:
        day, uid = uids.get(who, days[who])
        train = known.get(who) or _seat(who, day, uid)
        if train is None:
            continue
        if who in named:
            train = _named(train, who)
        found.append(train)
    Train.objects.filter(id__in=[train.id for train in found]).update(heard_at=heard)
    return found


def _seat(who: str, day: date, uid: str) -> Train | None:
    """A place for who was never told of before; a train that only ended is none."""
    column = "trust" if who[0] == "T" else "rid"
    train = Train.objects.filter(day=day, uid=uid, **{column: ""}).first() if uid else None
    if train is None:
        if column == "rid" and not uid:
            return None
        is_there = uid and Train.objects.filter(day=day, uid=uid).exists()
        train = Train(day=day, uid="" if is_there else uid, headcode=who[3:7] if column == "trust" else "")
        setattr(train, column, who)
        train.save(force_insert=True)
        if uid and not is_there:
            _plan_of_timetable(train)
        return train
    setattr(train, column, who)
    train.save(update_fields=[column])
    return train


def _named(train: Train, who: str) -> Train:
    """What TRUST calls it, and which schedule it runs, from what stands of both; the train that has them."""
    stand = {row.slot: row.facts for row in Said.objects.filter(who=who, slot__in=("called", "identity"))}
    called = stand.get("called", {})
    headcode = stand.get("identity", {}).get("identity", who[1:])[2:6]
    uid, day = called.get("uid", ""), date.fromisoformat(called["day"]) if called else train.day
    if uid and train.uid != uid:
        planned = Train.objects.filter(day=day, uid=uid).exclude(id=train.id).first()
        if planned is not None and planned.trust in ("", who):
            # Reports came before the activation that names the schedule: its train takes the identity over.
            Train.objects.filter(id=train.id).update(trust="", joined=planned)
            planned.trust = who
            train = planned
        elif planned is None:
            train.uid, train.day = uid, day
    train.headcode, train.toc = headcode, train.toc or called.get("toc", "")
    train.save()
    if train.uid and not train.calls:
        _plan_of_timetable(train)
    return train


def _plan(plan: Plan) -> Train | None:
    """Put a plan in force unless a newer one is; the train of it."""
    rid = f"D{plan.rid}" if plan.rid else ""
    train = Train.objects.select_for_update().filter(day=plan.day, uid=plan.uid).first()
    if train is None:
        train = (Train.objects.filter(rid=rid).first() if rid else None) or Train(day=plan.day, uid=plan.uid)
    if train.planned_at is not None and train.planned_at > plan.said_at:
        return None
    train.uid, train.calls, train.planned_at = plan.uid, list(plan.calls), plan.said_at
    train.rid = train.rid or rid
    train.headcode, train.toc = train.headcode or plan.headcode, train.toc or plan.toc
    times = [call[key] for call in plan.calls for key in ("arr", "dep") if call[key]]
    if times:
        train.departs_at, train.ends_at = datetime.fromisoformat(times[0]), datetime.fromisoformat(times[-1])
    stops = [POINTS.by_tpl(call["tpl"]).crs for call in plan.calls if call["stops"]]
    train.stations = sorted({crs for crs in stops if crs})
    train.save()
    return train


def _plan_of_timetable(train: Train) -> None:
    chosen = runs_on(map(as_timetabled, Scheduled.objects.filter(uid=train.uid)), train.day)
    if chosen is not None and train.planned_at is None:
        made = datetime.combine(train.day, datetime.min.time(), now().tzinfo)
        _plan(plan_on(chosen, train.day, made))
        train.refresh_from_db()


@command(needs=CanTrain.RECEIVE)
def take_timetable(*, actor: Actor, content: Sequence[Timetabled], lines: int) -> int:  # noqa: ARG001
    """Take in lines of the timetable: each schedule is put in place of the one of its key, or taken away."""
    for each in content:
        found = Scheduled.objects.filter(uid=each.uid, starts=each.starts, stp=each.stp)
        if each.is_deleted:
            found.delete()
            continue
        facts: dict[str, Any] = {
            "ends": each.ends,
            "days": each.days,
            "headcode": each.headcode,
            "toc": each.toc,
            "calls": list(each.calls),
        }
        if not found.update(**facts):
            Scheduled(uid=each.uid, starts=each.starts, stp=each.stp, **facts).save(force_insert=True)
    return len(content)


@command(needs=CanTrain.RECEIVE)
def plan_day(*, actor: Actor, day: date) -> int:  # noqa: ARG001 - the audit line names the actor
    """Make the trains that run on a day by the timetable, where they are not there yet; how many."""
    schedules: dict[str, list[Timetabled]] = {}
    for row in Scheduled.objects.filter(starts__lte=day, ends__gte=day).iterator(chunk_size=A_CHUNK):
        schedules.setdefault(row.uid, []).append(as_timetabled(row))
    planned = set(Train.objects.filter(day=day).exclude(planned_at=None).values_list("uid", flat=True))
    made = datetime.combine(day, datetime.min.time(), now().tzinfo)
    chosen = [runs_on(each, day) for uid, each in schedules.items() if uid not in planned]
    return sum(_plan(plan_on(each, day, made)) is not None for each in chosen if each)


@command(needs=CanTrain.WATCH)
def watch_train(*, actor: Actor, train_id: UUID, until: datetime | None = None) -> Watch:  # noqa: ARG001
    """Have each movement of a train announced until then; asked again, until the later of both."""
    if not Train.objects.filter(id=train_id).exists():
        raise NotFound("There is no such train.")
    limit = until or now() + WATCHED_FOR
    row = Watch.objects.select_for_update().filter(train_id=train_id).first() or Watch(train_id=train_id, until=limit)
    row.until = max(row.until, limit)
    row.save()
    return row


@command(needs=CanTrain.WATCH)
def note_unit(*, actor: Actor, train_id: UUID, unit: str) -> None:  # noqa: ARG001 - the audit line names the actor
    """Which unit works a train, as staff told: neither feed says it."""
    if not Train.objects.filter(id=train_id).update(unit="".join(unit.split())[:20]):
        raise NotFound("There is no such train.")


@command(needs=CanTrain.RECEIVE)
def dispose_of_old(*, actor: Actor) -> int:  # noqa: ARG001 - the audit line names the actor
    """Delete what has been kept for its time, some thousands of each at once; how many rows."""
    today = uk_day(now())
    days = {row["code"]: timedelta(days=row["days"]) for row in table("keeping", today).rows}
    old = (
        Frame.objects.filter(received_at__lt=now() - days["frames"]),
        Said.objects.filter(day__lt=today - days["told"]),
        Train.objects.filter(day__lt=today - days["trains"]),
        Scheduled.objects.filter(ends__lt=today - days["schedules"]),
    )
    gone = 0
    for found in old:
        keys = list(found.order_by("pk").values_list("pk", flat=True)[:A_CHUNK])
        gone += found.model.objects.filter(pk__in=keys).delete()[1].get(found.model._meta.label, 0)
    return gone
