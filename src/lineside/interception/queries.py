"""Every read of plans to meet a train, their alarms, and the options there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries import UnitRow, named, unit_row, units_on_duty, ways_to
from lineside.finding.queries import row_of
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident
from lineside.interception.models import Alarm, Ask, Plan
from lineside.interception.permissions import CanIntercept
from lineside.interception.rules import (
    AT_SCENE,
    Arrival,
    Crew,
    Fault,
    Option,
    Pair,
    Standing,
    Stop,
    alarms,
    is_worse,
    options,
    table,
    with_age,
)
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.trains.queries import Call, TrainRow, train, train_now

MOST = 100
KNOWS = system_actor("meeting trains", CanDispatch.VIEW_COVERT, CanIncident.VIEW_RESTRICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRow:
    """An alarm that nobody has dealt with, or what became of it."""

    id: UUID
    version: int
    kind: str
    words: str
    raised_at: datetime
    dealt_at: datetime | None
    dealt_by: str
    dealt_words: str
    incident_id: UUID
    train: str
    stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRow:
    """What was asked, of whom, and the answer."""

    id: UUID
    version: int
    incident_id: UUID
    action: str
    label: str
    asked_of: str
    asked_at: datetime
    asked_by: str
    answer: str
    words: str
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """Where a train is met, by whom, and its alarms."""

    id: UUID
    version: int
    incident_id: UUID
    train_id: UUID
    train: str
    coach: str
    crs: str
    stop: str
    arrival_at: datetime
    unit_id: UUID | None
    call_sign: str
    there_at: datetime | None
    by_name: str
    ended_at: datetime | None
    ended_how: str
    ended_by: str
    alarms: tuple[AlarmRow, ...] = ()


def plans_of(actor: Actor, incident_id: UUID) -> list[PlanRow]:
    """Every plan of an incident, the newest first."""
    permit(actor, CanIntercept.VIEW)
    incident(actor, incident_id)
    found = Plan.objects.filter(incident_id=incident_id).select_related("unit").prefetch_related("alarms")
    return [_plan(row) for row in found.order_by("-id")[:MOST]]


def open_plan(incident_id: UUID) -> PlanRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = Plan.objects.filter(incident_id=incident_id, ended_at=None).select_related("unit")
    row = found.prefetch_related("alarms").first()
    return _plan(row) if row else None


def plans_so_far(incident_id: UUID) -> int:
    """How many were chosen for an incident: whoever chooses another tells how many they saw."""
    return Plan.objects.filter(incident_id=incident_id).count()


def plan_row(plan_id: UUID) -> PlanRow:
    """Ask for its incident then: that is where sight is decided."""
    row = Plan.objects.filter(pk=plan_id).select_related("unit").prefetch_related("alarms").first()
    if row is None:
        raise NotFound("There is no such plan.")
    return _plan(row)


def alarms_of(incident_id: UUID) -> list[AlarmRow]:
    """Alarms of this incident that nobody has dealt with."""
    found = Alarm.objects.filter(plan__incident_id=incident_id, dealt_at=None).select_related("plan")
    return [_alarm(row) for row in found.order_by("id")]


def all_alarms_of(incident_id: UUID) -> list[AlarmRow]:
    """Those of its plans that were dealt with as well, for the live stream takes them away."""
    found = Alarm.objects.filter(plan__incident_id=incident_id).select_related("plan")
    return [_alarm(row) for row in found.order_by("-id")[:MOST]]


def open_alarms() -> list[AlarmRow]:
    """Every alarm that waits for a person, the oldest first; ask which incidents are seen."""
    return [_alarm(row) for row in Alarm.objects.filter(dealt_at=None).select_related("plan").order_by("id")[:MOST]]


def option_words(row: TrainRow, option: Option) -> str:
    """One option as a line to choose."""
    stop, margin = option.stop, option.margin
    platform = f" platform {stop.platform}" if stop.platform else ""
    who = "no unit"
    if option.there_at and margin is not None:
        minutes = int(margin.total_seconds() // 60)
        spare = f"{minutes} min before it" if minutes >= 0 else f"{-minutes} min after it"
        who = f"{option.call_sign} there {option.there_at.astimezone(UK):%H:%M}, {spare}"
    return f"{row.name}: {stop.name} {stop.arrives.astimezone(UK):%H:%M}{platform}; {who}; {option.why}"


def alarm_row(alarm_id: UUID) -> AlarmRow:
    """Ask for its incident then: that is where sight is decided."""
    row = Alarm.objects.filter(pk=alarm_id).select_related("plan").first()
    if row is None:
        raise NotFound("There is no such alarm.")
    return _alarm(row)


def asks_of(incident_id: UUID) -> list[AskRow]:
    return [row_of(AskRow, row) for row in Ask.objects.filter(incident_id=incident_id).order_by("id")[:MOST]]


def ask_row(ask_id: UUID) -> AskRow:
    """Ask for its incident then: that is where sight is decided."""
    row = Ask.objects.filter(pk=ask_id).first()
    if row is None:
        raise NotFound("Nothing was asked under that key.")
    return row_of(AskRow, row)


def candidates(headcode: str, crs: str = "", opened_at: datetime | None = None) -> list[TrainRow]:
    """The trains that an incident may be about, the likeliest first."""
    return (
        train_now(headcode, near=crs, when=opened_at if opened_at and opened_at < now() else None) if headcode else []
    )


def options_for(actor: Actor, incident_id: UUID, train_id: UUID) -> list[Option]:
    """Where this train may be met for this incident, the best first; free units and those already sent to it."""
    permit(actor, CanIntercept.VIEW)
    chosen = incident(actor, incident_id)
    stops = [stop for call in train(train_id).running.remaining if (stop := stop_of(call))]
    known = [unit for unit in units_on_duty(actor) if not unit.is_hidden]
    crews = [_crew(unit) for unit in known if unit.is_free or unit.incident_id == incident_id]
    at = now()
    there = _arrivals(stops, crews, chosen.grade, at)
    return options(stops, crews, at, is_happening=chosen.is_happening_now, known=there)


def _arrivals(stops: Sequence[Stop], crews: Sequence[Crew], grade: str, at: datetime) -> dict[Pair, Arrival]:
    """When each unit would be at each call, as whom-to-send reckons: one that goes by train by the forecast."""
    starts = {crew.id: (crew.lat, crew.lon) for crew in crews if crew.lat is not None and crew.lon is not None}
    places = {stop.number: (stop.lat, stop.lon) for stop in stops if stop.lat is not None and stop.lon is not None}
    ways = {number: ways_to(place, starts, grade or "P", at) for number, place in places.items()}
    return {
        (number, crew.id): Arrival(with_age(ways[number][crew.id].minutes, crew, at), ways[number][crew.id].words)
        for number in ways
        for crew in crews
        if crew.id in starts
    }


def stop_of(call: Call) -> Stop | None:
    """A call with its station and time; one without either is nowhere to meet a train."""
    if not call.point.crs or call.comes_at is None:
        return None
    return Stop(
        number=call.number,
        crs=call.point.crs,
        name=call.point.name,
        arrives=call.comes_at,
        platform=call.platform,
        lat=call.point.lat,
        lon=call.point.lon,
    )


def _crew(unit: UnitRow) -> Crew:
    return Crew(id=unit.id, call_sign=unit.call_sign, lat=unit.lat, lon=unit.lon, position_at=unit.position_at)


def standing_of(plan: Plan, *, is_happening: bool) -> Standing:
    """The plan against what is known now; NotFound when its train is known no more."""
    run, at = train(plan.train_id).running, now()
    call = next((each for each in run.calls if each.point.crs == plan.crs and each.stops), None)
    past = call is not None and run.behind is not None and run.behind.number > call.number
    has_arrived = call is not None and (call.arrived_at is not None or call.left_at is not None or past)
    stop = stop_of(call) if call and not call.is_cancelled else None
    unit = unit_row(plan.unit_id, KNOWS) if plan.unit_id else None
    # How long a covert unit still needs would tell where it is; that it is there ends what is waited for.
    crew = _crew(unit) if unit and not unit.is_covert else None
    known = _arrivals([stop], [crew], plan.incident.grade, at) if stop and crew else {}
    there = known.get((stop.number, crew.id)) if stop and crew else None
    return Standing(
        chosen_arrival=plan.arrival_at,
        stop=stop,
        has_arrived=has_arrived,
        there_at=there.at if there else None,
        has_unit=unit is not None,
        is_at_scene=is_at_scene(unit, plan.incident_id),
        is_happening=is_happening,
    )


def new_alarms(plan_id: UUID) -> list[Fault]:
    """What of an open plan no longer holds and has not been told; nothing of a train that is known no more.

    What was dealt with is told again once it is worse by as much as is told at first.
    """
    plan = Plan.objects.filter(pk=plan_id, ended_at=None).select_related("incident").first()
    if plan is None:
        return []
    told = Alarm.objects.filter(plan=plan).order_by("id")
    known = {each.kind: each for each in told}  # the newest of each kind
    try:
        stands = standing_of(plan, is_happening=plan.incident.is_happening_now)
    except NotFound:
        return []
    found = []
    for fault in alarms(stands, now()):
        before = known.get(fault.kind)
        if before is None or (before.dealt_at and is_worse(fault, before.minutes, uk_day(now()))):
            found.append(fault)
    return found


def is_at_scene(unit: UnitRow | None, incident_id: UUID) -> bool:
    """State 6 for this incident; of a restricted one the incident is not told to nobody in particular."""
    at_it = unit is not None and (unit.incident_id == incident_id or unit.is_on_restricted)
    return at_it and unit is not None and unit.state == AT_SCENE


def open_plans(train_id: UUID | None = None, unit_id: UUID | None = None) -> list[UUID]:
    """For the clock, and for what was just heard of a train or a unit."""
    found = Plan.objects.filter(ended_at=None)
    if train_id:
        found = found.filter(train_id=train_id)
    if unit_id:
        found = found.filter(unit_id=unit_id)
    return list(found.order_by("id").values_list("id", flat=True)[:MOST])


def choices(name: str) -> list[tuple[str, str]]:
    """The rows in force of `actions` or `endings`."""
    return [(str(row["code"]), str(row["label"])) for row in table(name, uk_day(now())).rows]


def _plan(row: Plan) -> PlanRow:
    call_sign = named(row.unit) if row.unit else ""  # a plan says where it goes
    found = tuple(_alarm(each) for each in sorted(row.alarms.all(), key=lambda each: each.id))
    return row_of(PlanRow, row, call_sign=call_sign, alarms=found)


def _alarm(row: Alarm) -> AlarmRow:
    plan = row.plan
    return row_of(AlarmRow, row, incident_id=plan.incident_id, train=plan.train, stop=plan.stop)
