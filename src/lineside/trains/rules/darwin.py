"""Darwin's Push Port (National Rail Enquiries, XML up to version 16): plans, forecasts by stop, station messages."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR
from lineside.trains.rules.clocks import at_time, clock_time, iso_date
from lineside.trains.rules.markup import Node, read_markup
from lineside.trains.rules.telling import Bad, Plan, Read, Told, Unreadable
from lineside.trains.rules.timetable import MOST_CALLS, TIPLOC, calls_on

SPACE = "http://www.thalesgroup.com/rtti/PushPort/v"
RID = re.compile(r"[0-9]{15,16}")
UID = re.compile(r"[A-Z0-9][0-9]{5}")
CRS = re.compile(r"[A-Z]{3}")
PLACES = ("OR", "OPOR", "IP", "OPIP", "PP", "DT", "OPDT")
LONGEST_MESSAGE, MOST_STATIONS = 2000, 600
HALF_DAY = timedelta(hours=12)
EVENTS = ("arr", "dep", "pass")


def read_darwin(raw: bytes) -> Read:
    """All that one message told; each part that cannot be read is named by itself."""
    try:
        root = read_markup(raw)
        said_at = _said_at(root)
    except Unreadable as fault:
        return Read(bad=(Bad(str(fault), raw),), raw=raw)
    told: list[Told] = []
    plans: list[Plan] = []
    bad: list[Bad] = []
    others = 0
    for part in (each for update in root.inside if update.name in ("uR", "sR") for each in update.inside):
        try:
            found = _read_part(part, said_at)
        except Unreadable as fault:
            bad.append(Bad(f"{part.name[:30]}: {fault}", raw))
            continue
        told += [each for each in found if isinstance(each, Told)]
        plans += [each for each in found if isinstance(each, Plan)]
        others += not found
    return Read(told=tuple(told), plans=tuple(plans), bad=tuple(bad), others=others, raw=raw)


def _said_at(root: Node) -> datetime:
    if root.name != "Pport" or not root.space.startswith(SPACE):
        raise Unreadable("It is no message of the Push Port.")
    try:
        at = datetime.fromisoformat(root.facts.get("ts", ""))
    except ValueError:
        raise Unreadable("It tells no time at which it was made.") from None
    if at.tzinfo is None or not FIRST_YEAR <= at.year < LAST_YEAR:
        raise Unreadable("The time at which it was made has no offset or lies outside our calendar.")
    return at.astimezone(UTC)


def _read_part(part: Node, said_at: datetime) -> list[Told | Plan]:
    if part.name == "TS":
        return list(_status(part, said_at))
    if part.name == "schedule":
        return _schedule(part, said_at)
    if part.name == "deactivated":
        rid = _matched(RID, part, "rid")
        return [Told(who=f"D{rid}", slot="ended", said_at=said_at, facts={"ended": True}, day=said_at.date())]
    return [_station_message(part, said_at)] if part.name == "OW" else []


def _status(part: Node, said_at: datetime) -> list[Told]:
    """Forecasts and actual times of one train, one thing told for each place."""
    rid, uid = _matched(RID, part, "rid"), _matched(UID, part, "uid")
    day = iso_date(part.facts.get("ssd"), "ssd")
    places = part.each("Location")
    if len(places) > MOST_CALLS:
        raise Unreadable(f"It tells of more than {MOST_CALLS} places.")
    told = [_place(place, said_at) for place in places]
    if part.first("LateReason") is not None:
        told.append(("late_reason", {"code": part.first("LateReason").whole_text()[:6]}))  # type: ignore[union-attr]
    return [Told(who=f"D{rid}", slot=slot, said_at=said_at, facts=facts, day=day, uid=uid) for slot, facts in told]


def _place(place: Node, said_at: datetime) -> tuple[str, dict[str, Any]]:
    tpl = _matched(TIPLOC, place, "tpl")
    times = {key: place.facts[key] for key in ("wta", "wtd", "wtp") if key in place.facts}
    working = times.get("wtd") or times.get("wtp") or times.get("wta")
    if working is None:
        raise Unreadable(f"At {tpl} it tells no working time.")
    planned = at_time(working, said_at)
    facts: dict[str, Any] = {"tpl": tpl, "planned": planned.isoformat()}
    for event in EVENTS:
        if (node := place.first(event)) is not None:
            facts["dep" if event == "pass" else event] = _forecast(node, planned)
    if (platform := place.first("plat")) is not None:
        facts["platform"] = platform.text.strip()[:5]
        facts["is_platform_sure"] = platform.facts.get("conf") == "true" or platform.facts.get("platsrc") == "A"
    if (length := place.first("length")) is not None and re.fullmatch(r"[0-9]{1,4}", length.text.strip()):
        facts["coaches"] = int(length.text.strip()[:2])
    return f"at {tpl} {clock_time(working):%H%M%S}", facts


def _forecast(node: Node, planned: datetime) -> dict[str, Any]:
    """An actual time, else the forecast of when; `unknown` where Darwin itself knows none."""
    for key, name in (("at", "actual"), ("et", "forecast"), ("wet", "forecast")):
        if key in node.facts:
            return {name: at_time(node.facts[key], planned).isoformat(), "source": node.facts.get("src", "")[:12]}
    return {"unknown": True}


def _schedule(part: Node, said_at: datetime) -> list[Told | Plan]:
    rid, uid = _matched(RID, part, "rid"), _matched(UID, part, "uid")
    day = iso_date(part.facts.get("ssd"), "ssd")
    places = [each for each in part.inside if each.name in PLACES]
    if len(places) > MOST_CALLS:
        raise Unreadable(f"It calls at more than {MOST_CALLS} places.")
    plan = Plan(
        uid=uid,
        day=day,
        said_at=said_at,
        rid=rid,
        headcode=part.facts.get("trainId", "")[:4],
        toc=part.facts.get("toc", "")[:2],
        calls=calls_on([_planned(place) for place in places], day),
    )
    facts = {"deleted": part.facts.get("deleted") == "true"}
    return [plan, Told(who=f"D{rid}", slot="deleted", said_at=said_at, facts=facts, day=day, uid=uid)]


def _planned(place: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"tpl": _matched(TIPLOC, place, "tpl"), "platform": place.facts.get("plat", "")[:5]}
    for name, key in (("wta", "arr"), ("wtd", "dep"), ("wtp", "pass")):
        if place.facts.get(name):
            found[key] = place.facts[name]
    if not {"arr", "dep", "pass"} & found.keys():
        raise Unreadable(f"At {found['tpl']} it tells no working time.")
    found["public"] = bool(place.facts.get("pta") or place.facts.get("ptd"))
    found["cancelled"] = place.facts.get("can") == "true"
    return found


def _station_message(part: Node, said_at: datetime) -> Told:
    number = part.facts.get("id", "")
    if not number.isascii() or not number.isdigit() or len(number) > 12:  # noqa: PLR2004 - digits of its own number
        raise Unreadable("It has no number.")
    crs = [each.facts.get("crs", "") for each in part.each("Station")][:MOST_STATIONS]
    message = part.first("Msg")
    facts = {
        "crs": sorted(code for code in crs if CRS.fullmatch(code)),
        "text": message.whole_text()[:LONGEST_MESSAGE] if message is not None else "",
        "category": part.facts.get("cat", "")[:20],
        "severity": part.facts.get("sev", "")[:2],
        "suppressed": part.facts.get("suppress") == "true",
    }
    return Told(who="M", slot=number, said_at=said_at, facts=facts, day=said_at.date())


def _matched(pattern: re.Pattern[str], node: Node, name: str) -> str:
    said = node.facts.get(name, "")
    if not pattern.fullmatch(said):
        raise Unreadable(f"Its {name} is none.")
    return said
