"""The escalation ladder: each rung is reached once, by the clock; a person says that they have seen it."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from lineside.incidents import queries, rules
from lineside.incidents.commands.log import save_with_line, write_line
from lineside.incidents.events import IncidentChanged
from lineside.incidents.models import Incident, RungReached, RungSeen
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import change, locked

SHORTEST = timedelta(minutes=2)  # where it reached them under its earlier grade
CLOCK = system_actor("the ladder", CanIncident.ESCALATE)


@command(needs=CanIncident.ESCALATE)
def reach_rung(*, actor: Actor, incident_id: UUID, step: str) -> Incident:
    """Write down that a rung is reached: one line of the log and one of the audit, however many workers look.

    The row's lock orders those who come at once; whoever is second is refused, and the table has one row a rung.
    """
    incident = locked(Incident, incident_id)
    stands = queries.standing_of(incident, has_units=queries.has_units(incident.id))
    due = next((due for due in stands.reached if due.rung.step == step), None)
    if due is None:
        raise RuleBroken("It is not on that rung any more.")
    if (incident.id, incident.grade, step, due.since) in queries.recorded_rungs([incident.id]):
        raise RuleBroken("That rung is on record already.")
    told = queries.holders(due.rung.level)
    RungReached(
        incident=incident,
        grade=incident.grade,
        step=step,
        level=due.rung.level,
        counted_since=due.since,
        due_at=due.at,
        edition=rules.edition_of("ladder", uk_day(now())),
        told=list(told),
    ).save()
    incident.rung = max(incident.rung, due.rung.level)
    words = rules.rung_in_words(due, queries.level_label(due.rung.level), told)
    entry = write_line(actor, incident, words, kind="rung", source="clock")
    save_with_line(incident, entry, "rung")
    announce(IncidentChanged(incident_id=incident.id, what="rung"))
    return incident


@command(needs=CanIncident.ESCALATE)
def settle_rung(*, actor: Actor, incident_id: UUID) -> Incident:  # noqa: ARG001 - the audit line names the actor
    """Where it stands is not what its row says: a result, an arrival or a recorded crime took it down."""
    incident = locked(Incident, incident_id)
    has_units = queries.has_units(incident.id)
    stands = queries.standing_of(incident, has_units=has_units)
    level = rules.settled(incident.rung, stands, grade=incident.grade, state=incident.state, has_units=has_units)
    if level == incident.rung:
        raise RuleBroken("It stands where it stood.")
    incident.rung = level
    change(incident, "rung")
    announce(IncidentChanged(incident_id=incident.id, what="rung"))
    return incident


@command(needs=CanIncident.HEAR)
def acknowledge_rung(*, actor: Actor, incident_id: UUID, seen_level: int = 0) -> Incident:
    """Somebody has seen it. Their own strip is silent of it for a while; it comes back until somebody is sent."""
    incident = locked(Incident, incident_id, None, lambda found: queries.sees(actor, found))
    rules.check_acknowledging(incident.rung, seen_level)
    until = now() + _silence_of(incident)
    RungSeen(incident=incident, level=incident.rung, by_id=actor.id, by_name=actor.name, silent_until=until).save()
    label = queries.level_label(incident.rung)
    words = f"{actor.name} has seen that it reached the {label}; told again at {until.astimezone(UK):%H:%M:%S}."
    entry = write_line(actor, incident, words, kind="rung")
    save_with_line(incident, entry)
    announce(IncidentChanged(incident_id=incident.id, what="rung"))
    return incident


def climb() -> int:
    """Every rung that is reached and not on record, and every incident that left its rung; how many changed."""
    found = queries.on_the_ladder()
    known = queries.recorded_rungs([incident.id for incident, _ in found])
    return sum(_climb(incident, stands, known) for incident, stands in found)


def _climb(incident: Incident, stands: rules.Standing, known: set[queries.OnRecord]) -> int:
    changed = 0
    for due in stands.reached:
        if (incident.id, incident.grade, due.rung.step, due.since) not in known:
            # Who changed it a moment ago knows better; the next round looks again.
            with suppress(Refusal):
                reach_rung(actor=CLOCK, incident_id=incident.id, step=due.rung.step)
                changed += 1
    has_units = bool(incident.is_attended)  # type: ignore[attr-defined]
    level = rules.settled(incident.rung, stands, grade=incident.grade, state=incident.state, has_units=has_units)
    if not changed and level != incident.rung:
        with suppress(Refusal):
            settle_rung(actor=CLOCK, incident_id=incident.id)
            changed += 1
    return changed


def _silence_of(incident: Incident) -> timedelta:
    """For how long who has seen it is not told again, by the rung that it is on."""
    stands = queries.standing_of(incident, has_units=queries.has_units(incident.id))
    top = max(stands.reached, key=lambda due: (due.rung.level, due.at), default=None)
    return top.rung.silence if top else SHORTEST
