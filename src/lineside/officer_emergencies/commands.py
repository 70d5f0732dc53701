"""Every change of an officer's emergency: raised, pressed again, answered, escalated, given its outcome, resolved."""

from datetime import datetime
from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.dispatch import commands as dispatch
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries import RaisedUnit, raised_unit
from lineside.incidents import commands as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.officer_emergencies import rules
from lineside.officer_emergencies.events import EmergencyChanged
from lineside.officer_emergencies.models import Answered, OfficerEmergency, Press
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.officer_emergencies.queries import sees
from lineside.officer_emergencies.rules import Outcome, Pressed

__all__ = [
    "Outcome",
    "Pressed",
    "answer_emergency",
    "escalate_unanswered",
    "raise_emergency",
    "record_outcome",
    "resolve_emergency",
]
CODE = "OFFICER"
NOTHING_MORE = Pressed()
HOLD = "officer_emergency"
COVERT = "A covert unit"
WHY_IMMEDIATE = "An officer's emergency is Immediate: threat to an officer now."
# Whoever may raise an emergency may have it opened, graded and held: a button needs no other right.
WRITES = frozenset(
    {
        *(
            each.value
            for each in (
                CanIncident.OPEN,
                CanIncident.GRADE,
                CanIncident.HOLD,
                CanIncident.LOG,
                CanIncident.LINK,
                CanIncident.LOCATE,
                CanIncident.OWN,
            )
        ),
        CanDispatch.STATE.value,
    }
)


@command(needs=CanOfficerEmergency.RAISE)
def raise_emergency(
    *,
    actor: Actor,
    unit_id: UUID | None = None,
    source: str = "desk",
    at: datetime | None = None,
    press_key: str = "",
    pressed: Pressed = NOTHING_MORE,
) -> OfficerEmergency:
    """Raise an emergency, or add a press to the one that is open. Repeats are harmless, also under one `press_key`.

    `at` is when it was pressed, with its offset; `source` is one of rules.SOURCES. A radio that nobody knows raises one
    too. Refused is only who has no right, and a source that is none: no clock, area or state refuses help.
    """
    rules.check_source(source)
    received = now()
    moment = rules.moment_of(at, received)
    one_at_a_time(f"officer emergency {unit_id or pressed.issi or pressed.holder}")
    key = rules.key_of(str(unit_id or pressed.issi or actor.id or actor.name), press_key or str(uuid7()))
    if known := Press.objects.filter(key=key).select_related("emergency").first():
        return known.emergency
    unit = raised_unit(unit_id) if unit_id else None
    emergency = _open_one(unit, pressed)
    is_new = emergency is None
    emergency = emergency or _raised(actor, unit, source, moment, received, pressed)
    Press(emergency=emergency, key=key, source=source, at=moment, received_at=received, by=actor.name).save()
    if not is_new:
        # A press is a change of the emergency: nobody ends as an accident what they have not seen.
        emergency.save(update_fields=_learnt(emergency, pressed))
        _log(actor, emergency, f"Emergency pressed again: {rules.SOURCES[source]}.", moment)
    if unit and unit.state != 0:
        # Last, since its own news of state 0 comes back here and finds this press.
        dispatch.record_state(actor=_writer(actor), unit_id=unit.id, state=0, at=moment)
    announce(EmergencyChanged(emergency_id=emergency.id, what="raised" if is_new else "again"))
    return emergency


@command(needs=CanOfficerEmergency.ANSWER)
def answer_emergency(*, actor: Actor, emergency_id: UUID) -> OfficerEmergency:
    """This person has it on their desk. The first who answers has it in hand; every other is on record as well."""
    emergency = _emergency(actor, emergency_id)
    if actor.id is None or emergency.answers.filter(by_id=actor.id).exists():
        return emergency
    at = now()
    Answered(emergency=emergency, by_id=actor.id, by_name=actor.name, at=at).save()
    if emergency.answered_at is None and emergency.state != rules.OVER:
        emergency.answered_at, emergency.answered_by, emergency.answered_by_id = at, actor.name, actor.id
        _log(actor, emergency, f"Officer emergency answered by {actor.name}.", at)
        incidents.take_ownership(actor=_writer(actor), incident_id=emergency.incident_id, desk="")
    emergency.save()
    announce(EmergencyChanged(emergency_id=emergency.id, what="answered"))
    return emergency


@command(needs=CanOfficerEmergency.ANSWER)
def record_outcome(
    *, actor: Actor, emergency_id: UUID, said: Outcome, seen_version: int | None = None
) -> OfficerEmergency:
    """Say what it is. The same outcome from a second desk in the same instant is harmless."""
    emergency = _emergency(actor, emergency_id)
    if said.outcome and said.outcome == emergency.outcome:
        return emergency
    rules.check_outcome(said, emergency.state, emergency.outcome_by, uk_day(now()))
    locked(OfficerEmergency, emergency_id, seen_version if said.outcome == rules.ACCIDENTAL else None)
    at = now()
    emergency.outcome, emergency.outcome_words = said.outcome, said.words.strip()
    emergency.outcome_by, emergency.outcome_at = actor.name, at
    if said.outcome == rules.ACCIDENTAL:
        emergency.spoken_with = said.spoken_with.strip()[:200]
        emergency.state = rules.OVER
        words = f"Pressed by accident: spoken by voice with {emergency.spoken_with}, challenge answered."
    else:
        emergency.state = rules.GENUINE
        words = "Genuine: help is needed."
    emergency.save()
    _log(actor, emergency, f"Officer emergency: {words} {emergency.outcome_words}".strip(), at)
    if emergency.state == rules.OVER:
        _let_go(actor, emergency, words)
    announce(EmergencyChanged(emergency_id=emergency.id, what=emergency.outcome))
    return emergency


@command(needs=CanOfficerEmergency.ANSWER)
def resolve_emergency(
    *, actor: Actor, emergency_id: UUID, words: str, seen_version: int | None = None
) -> OfficerEmergency:
    """A genuine emergency is over: in words, how it ended and that the officers are safe."""
    emergency = _emergency(actor, emergency_id)
    clean = rules.check_resolving(words, emergency.state)
    locked(OfficerEmergency, emergency_id, seen_version)
    emergency.state, emergency.resolved_words = rules.OVER, clean
    emergency.resolved_by, emergency.resolved_at = actor.name, now()
    emergency.save()
    _log(actor, emergency, f"Officer emergency resolved: {clean}", emergency.resolved_at)
    _let_go(actor, emergency, "Officer emergency resolved")
    announce(EmergencyChanged(emergency_id=emergency.id, what="resolved"))
    return emergency


@command(needs=CanOfficerEmergency.ESCALATE)
def escalate_unanswered(*, actor: Actor, emergency_id: UUID) -> int:
    """Take an emergency that nobody has answered to the step that its time has come to; the step it stands at."""
    emergency = locked(OfficerEmergency, emergency_id)
    if emergency.answered_at or emergency.state != rules.OPEN:
        return emergency.level
    at = now()
    level = rules.level_now(emergency.received_at, at, uk_day(at))
    if level > emergency.level:
        emergency.level = level
        emergency.save(update_fields=["level"])
        step = next(step for step in rules.steps(uk_day(at)) if step.level == level)
        _log(actor, emergency, f"{step.words}.", at)
        announce(EmergencyChanged(emergency_id=emergency.id, what="unanswered"))
    return emergency.level


def _emergency(actor: Actor, emergency_id: UUID) -> OfficerEmergency:
    found = locked(OfficerEmergency, emergency_id)
    if not sees(actor, found.area, found.level):
        raise NotFound("There is no such emergency.")
    return found


def _open_one(unit: RaisedUnit | None, pressed: Pressed) -> OfficerEmergency | None:
    """Of an officer with neither unit nor radio, the one of that officer."""
    found = OfficerEmergency.objects.select_for_update().filter(state__in=rules.OPEN_STATES)
    if unit:
        return found.filter(unit_id=unit.id).first()
    if pressed.issi:
        return found.filter(unit=None, issi=pressed.issi[:8]).first()
    return found.filter(unit=None, issi="", holder=pressed.holder[:200]).first()


def _raised(
    actor: Actor, unit: RaisedUnit | None, source: str, at: datetime, received: datetime, pressed: Pressed
) -> OfficerEmergency:
    emergency = OfficerEmergency(
        id=uuid7(),
        unit_id=unit.id if unit else None,
        source=source,
        call_sign=unit.call_sign if unit else "",
        crew=unit.crew if unit else "",
        holder=pressed.holder[:200],
        issi=pressed.issi[:8],
        talkgroup=(pressed.talkgroup or (unit.talkgroup if unit else ""))[:40],
        area=unit.area if unit else "",
        fixes=_fixes(unit, pressed, at),
        raised_at=at,
        received_at=received,
    )
    emergency.incident = incidents.open_incident(
        actor=_writer(actor),
        opening=_opening(emergency, is_covert=bool(unit and unit.is_covert)),
        grading=incidents.Grading(grade="I", reason=WHY_IMMEDIATE, assessment_id=emergency.id),
    )
    emergency.save()
    state = unit.state if unit else None
    _log(actor, emergency, rules.first_line(source, pressed, emergency.talkgroup, state, emergency.fixes), at)
    incidents.hold_closing(
        actor=_writer(actor),
        incident_id=emergency.incident_id,
        kind=HOLD,
        why="the officer's emergency is open",
        released_how="its outcome: genuine and resolved, or an accident confirmed by voice and challenge",
    )
    if unit and unit.incident_id:
        incidents.link_incidents(
            actor=_writer(actor),
            incident_id=emergency.incident_id,
            other_id=unit.incident_id,
            why=f"{_named(unit)} was on it when it pressed the emergency button",
        )
    return emergency


def _learnt(emergency: OfficerEmergency, pressed: Pressed) -> list[str]:
    """What a later press tells that was not known: of a call its talkgroup, of a radio its number and who holds it."""
    emergency.issi = emergency.issi or pressed.issi[:8]
    emergency.holder = emergency.holder or pressed.holder[:200]
    emergency.talkgroup = emergency.talkgroup or pressed.talkgroup[:40]
    return ["issi", "holder", "talkgroup"]


def _named(unit: RaisedUnit) -> str:
    return COVERT if unit.is_covert else unit.call_sign


def _opening(emergency: OfficerEmergency, *, is_covert: bool) -> incidents.Opening:
    """Of a covert unit a restricted one that does not name it: boards have more readers than desks that send help."""
    who = COVERT if is_covert else str(emergency)
    last = emergency.fixes[0] if emergency.fixes else None
    place = {"name": f"Last position of {who}", "lat": last["lat"], "lon": last["lon"]} if last else {}
    return incidents.Opening(
        summary=rules.gist(who, "" if is_covert else emergency.crew),
        opening_code=CODE,
        place_text=f"Last position of {who}" if last else "",
        place=place,
        place_status="approximate" if last else "unknown",
        first_contact_at=emergency.raised_at,
        is_happening_now=True,
        area=emergency.area,
        is_restricted=is_covert,
    )


def _fixes(unit: RaisedUnit | None, pressed: Pressed, at: datetime) -> list[dict[str, object]]:
    """The last three, the newest first; what came with the press is one of them."""
    known = list(unit.fixes) if unit else []
    if pressed.lat is not None and pressed.lon is not None:
        own = {"lat": pressed.lat, "lon": pressed.lon, "at": at.isoformat(), "within_m": pressed.within_m}
        if all((each["lat"], each["lon"]) != (pressed.lat, pressed.lon) for each in known):
            known = [own, *known]
    return known[: rules.KEPT_FIXES]


def _let_go(actor: Actor, emergency: OfficerEmergency, why: str) -> None:
    incidents.release_hold(actor=_writer(actor), incident_id=emergency.incident_id, kind=HOLD, reason=why)


def _log(actor: Actor, emergency: OfficerEmergency, text: str, at: datetime) -> None:
    incidents.add_log_entry(
        actor=_writer(actor),
        incident_id=emergency.incident_id,
        text=text,
        kind="emergency",
        source=emergency.source,
        event_at=at,
    )


def _writer(actor: Actor) -> Actor:
    """The same person or machine, with the rights that an emergency needs in the rooms below, and in every area."""
    return actor.also(*WRITES).everywhere()
