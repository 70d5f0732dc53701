"""The lines by which a log is passed on, and by which somebody says that they have seen how far it has climbed."""

from collections.abc import Callable

from lineside.desks.rules import Line
from lineside.desks.writing import Writing
from lineside.incidents import commands, queries
from lineside.kernel.commands import once


def _pass(line: Line, by: Writing) -> str:
    to, why = queries.split_target(line.reference, line.text)
    once(
        by.key,
        commands.offer_incident,
        actor=by.actor,
        incident_id=by.incident_id,
        to=to,
        why=why,
        seen_version=by.seen_version,
    )
    return f"Offered to {to}; it is yours until they accept."


def _accept(_line: Line, by: Writing) -> str:
    done = once(by.key, commands.accept_incident, actor=by.actor, incident_id=by.incident_id)
    return f"It is yours, at {done.desk}."


def _refuse(line: Line, by: Writing) -> str:
    done = once(by.key, commands.refuse_incident, actor=by.actor, incident_id=by.incident_id, reason=line.text)
    return f"Refused; it stays with {done.owner_name or 'nobody'}."


def _keep(_line: Line, by: Writing) -> str:
    once(by.key, commands.keep_incident, actor=by.actor, incident_id=by.incident_id)
    return "The offer is taken back."


def _seen(_line: Line, by: Writing) -> str:
    once(by.key, commands.acknowledge_rung, actor=by.actor, incident_id=by.incident_id)
    return "Your strip is silent of it for a while."


PASSING: dict[str, Callable[[Line, Writing], str]] = {
    "/seen": _seen,
    "/pass": _pass,
    "/accept": _accept,
    "/refuse": _refuse,
    "/unpass": _keep,
}
