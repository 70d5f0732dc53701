"""Carries out what a line of the log was read as: each verb calls one command of the room that owns it."""

from collections.abc import Callable
from datetime import datetime

from lineside.desks import protecting_lines
from lineside.desks.card_lines import carry_card
from lineside.desks.passing_lines import PASSING
from lineside.desks.rules import VERBS, Line, Typed, Verb, past, to_come
from lineside.desks.sending_units import book, send_units, watcher
from lineside.desks.writing import Done, Writing
from lineside.dispatch import commands as dispatch
from lineside.dispatch import queries as units
from lineside.gazetteer import queries as gazetteer
from lineside.incidents import commands, queries
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now
from lineside.kernel.commands import once
from lineside.kernel.errors import Refusal, RuleBroken

__all__ = ["Done", "Writing", "carry_out", "give_result", "send_units", "verbs_for", "watcher", "when"]


def carry_out(line: Line, by: Writing) -> Done:
    """Do what the line says."""
    done = _DO[line.verb](line, by)
    return done if isinstance(done, Done) else Done(done)


def verbs_for(actor: Actor, state: str) -> list[Verb]:
    """What this actor may do on a log as it stands."""
    return [verb for verb in VERBS if verb.is_for(state) and actor.may(verb.needs)]


def _add(line: Line, by: Writing) -> str:
    once(
        by.key,
        commands.add_log_entry,
        actor=by.actor,
        incident_id=by.incident_id,
        text=line.text,
        event_at=when(line.at, by) or by.event_at,
    )
    return ""


def _fix(line: Line, by: Writing) -> str:
    wrong = queries.line_numbered(by.incident_id, line.number)
    once(
        by.key,
        commands.correct_log_entry,
        actor=by.actor,
        entry_id=wrong.id,
        text=line.text,
        event_at=when(line.at, by),
    )
    return f"Line {line.number} is corrected."


def when(typed: Typed | None, by: Writing) -> datetime | None:
    """The moment that a typed time means on this log."""
    if typed is None:
        return None
    return past(typed, now(), queries.incident(by.actor, by.incident_id).first_contact_at)


def _grade(line: Line, by: Writing) -> str | Done:
    """To raise it one line is enough; a first or a lower grade needs a THRIVE, which has a panel of its own."""
    incident = queries.incident(by.actor, by.incident_id)
    if not line.grade or queries.needs_fresh_thrive(by.actor, incident, line.grade):
        return Done(panel="regrade")
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


def _send(line: Line, by: Writing) -> str | Done:
    """A question mark asks whom. Where a warning stands, a panel asks to tick it first."""
    if line.asks:
        return Done(panel="recommend")
    if units.warnings_of(watcher(by.actor), by.incident_id):
        return Done(panel="send")
    return send_units(line, by, ())


def _state(line: Line, by: Writing) -> str:
    sign = line.call_signs[0]
    unit = units.unit_by_call_sign(by.actor, sign)
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
    master = queries.by_serial_or_reference(by.actor, line.serial, line.reference)
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
    other = queries.by_serial_or_reference(by.actor, line.serial, line.reference)
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


def _result(line: Line, by: Writing) -> str | Done:
    if not line.codes:
        return Done(panel="result")
    return give_result(by, line.codes[0], line.codes[1:], dict(line.references), closes=line.closes)


def give_result(
    by: Writing, category: str, results: tuple[str, ...], references: dict[str, str], *, closes: bool
) -> str:
    """The result, and closing as a second act: when that is refused the result stands, and both are said."""
    done = once(
        by.key,
        commands.result_incident,
        actor=by.actor,
        incident_id=by.incident_id,
        closing_code=category,
        result_codes=results,
        references=references,
        seen_version=by.seen_version,
    )
    if not closes:
        return f"Resulted {' '.join((category, *results))}."
    try:
        once(
            by.key and f"{by.key}:close",
            commands.close_incident,
            actor=by.actor,
            incident_id=by.incident_id,
            seen_version=done.version,
        )
    except Refusal as refusal:
        return f"Resulted, and not closed: {refusal.sentence}"
    return "Resulted and closed."


def _on_incident(command: Callable[..., object], said: str) -> Callable[[Line, Writing], str]:
    """A command that needs nothing but the incident and the version that was seen."""

    def carry(_line: Line, by: Writing) -> str:
        once(by.key, command, actor=by.actor, incident_id=by.incident_id, seen_version=by.seen_version)
        return said

    return carry


def _with_reason(command: Callable[..., object], said: str) -> Callable[[Line, Writing], str]:
    """The same, with the reason that was typed."""

    def carry(line: Line, by: Writing) -> str:
        once(
            by.key,
            command,
            actor=by.actor,
            incident_id=by.incident_id,
            reason=line.text,
            seen_version=by.seen_version,
        )
        return said

    return carry


def _defer(line: Line, by: Writing) -> str:
    if line.at is None:
        raise RuleBroken("Say until when it waits.", "text")
    until = to_come(line.at, now())
    once(
        by.key,
        commands.defer_incident,
        actor=by.actor,
        incident_id=by.incident_id,
        until=until,
        reason=line.text,
        seen_version=by.seen_version,
    )
    return f"Put off until {until.astimezone(UK):%d %b %H:%M}."


def _card(line: Line, by: Writing) -> Done:
    said = carry_card(line, by.actor, by.incident_id, by.key)
    return Done(said) if said else Done(panel="card_panel")


def _help(_line: Line, _by: Writing) -> Done:
    return Done(panel="help")


def _version(by: Writing) -> int:
    if by.seen_version is None:
        raise RuleBroken("Open the incident again: the version you saw is not known.")
    return by.seen_version


__all__ = ["Done", "Writing", "carry_out", "give_result", "verbs_for", "when"]
_DO: dict[str, Callable[[Line, Writing], str | Done]] = {
    "": _add,
    "/at": _add,
    "/fix": _fix,
    "/g": _grade,
    "/u": _send,
    "/st": _state,
    "/l": _place,
    "/book": book,
    "/dup": _duplicate,
    "/link": _link,
    "/own": _own,
    **PASSING,
    "/defer": _defer,
    "/back": _on_incident(commands.requeue_incident, "Back in the queue."),
    "/res": _result,
    "/review": _on_incident(commands.send_for_review, "Sent for review."),
    "/reject": _with_reason(commands.reject_review, "Back to its owner."),
    "/close": _on_incident(commands.close_incident, "Closed."),
    "/cancel": _with_reason(commands.cancel_incident, "Cancelled."),
    "/reopen": _with_reason(commands.reopen_incident, "Reopened; it is yours."),
    "/card": _card,
    **protecting_lines.DO,
    "/me": lambda _line, _by: Done(panel="methane_panel"),
    "/?": _help,
}
