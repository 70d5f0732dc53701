"""The calls of a train: as planned, moved, reported and expected, each by what stands of what was told. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from lineside.trains.rules.telling import Told

NEAR = timedelta(hours=3)  # a report belongs to the call of its place that was planned nearest, no further away


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place of the railway as the gazetteer knows it."""

    tpl: str
    stanox: str = ""
    crs: str = ""
    name: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One place of the journey: planned, reported and expected times; `stops` is false where it passes."""

    number: int
    point: Point
    arr: datetime | None = None
    dep: datetime | None = None
    stops: bool = True
    public: bool = True
    platform: str = ""
    is_platform_sure: bool = False
    is_cancelled: bool = False
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    forecast_arr: datetime | None = None
    forecast_dep: datetime | None = None
    forecast_by: str = ""  # Darwin, lateness, timetable, or nothing where nobody knows

    @property
    def first_time(self) -> datetime | None:
        return self.arr or self.dep

    @property
    def comes_at(self) -> datetime | None:
        """When it comes or came, as far as anybody can tell."""
        return self.arrived_at or self.forecast_arr or self.left_at or self.forecast_dep

    @property
    def goes_at(self) -> datetime | None:
        return self.left_at or self.forecast_dep


class Points:
    """How places are found by their codes; the room gives it the gazetteer."""

    def by_tpl(self, tpl: str) -> Point:
        return Point(tpl=tpl, name=tpl)

    def by_stanox(self, stanox: str) -> Point:
        return Point(tpl="", stanox=stanox, name=f"STANOX {stanox}")


def planned_calls(calls: Sequence[Mapping[str, Any]], points: Points) -> list[Call]:
    return [
        Call(
            number=number,
            point=points.by_tpl(str(call["tpl"])),
            arr=moment(call.get("arr")),
            dep=moment(call.get("dep")),
            stops=bool(call.get("stops", True)),
            public=bool(call.get("public", True)),
            platform=str(call.get("platform", "")),
            is_cancelled=bool(call.get("cancelled")),
        )
        for number, call in enumerate(calls)
    ]


def moment(said: Any) -> datetime | None:  # noqa: ANN401 - JSON in
    return datetime.fromisoformat(said) if said else None


def of_slots(told: Iterable[Told], *slots: str) -> list[Told]:
    """Of TRUST or of Darwin, in the order in which it was said."""
    return [each for each in told if each.slot.split(" ")[0] in slots]


def moved(calls: list[Call], told: list[Told], points: Points) -> list[Call]:
    """A call that is made at another place than planned (0008), and a train that begins further on (0006)."""
    for each in of_slots(told, "place"):
        was = nearest(calls, each.facts["was"], moment(each.facts.get("was_at")))
        if was is not None:
            calls[was.number] = replace(was, point=points.by_stanox(each.facts["stanox"]))
    for each in of_slots(told, "origin"):
        first = nearest(calls, each.facts["stanox"], moment(each.facts.get("at")))
        if first is not None:
            calls = [replace(call, is_cancelled=True) if call.number < first.number else call for call in calls]
    return calls


def nearest(calls: list[Call], stanox: str, at: datetime | None) -> Call | None:
    """The call at that place whose planned time is nearest: a train may come through one place twice."""
    here = [call for call in calls if stanox and call.point.stanox == stanox]
    if at is None or not here:
        return here[0] if here else None
    best = min(here, key=lambda call: _apart(call, at))
    return best if _apart(best, at) <= NEAR else None


def _apart(call: Call, at: datetime) -> timedelta:
    return min((abs(each - at) for each in (call.arr, call.dep) if each), default=timedelta.max)


def with_trust(calls: list[Call], told: list[Told]) -> list[Call]:
    for each in of_slots(told, "arr", "dep"):
        facts = each.facts
        call = nearest(calls, facts["stanox"], moment(facts.get("planned")) or moment(facts["at"]))
        if call is None:
            continue
        calls[call.number] = _reported(call, facts)
    return calls


def _reported(call: Call, facts: Mapping[str, Any]) -> Call:
    at, platform = moment(facts["at"]), facts.get("platform") or call.platform
    if facts["event"] == "arr":
        return replace(call, arrived_at=at, platform=platform)
    return replace(call, left_at=at, platform=platform)


def with_darwin(calls: list[Call], told: list[Told]) -> list[Call]:
    for each in of_slots(told, "at"):
        call = at_tpl(calls, each.facts["tpl"], moment(each.facts["planned"]))
        if call is not None:
            calls[call.number] = _told_by_darwin(call, each.facts)
    return calls


def _told_by_darwin(call: Call, facts: Mapping[str, Any]) -> Call:
    arr, dep = facts.get("arr", {}), facts.get("dep", {})
    knows = any("forecast" in each for each in (arr, dep))
    unknown = any("unknown" in each for each in (arr, dep))
    return replace(
        call,
        arrived_at=moment(arr.get("actual")) or call.arrived_at,
        left_at=moment(dep.get("actual")) or call.left_at,
        forecast_arr=moment(arr.get("forecast")),
        forecast_dep=moment(dep.get("forecast")),
        forecast_by="Darwin" if knows else ("nobody" if unknown else ""),
        platform=facts.get("platform") or call.platform,
        is_platform_sure=bool(facts.get("is_platform_sure")),
    )


def at_tpl(calls: list[Call], tpl: str, at: datetime | None) -> Call | None:
    here = [call for call in calls if call.point.tpl == tpl]
    if not here or at is None:
        return here[0] if here else None
    best = min(here, key=lambda call: _apart(call, at))
    return best if _apart(best, at) <= NEAR else None


def as_reported(told: list[Told], points: Points) -> list[Call]:
    """A train whose plan nobody told: the places of which something was told, in their order."""
    seen: dict[str, Call] = {}
    for each in sorted(of_slots(told, "arr", "dep"), key=lambda one: (one.facts["at"], one.slot)):
        stanox = each.facts["stanox"]
        call = seen.get(stanox) or Call(number=len(seen), point=points.by_stanox(stanox), stops=False, public=False)
        planned = moment(each.facts.get("planned"))
        is_arrival = each.facts["event"] == "arr"
        call = replace(call, arr=planned) if is_arrival else replace(call, dep=planned)
        seen[stanox] = _reported(call, each.facts)
    for each in sorted(of_slots(told, "at"), key=lambda one: (one.facts["planned"], one.slot)):
        tpl, planned = each.facts["tpl"], moment(each.facts["planned"])
        point = points.by_tpl(tpl)
        if (point.stanox or tpl) not in seen:
            stops = "arr" in each.facts or "platform" in each.facts
            blank = Call(number=len(seen), point=point, arr=planned, dep=planned, stops=stops, public=stops)
            seen[point.stanox or tpl] = _told_by_darwin(blank, each.facts)
    found = sorted(seen.values(), key=lambda call: (call.left_at or call.arrived_at or call.first_time, call.number))
    return [replace(call, number=number) for number, call in enumerate(found)]
