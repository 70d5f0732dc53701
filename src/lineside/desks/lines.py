"""Carries out what a line of the log was read as: each verb calls one command of the room that owns it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.desks.rules import VERBS, Line, Verb
from lineside.dispatch import commands as dispatch
from lineside.dispatch import queries as units
from lineside.gazetteer import queries as gazetteer
from lineside.incidents import commands, queries
from lineside.kernel.actors import Actor
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Who writes on which log, the version they saw, and the key of the request."""

    actor: Actor
    incident_id: UUID
    seen_version: int | None
    key: str
    event_at: datetime | None = None


def carry_out(line: Line, by: Writing) -> str:
    """Do what the line says; what comes back is said beside the command line."""
    return _DO[line.verb](line, by)


def verbs_for(actor: Actor) -> list[Verb]:
    return [verb for verb in VERBS if actor.may(verb.needs)]


def _add(line: Line, by: Writing) -> str:
    once(
        by.key,
        commands.add_log_entry,
        actor=by.actor,
        incident_id=by.incident_id,
        text=line.text,
        event_at=by.event_at,
    )
    return ""


def _grade(line: Line, by: Writing) -> str:
    once(
        by.key,
        commands.grade_incident,
        actor=by.actor,
        incident_id=by.incident_id,
        grade=line.grade,
        reason=line.text,
        seen_version=by.seen_version,
    )
    return f"Graded {line.grade}."


def _send(line: Line, by: Writing) -> str:
    for sign in line.call_signs:
        unit = units.unit_by_call_sign(sign)
        once(
            by.key and f"{by.key}:{sign}",
            dispatch.assign_unit,
            actor=by.actor,
            unit_id=unit.id,
            incident_id=by.incident_id,
        )
    return f"Sent {', '.join(line.call_signs)}."


def _state(line: Line, by: Writing) -> str:
    sign = line.call_signs[0]
    unit = units.unit_by_call_sign(sign)
    once(by.key, dispatch.record_state, actor=by.actor, unit_id=unit.id, state=line.state)
    return f"{sign} is in state {line.state}."


def _place(line: Line, by: Writing) -> str:
    located = gazetteer.locate(line.text)
    if not located.readings:
        raise RuleBroken("No place is known by these words; ask again.", "text")
    if located.ambiguous:
        names = "; ".join(reading.name for reading in located.readings[:5])
        raise RuleBroken(f"More than one place fits: {names}. Say which.", "text")
    reading = located.readings[0]
    once(
        by.key,
        commands.relocate_incident,
        actor=by.actor,
        incident_id=by.incident_id,
        place_text=line.text,
        place=reading.as_json(),
        place_status="confirmed" if reading.kind in ("platform", "station") else "approximate",
        seen_version=_version(by),
    )
    return f"Place: {reading.name}."


def _duplicate(line: Line, by: Writing) -> str:
    master = queries.by_today_serial(by.actor, line.serial)
    once(
        by.key,
        commands.mark_duplicate,
        actor=by.actor,
        incident_id=by.incident_id,
        master_id=master.id,
        seen_version=by.seen_version,
    )
    return f"Closed as a duplicate of {master.reference}."


def _link(line: Line, by: Writing) -> str:
    other = queries.by_today_serial(by.actor, line.serial)
    once(
        by.key,
        commands.link_incidents,
        actor=by.actor,
        incident_id=by.incident_id,
        other_id=other.id,
        why=line.text,
    )
    return f"Linked with {other.reference}."


def _own(_line: Line, by: Writing) -> str:
    once(
        by.key,
        commands.take_ownership,
        actor=by.actor,
        incident_id=by.incident_id,
        desk="",
        seen_version=by.seen_version,
    )
    return "It is yours."


def _result(line: Line, by: Writing) -> str:
    once(
        by.key,
        commands.result_incident,
        actor=by.actor,
        incident_id=by.incident_id,
        closing_code=line.codes[0],
        result_codes=line.codes[1:],
        seen_version=by.seen_version,
    )
    return f"Resulted {' '.join(line.codes)}."


def _close(_line: Line, by: Writing) -> str:
    once(
        by.key,
        commands.close_incident,
        actor=by.actor,
        incident_id=by.incident_id,
        seen_version=by.seen_version,
    )
    return "Closed."


def _help(_line: Line, by: Writing) -> str:
    return "Commands: " + "; ".join(f"{verb.usage} ({verb.does.lower()})" for verb in verbs_for(by.actor))


def _version(by: Writing) -> int:
    if by.seen_version is None:
        raise RuleBroken("Open the incident again: the version you saw is not known.")
    return by.seen_version


_DO: dict[str, Callable[[Line, Writing], str]] = {
    "": _add,
    "/g": _grade,
    "/u": _send,
    "/st": _state,
    "/l": _place,
    "/dup": _duplicate,
    "/link": _link,
    "/own": _own,
    "/res": _result,
    "/close": _close,
    "/?": _help,
}
