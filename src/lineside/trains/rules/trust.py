"""TRUST's movement messages (Network Rail, JSON; control_room.md e.2), message types 0001 to 0008."""

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from lineside.trains.rules.clocks import AHEAD, iso_date, queue_time, trust_time
from lineside.trains.rules.telling import Bad, Read, Told, Unreadable

LONGEST_FRAME, MOST_MESSAGES = 1_000_000, 500  # a frame holds 32 messages at most, as the feed is described
# The four in the middle are the headcode; of freight it is sent disguised, as 678V.
IDENTITY = re.compile(r"[0-9]{2}[0-9A-Z]{6}(0[1-9]|[12][0-9]|3[01])")
STANOX = re.compile(r"[0-9]{5}")
UID = re.compile(r"[A-Z0-9 ][0-9]{5}")
EVENTS = ("ARRIVAL", "DEPARTURE", "DESTINATION")
NAMES_NO_TRAIN = "0004"  # an unidentified train
Body = dict[str, Any]


def read_trust(raw: bytes) -> Read:
    """All that one frame told; each message that cannot be read is named by itself and costs the others nothing."""
    try:
        messages = _messages(raw)
    except Unreadable as fault:
        return Read(bad=(Bad(str(fault), raw),), raw=raw)
    told: list[Told] = []
    bad: list[Bad] = []
    others = 0
    for each in messages:
        try:
            found = read_message(each)
        except Unreadable as fault:
            bad.append(Bad(str(fault), json.dumps(each).encode()))
            continue
        if found is None:
            others += 1
        else:
            told.append(found)
    return Read(told=tuple(told), bad=tuple(bad), others=others, raw=raw)


def loaded(raw: bytes, longest: int) -> Any:  # noqa: ANN401 - JSON out
    """JSON within bounds."""
    if len(raw) > longest:
        raise Unreadable(f"It is longer than {longest} bytes.")
    try:
        return json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("It is no JSON.") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _messages(raw: bytes) -> list[Any]:
    whole = loaded(raw, LONGEST_FRAME)
    messages = whole if isinstance(whole, list) else [whole]
    if len(messages) > MOST_MESSAGES:
        raise Unreadable(f"It holds more than {MOST_MESSAGES} messages.")
    return messages


def read_message(message: Any) -> Told | None:  # noqa: ANN401 - JSON in
    """What one message tells of its train; none of the kind that names no train (0004)."""
    if not isinstance(message, dict):
        raise Unreadable("It is no message of TRUST: no object.")
    header, body = message.get("header"), message.get("body")
    if not isinstance(header, dict) or not isinstance(body, dict):
        raise Unreadable("It is no message of TRUST: it lacks its header or body.")
    kind = str(header.get("msg_type"))
    reader = READERS.get(kind)
    if reader is None and kind != NAMES_NO_TRAIN:
        raise Unreadable(f"Its type {kind[:10]!r} is not one of 0001 to 0008.")
    queued_at = queue_time(header.get("msg_queue_timestamp"))
    if reader is None:
        return None
    identity = _identity(body, "train_id")
    day = day_of_running(identity, queued_at)
    slot, facts = reader(body, queued_at)
    uid = str(facts.get("uid", ""))
    # An activation says itself on which day its train begins.
    if slot == "called":
        day = date.fromisoformat(facts["day"])
    return Told(who=key_of(identity, day), slot=slot, said_at=queued_at, facts=facts, day=day, uid=uid)


def key_of(identity: str, day: date) -> str:
    """A TRUST identity comes again every month; with its day it is of one train."""
    return f"T{identity}/{day:%Y%m%d}"


def day_of_running(identity: str, near: datetime) -> date:
    """The day on which the train began: its day of the month are the last two digits.

    It is the latest day of that number, for a train is called two days ahead at most.
    """
    number, here = int(identity[8:]), near.date()
    for off in (0, -1, 1, -2, 2, *range(-3, -63, -1)):
        found = here + timedelta(days=off)
        if found.day == number:
            return found
    raise Unreadable(f"No day near {here} is the {number}.")  # pragma: no cover - each number is met within two months


def _activation(body: Body, queued_at: datetime) -> tuple[str, dict[str, Any]]:
    uid = str(body.get("train_uid", ""))
    if not UID.fullmatch(uid):
        raise Unreadable("Its train_uid is none.")
    origin_at = trust_time(body.get("origin_dep_timestamp"), "origin_dep_timestamp", queued_at)
    return "called", {
        "uid": uid,
        "day": iso_date(body.get("tp_origin_timestamp"), "tp_origin_timestamp").isoformat(),
        "stanox": _stanox(body, "tp_origin_stanox") or _stanox(body, "sched_origin_stanox"),
        "at": _iso(origin_at),
        "toc": str(body.get("toc_id", ""))[:2],
        "headcode": str(body["train_id"])[2:6],
    }


def _cancellation(body: Body, queued_at: datetime) -> tuple[str, dict[str, Any]]:
    return "running", {
        "cancelled": True,
        "kind": str(body.get("canx_type", ""))[:20],
        "reason": str(body.get("canx_reason_code", ""))[:4],
        "stanox": _stanox(body, "loc_stanox", needed=True),
        "planned": _iso(trust_time(body.get("dep_timestamp"), "dep_timestamp", queued_at)),
    }


def _reinstatement(body: Body, queued_at: datetime) -> tuple[str, dict[str, Any]]:
    return "running", {
        "cancelled": False,
        "stanox": _stanox(body, "loc_stanox", needed=True),
        "planned": _iso(trust_time(body.get("dep_timestamp"), "dep_timestamp", queued_at)),
    }


def _movement(body: Body, queued_at: datetime) -> tuple[str, dict[str, Any]]:
    event, stanox = str(body.get("event_type", "")), _stanox(body, "loc_stanox", needed=True)
    if event not in EVENTS:
        raise Unreadable("Its event_type is neither ARRIVAL nor DEPARTURE.")
    actual = trust_time(body.get("actual_timestamp"), "actual_timestamp", queued_at)
    if actual is None:
        raise Unreadable("It tells no actual_timestamp.")
    planned = trust_time(body.get("planned_timestamp"), "planned_timestamp", queued_at)
    if actual > queued_at + AHEAD:
        raise Unreadable("Its actual_timestamp lies ahead of the message.")
    kind = "arr" if event != "DEPARTURE" else "dep"
    facts = {
        "event": kind,
        "stanox": stanox,
        "at": _iso(actual),
        "planned": _iso(planned),
        "platform": str(body.get("platform") or "").strip()[:5],
        "line": str(body.get("line_ind") or "").strip()[:3],
        "next": _stanox(body, "next_report_stanox"),
        "next_min": _number(body.get("next_report_run_time")),
        "ended": _true(body, "train_terminated"),
        "off_route": _true(body, "offroute_ind"),
    }
    return f"{kind} {stanox} {_iso(planned) or '-'}", facts


def _origin(body: Body, queued_at: datetime) -> tuple[str, dict[str, Any]]:
    at = trust_time(body.get("dep_timestamp"), "dep_timestamp", queued_at)
    return "origin", {
        "stanox": _stanox(body, "loc_stanox", needed=True),
        "at": _iso(at),
        "reason": str(body.get("reason_code", ""))[:4],
    }


def _renamed(body: Body, _queued_at: datetime) -> tuple[str, dict[str, Any]]:
    return "identity", {"identity": _identity(body, "revised_train_id")}


def _moved(body: Body, queued_at: datetime) -> tuple[str, dict[str, Any]]:
    was = _stanox(body, "original_loc_stanox", needed=True)
    at = trust_time(body.get("original_loc_timestamp"), "original_loc_timestamp", queued_at)
    return f"place {was} {_iso(at) or '-'}", {
        "was": was,
        "was_at": _iso(at),
        "stanox": _stanox(body, "loc_stanox", needed=True),
        "at": _iso(trust_time(body.get("dep_timestamp"), "dep_timestamp", queued_at)),
    }


READERS: dict[str, Callable[[Body, datetime], tuple[str, dict[str, Any]]]] = {
    "0001": _activation,
    "0002": _cancellation,
    "0003": _movement,
    "0005": _reinstatement,
    "0006": _origin,
    "0007": _renamed,
    "0008": _moved,
}


def _identity(body: Body, name: str) -> str:
    identity = str(body.get(name, "")).upper()
    if not IDENTITY.fullmatch(identity):
        raise Unreadable(f"Its {name} is no identity of TRUST.")
    return identity


def _stanox(body: Body, name: str, *, needed: bool = False) -> str:
    found = str(body.get(name) or "").strip()
    if not found and not needed:
        return ""
    if not STANOX.fullmatch(found):
        raise Unreadable(f"Its {name} is no STANOX of five digits.")
    return found


def _number(said: Any) -> int | None:  # noqa: ANN401 - JSON in
    digits = str(said or "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None  # noqa: PLR2004 - minutes


def _true(body: Body, name: str) -> bool:
    return str(body.get(name, "")).lower() == "true"


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
