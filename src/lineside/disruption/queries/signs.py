"""What is counted on an incident's log and in the forecast of its trains: the signs of its disruption."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.disruption.models import Level, StrandedTrain
from lineside.disruption.rules import NONE, Proposed, propose
from lineside.incidents import queries as logs
from lineside.incidents.permissions import CanIncident
from lineside.interception import queries as meetings
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now, uk_day
from lineside.procedures import queries as procedures
from lineside.protection import queries as protections
from lineside.trains.queries import TrainRow, trains_calling

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

LATE = timedelta(minutes=10)
AHEAD = timedelta(hours=1)
HOLDS, YES = "hold", "yes"  # what was asked of a control, and its answer
SEER = system_actor("disruption", CanIncident.VIEW, CanIncident.VIEW_RESTRICTED)


def proposed_for(incident: "Incident") -> Proposed:
    """What its signs propose at this moment."""
    return propose(counted(incident), uk_day(now()))


def new_proposal(incident_id: UUID) -> Proposed | None:
    """What its signs propose where that is not what was proposed before; nothing for a log that has ended."""
    incident = logs.incident(SEER, incident_id)
    if incident.closed_at is not None:
        return None
    fresh = proposed_for(incident)
    before = Level.objects.filter(incident_id=incident_id).values_list("proposed", flat=True).first()
    if before is None and fresh.level == NONE:
        return None
    return fresh if before != fresh.level else None


def counted(incident: "Incident") -> Counter[str]:
    """Open protections by level, trains held and stranded, trains of the forecast that are late, minutes of delay."""
    found = Counter(row.level_code for row in protections.of_log(incident.id) if row.is_open and row.level.protects)
    found["held"] = sum(row.action == HOLDS and row.answer == YES for row in meetings.asks_of(incident.id))
    found["stranded"] = StrandedTrain.objects.filter(incident=incident, ended_at=None).count()
    scale = procedures.scale_of(incident.id)
    found["minutes"] = (scale.delay_minutes or 0) if scale else 0
    late = [row for row in _trains_of(incident, holds_up=found.total() > 0) if is_late(row)]
    found["late"] = len(late)
    found["minutes"] = max(_minutes(late), found["minutes"])
    return found


def is_late(row: TrainRow) -> bool:
    return row.running.is_cancelled or (row.running.late or timedelta()) >= LATE


def _trains_of(incident: "Incident", *, holds_up: bool) -> list[TrainRow]:
    """The likeliest train of its headcode; where its log holds up trains, those of its station within the hour too.

    Trains that are late at a station where nothing on the log holds them up are late for some other reason.
    """
    own = meetings.candidates(incident.headcode, incident.crs)[:1]
    calling = trains_calling(incident.crs, AHEAD) if incident.crs and holds_up else []
    return list({row.id: row for row in (*own, *calling)}.values())


def _minutes(late: Iterable[TrainRow]) -> int:
    """How late they are together; a cancelled one has no minutes of its own."""
    return sum(int((row.running.late or timedelta()) / timedelta(minutes=1)) for row in late)
