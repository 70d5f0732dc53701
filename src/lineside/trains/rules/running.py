"""What a train does now, worked out from where it is to call and all that stands of what was told of it. Pure.

The same plan and the same sayings give the same answer, in whatever order and however often they came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from lineside.trains.rules.calling import (
    Call,
    Points,
    as_reported,
    at_tpl,
    moment,
    moved,
    nearest,
    of_slots,
    planned_calls,
    with_darwin,
    with_trust,
)
from lineside.trains.rules.clocks import table
from lineside.trains.rules.telling import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The last that was heard of where the train is."""

    number: int | None  # of the call; none where the place is not on its way
    stanox: str
    name: str
    event: str  # arr or dep
    at: datetime
    source: str
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A train as it is known at one moment."""

    calls: tuple[Call, ...]
    last: Report | None = None
    late: timedelta | None = None
    is_cancelled: bool = False
    cancelled_from: str = ""
    why: str = ""
    is_over: bool = False
    behind: Call | None = None  # the place it left or stands at
    ahead: Call | None = None  # the timing point that comes next
    is_standing: bool = False
    sure: str = "unheard"
    overdue_at: datetime | None = None

    @property
    def remaining(self) -> tuple[Call, ...]:
        """Where people still get on or off, the next first; one where it stands now is among them."""
        if self.is_over:
            return ()
        first = self.behind.number + (0 if self.is_standing else 1) if self.behind else 0
        return tuple(call for call in self.calls[first:] if call.stops and not call.is_cancelled)


def running(calls: Sequence[Mapping[str, Any]], told: Iterable[Told], points: Points, at: datetime) -> Running:
    """The train at that moment."""
    standing = sorted(told, key=lambda each: (each.said_at, each.tie, each.who, each.slot))
    planned = planned_calls(calls, points)
    planned = moved(planned, standing, points)
    reports = _trust_reports(standing) + _darwin_reports(standing)
    planned = with_darwin(planned, standing)
    planned = with_trust(planned, standing)
    if not planned:
        planned = as_reported(standing, points)
    last = _last(planned, reports, points)
    planned, late = _forecast(planned, last)
    return _stands(_cancelled(planned, standing), standing, last, late, at)


def _trust_reports(told: list[Told]) -> list[tuple[datetime, str, str, str, str, Told]]:
    return [
        (datetime.fromisoformat(each.facts["at"]), each.facts["event"], "TRUST", each.facts["stanox"], "", each)
        for each in of_slots(told, "arr", "dep")
    ]


def _darwin_reports(told: list[Told]) -> list[tuple[datetime, str, str, str, str, Told]]:
    return [
        (datetime.fromisoformat(each.facts[event]["actual"]), event, "Darwin", "", each.facts["tpl"], each)
        for each in of_slots(told, "at")
        for event in ("arr", "dep")
        if "actual" in each.facts.get(event, {})
    ]


def _last(calls: list[Call], reports: list[tuple[datetime, str, str, str, str, Told]], points: Points) -> Report | None:
    """The latest happening, not the latest message: a late correction of an earlier place moves no train back."""
    if not reports:
        return None
    at, event, source, stanox, tpl, each = max(
        reports, key=lambda one: (one[0], one[1] == "dep", one[2] == "TRUST", one[5].slot)
    )
    planned = moment(each.facts.get("planned"))
    call = nearest(calls, stanox, planned or at) if stanox else at_tpl(calls, tpl, planned)
    point = call.point if call else (points.by_stanox(stanox) if stanox else points.by_tpl(tpl))
    return Report(
        number=call.number if call else None,
        stanox=stanox or point.stanox,
        name=point.name,
        event=event,
        at=at,
        source=source,
        said_at=each.said_at,
    )


def _forecast(calls: list[Call], last: Report | None) -> tuple[list[Call], timedelta | None]:
    """Darwin's forecast where it gives one; else the timetable with the lateness of the last report."""
    late = None
    if last is not None and last.number is not None:
        call = calls[last.number]
        planned = (call.arr or call.dep) if last.event == "arr" else (call.dep or call.arr)
        late = last.at - planned if planned else None
    found = []
    for call in calls:
        if call.forecast_by:
            found.append(call)
            continue
        shift = max(late or timedelta(), timedelta())  # early trains wait for their time
        found.append(
            replace(
                call,
                forecast_arr=call.arr + shift if call.arr else None,
                forecast_dep=call.dep + shift if call.dep else None,
                forecast_by="lateness" if late is not None else "timetable",
            )
        )
    return found, late


def _cancelled(calls: list[Call], told: list[Told]) -> list[Call]:
    """Cancelled from a place on (TRUST 0002); whichever of cancelling and reinstating was said last stands."""
    stands = _running_slot(told)
    if stands is None or not stands.facts.get("cancelled"):
        return calls
    start = nearest(calls, stands.facts.get("stanox", ""), moment(stands.facts.get("planned")))
    first = start.number if start and stands.facts.get("kind") == "EN ROUTE" else 0
    # A train that is cut short still comes to the place from which it is cancelled, where it has not ended before.
    after = first + 1 if first else first
    return [replace(call, is_cancelled=True) if call.number >= after else call for call in calls]


def _running_slot(told: list[Told]) -> Told | None:
    """TRUST's last word on whether it runs."""
    return next((each for each in reversed(told) if each.slot == "running"), None)


def _stands(calls: list[Call], told: list[Told], last: Report | None, late: timedelta | None, at: datetime) -> Running:
    stop = _running_slot(told)
    cancelled = bool(stop and stop.facts.get("cancelled")) or any(each.facts.get("deleted") for each in told)
    cancelled = cancelled or bool(calls and all(call.is_cancelled for call in calls))
    behind = calls[last.number] if last is not None and last.number is not None else None
    ahead = next((call for call in calls[behind.number + 1 :] if not call.is_cancelled), None) if behind else None
    if behind is None:
        ahead = next((call for call in calls if not call.is_cancelled), None)
    is_over = _is_over(calls, told, behind, last, cancelled=cancelled)
    sure, overdue_at = _sureness(last, ahead, at, is_over=is_over)
    return Running(
        calls=tuple(calls),
        last=last,
        late=late,
        is_cancelled=cancelled,
        cancelled_from=_cancelled_from(calls, stop) if cancelled else "",
        why=str(stop.facts.get("reason", "")) if stop and cancelled else "",
        is_over=is_over,
        behind=behind,
        ahead=None if is_over else ahead,
        is_standing=bool(last and last.event == "arr" and not is_over),
        sure=sure,
        overdue_at=overdue_at,
    )


def _cancelled_from(calls: list[Call], stop: Told | None) -> str:
    start = nearest(calls, stop.facts.get("stanox", ""), moment(stop.facts.get("planned"))) if stop else None
    return start.point.name if start else ""


def _is_over(calls: list[Call], told: list[Told], behind: Call | None, last: Report | None, *, cancelled: bool) -> bool:
    if any(each.facts.get("ended") for each in told):
        return True
    running_on = [call for call in calls if not call.is_cancelled]
    if cancelled and not any(call.number > (behind.number if behind else -1) for call in running_on):
        return True
    return bool(calls and behind and last and last.event == "arr" and behind.number == running_on[-1].number)


def _sureness(last: Report | None, ahead: Call | None, at: datetime, *, is_over: bool) -> tuple[str, datetime | None]:
    """How far the last report may be believed: by its age, and by whether the next one is overdue."""
    if last is None:
        return "unheard", None
    limits = {row["code"]: timedelta(seconds=row["seconds"]) for row in table("sureness", at.date()).rows}
    comes = (ahead.comes_at or ahead.goes_at) if ahead else None
    if comes and not is_over and at > comes + limits["overdue"]:
        return "overdue", comes
    return ("fresh" if at - last.at <= limits["fresh"] else "likely"), None
