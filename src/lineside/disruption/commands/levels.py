"""The level of disruption: proposed by what is on the log, decided by a person, both in the log."""

from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.disruption import rules
from lineside.disruption.events import DisruptionChanged
from lineside.disruption.models import Level
from lineside.disruption.permissions import CanDisruption
from lineside.disruption.queries import level_of, level_seen, new_proposal, proposed_for
from lineside.incidents import commands as incidents
from lineside.incidents import queries as logs
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken, Stale
from lineside.kernel.events import announce
from lineside.kernel.models import locked

# The log is written and the level noted for whoever may decide, as law 3 of the stairs asks.
WRITES = (CanIncident.LOG.value, CanIncident.HOLD.value)
WRITER = system_actor("disruption", CanIncident.LOG, CanIncident.HOLD)
WATCHER = system_actor("disruption", CanDisruption.WATCH, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED)
SUPERVISOR = 2  # the rung of the ladder


@command(needs=CanDisruption.DECIDE)
def decide_disruption(
    *, actor: Actor, incident_id: UUID, level: str, reason: str = "", seen_level: int | None = None
) -> Level:
    """How far it disrupts the railway, by a person. Its grade stays as it is, whatever is decided.

    `seen_level` tells which deciding was before their eyes: nobody decides over one that they have not seen.
    """
    incident = logs.incident(actor, incident_id)
    chosen = next((each for each in logs.disruption_levels() if each.code == level), None)
    if chosen is None:
        raise RuleBroken("Choose how far it disrupts the railway: D0, D1, D2 or D3.", "level")
    row = _level(incident_id, seen_level)
    fresh = proposed_for(incident)
    words = rules.check_decision(level, fresh.level, row.decided, reason)
    was_told = bool(row.told)
    row.proposed, row.why, row.edition = fresh.level, list(fresh.why), fresh.edition
    row.proposed_at = row.proposed_at or now()
    row.decided, row.reason, row.decided_at = level, words, now()
    row.decided_by_id, row.decided_by = actor.id, actor.name
    row.told = list(logs.holders(SUPERVISOR)) if chosen.tells else []
    row.save()
    line = rules.decided_line(level, chosen.label, fresh.level, fresh.words, words)
    writer = actor.also(*WRITES)
    incidents.note_disruption(actor=writer, incident_id=incident_id, level=level, text=line)
    if chosen.tells and not was_told:
        _log(writer, incident_id, f"Disruption {level}: supervisors told ({_names(row.told)}).")
    announce(DisruptionChanged(incident_id=incident_id, what="level"))
    return row


@command(needs=CanDisruption.WATCH)
def propose_disruption(*, actor: Actor, incident_id: UUID) -> bool:
    """Hold what is on the log against the signs; another level than before is proposed, in the log, once."""
    logs.incident(actor, incident_id)
    row = _level(incident_id)
    fresh = new_proposal(incident_id)
    if fresh is None:
        return False
    row.proposed, row.why, row.edition, row.proposed_at = fresh.level, list(fresh.why), fresh.edition, now()
    row.save()
    stands = row.decided or "not decided"
    _log(WRITER, incident_id, f"Disruption {fresh.level} proposed: {fresh.words}. It stands at: {stands}.")
    announce(DisruptionChanged(incident_id=incident_id, what="level"))
    return True


def _level(incident_id: UUID, seen_level: int | None = None) -> Level:
    """The row in hand, made where there is none; a stale eye is told."""
    one_at_a_time(f"disruption {incident_id}")
    found = Level.objects.filter(incident_id=incident_id).first()
    row = locked(Level, found.id) if found else Level(incident_id=incident_id)
    if seen_level is not None and seen_level != level_seen(level_of(incident_id)):
        raise Stale(f"{row.decided_by or 'Somebody'} has decided on it meanwhile; look and decide again.")
    return row


def _log(actor: Actor, incident_id: UUID, text: str) -> None:
    incidents.add_log_entry(actor=actor, incident_id=incident_id, text=text, kind="disruption", source="disruption")


def _names(told: list[str]) -> str:
    return ", ".join(told) if told else "nobody is booked on in that role"
