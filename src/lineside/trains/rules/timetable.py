"""The timetable (Network Rail SCHEDULE, JSON lines) and which of its schedules runs on a day."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from lineside.trains.rules.clocks import clock_time, iso_date, moments
from lineside.trains.rules.telling import Bad, Plan, Read, Timetabled, Unreadable
from lineside.trains.rules.trust import UID, loaded

LONGEST_LINE, MOST_CALLS = 200_000, 400
OTHERS = ("JsonTimetableV1", "TiplocV1", "JsonAssociationV1", "EOF")
BINDING = "CNOP"  # a cancellation before what is new, before an overlay, before what is permanent
DAYS = re.compile(r"[01]{7}")
TIPLOC = re.compile(r"[A-Z0-9+&-]{3,7}")


def read_schedule(raw: bytes) -> Read:
    """One line of the file."""
    try:
        found = _read(loaded(raw, LONGEST_LINE))
    except Unreadable as fault:
        return Read(bad=(Bad(str(fault), raw),), raw=raw)
    return Read(timetabled=(found,), raw=raw) if found else Read(others=1, raw=raw)


def _read(whole: Any) -> Timetabled | None:  # noqa: ANN401 - JSON in
    if not isinstance(whole, dict) or len(whole) != 1:
        raise Unreadable("It is no line of the timetable.")
    kind, body = next(iter(whole.items()))
    if kind in OTHERS:
        return None
    if kind != "JsonScheduleV1" or not isinstance(body, dict):
        raise Unreadable("It is no line of the timetable that we know.")
    return _schedule(body)


def _schedule(body: dict[str, Any]) -> Timetabled:
    uid, stp = str(body.get("CIF_train_uid", "")), str(body.get("CIF_stp_indicator", ""))
    if not UID.fullmatch(uid) or stp not in tuple(BINDING):
        raise Unreadable("Its CIF_train_uid or CIF_stp_indicator is none.")
    starts = iso_date(body.get("schedule_start_date"), "schedule_start_date")
    if body.get("transaction_type") == "Delete":
        return Timetabled(uid=uid, starts=starts, stp=stp, is_deleted=True)
    days = str(body.get("schedule_days_runs", ""))
    segment = body.get("schedule_segment")
    if not DAYS.fullmatch(days) or not isinstance(segment, dict):
        raise Unreadable("It lacks the days on which it runs, or its segment.")
    places = segment.get("schedule_location") or []
    if not isinstance(places, list) or len(places) > MOST_CALLS:
        raise Unreadable(f"It calls at more than {MOST_CALLS} places.")
    return Timetabled(
        uid=uid,
        starts=starts,
        stp=stp,
        ends=iso_date(body.get("schedule_end_date"), "schedule_end_date"),
        days=days,
        headcode=str(segment.get("signalling_id") or "").strip()[:4],
        toc=str(body.get("atoc_code") or "").strip()[:2],
        calls=tuple(_call(place) for place in places),
    )


def _call(place: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON in
    if not isinstance(place, dict) or not TIPLOC.fullmatch(str(place.get("tiploc_code", ""))):
        raise Unreadable("One of its places has no TIPLOC.")
    found: dict[str, Any] = {"tpl": str(place["tiploc_code"]), "platform": str(place.get("platform") or "").strip()[:5]}
    for name, key in (("arrival", "arr"), ("departure", "dep"), ("pass", "pass")):
        said = str(place.get(name) or "").strip()
        if said:
            clock_time(said)
            found[key] = said
    if not {"arr", "dep", "pass"} & found.keys():
        raise Unreadable("One of its places has no time.")
    # A call that the public is told of; others stop for crew, engines or other trains.
    found["public"] = bool(place.get("public_arrival") or place.get("public_departure"))
    return found


def runs_on(schedules: Iterable[Timetabled], day: date) -> Timetabled | None:
    """The schedule of one train that is in force on a day; none where it does not run or is cancelled."""
    standing = [
        each
        for each in schedules
        if each.starts <= day and each.ends is not None and day <= each.ends and each.days[day.weekday()] == "1"
    ]
    if not standing:
        return None
    chosen = min(standing, key=lambda each: (BINDING.index(each.stp), -each.starts.toordinal()))
    return chosen if chosen.stp != "C" and chosen.calls else None


def calls_on(calls: Sequence[dict[str, Any]], day: date) -> tuple[dict[str, Any], ...]:
    """Calls with times of day as calls with moments of that day, in the form of a plan."""
    said = [str(call.get(key, "")) for call in calls for key in ("arr", "pass", "dep")]
    at = iter(moments(day, said))
    found = []
    for call in calls:
        arr, passes, dep = next(at), next(at), next(at)
        found.append(
            {
                "tpl": call["tpl"],
                "arr": arr.isoformat() if arr else "",
                "dep": (passes or dep).isoformat() if (passes or dep) else "",  # type: ignore[union-attr]
                "stops": not call.get("pass"),
                "public": bool(call.get("public")),
                "platform": call.get("platform", ""),
                "cancelled": bool(call.get("cancelled")),
            }
        )
    return tuple(found)


def plan_on(schedule: Timetabled, day: date, said_at: Any) -> Plan:  # noqa: ANN401 - a moment
    return Plan(
        uid=schedule.uid,
        day=day,
        said_at=said_at,
        headcode=schedule.headcode,
        toc=schedule.toc,
        calls=calls_on(schedule.calls, day),
    )
