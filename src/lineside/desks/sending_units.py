"""Sends units from a log: each in turn, past warnings that were ticked."""

from collections.abc import Collection
from uuid import UUID

from lineside.desks.crews import crew_named
from lineside.desks.rules import Line
from lineside.desks.writing import Writing
from lineside.dispatch import commands as dispatch
from lineside.dispatch import queries as units
from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.commands import once
from lineside.kernel.errors import Refusal
from lineside.pole.permissions import CanPole


def watcher(actor: Actor) -> Actor:
    """Whoever sends units sees what warns them, whatever else of a person they may look up."""
    return actor.also(CanPole.LOOK_UP)


def send_units(line: Line, by: Writing, warnings: Collection[UUID]) -> str:
    """Each unit in turn; what was sent before one is refused is said."""
    # Every sign is looked up before the first is sent: a mistyped one sends nobody.
    found = {sign: units.unit_by_call_sign(by.actor, sign) for sign in line.call_signs}
    sent: list[str] = []
    for sign, unit in found.items():
        try:
            once(
                by.key and f"{by.key}:{sign}",
                dispatch.assign_unit,
                actor=by.actor,
                unit_id=unit.id,
                incident_id=by.incident_id,
                warnings=warnings,
            )
        except Refusal as refusal:
            if not sent:
                raise
            # Those before it are on their way: whoever reads the refusal must not think that nobody is.
            are = "is" if len(sent) == 1 else "are"
            raise type(refusal)(f"{refusal.sentence} {', '.join(sent)} {are} sent.", refusal.field) from refusal
        sent.append(sign)
    return f"Sent {', '.join(line.call_signs)}."


def book(line: Line, by: Writing) -> str:
    """A unit comes on or goes off duty from the command line of a log, in the area of the log."""
    sign = line.call_signs[0]
    if line.closes:
        unit = units.unit_by_call_sign(by.actor, sign)
        once(by.key, dispatch.book_off_unit, actor=by.actor, unit_id=unit.id)
        return f"{sign} is booked off."
    members, words = crew_named(line.text)
    outfit = dispatch.Outfit(
        kind={1: "single", 2: "pair"}.get(len(members), "patrol"),
        members=members,
        driver_id=members[0] if members else None,
    )
    area = incident(by.actor, by.incident_id).area
    once(by.key, dispatch.book_on_unit, actor=by.actor, call_sign=sign, area=area, crew=words, outfit=outfit)
    return f"{sign} is booked on."
