"""What the commands of units share: the unit with its lock, its open deployment, and how its log is written."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.models import Deployment, Unit
from lineside.incidents import commands as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.models import locked
from lineside.pole.permissions import CanPole

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

ATTACHED = "unit_attached"
OWN = ("version", "unit", "incident", "assigned_at", "mobile_at", "at_scene_at", "cleared_at", "heard_at", "heard_how")
# What a unit says of itself goes into the log for whoever may record its state, as law 3 of the stairs asks; and
# whatever warns of harm to it is looked up for whoever may send it.
WRITES = frozenset({CanIncident.ATTEND.value, CanIncident.HOLD.value, CanIncident.LOG.value, CanPole.LOOK_UP.value})


def unit_of(actor: Actor, unit_id: UUID, seen_version: int | None = None) -> Unit:
    """The unit with its lock; one of another area is not there for an actor who is held to areas."""
    return locked(Unit, unit_id, seen_version, sees=lambda unit: rules.is_within(unit.area, actor.areas))


def open_deployment(unit: Unit) -> Deployment | None:
    # Of the incident, whose row is wide, only its reference is told to whoever sends the unit a second time.
    found = Deployment.objects.select_related("incident").only(*OWN, "incident__reference")
    return found.filter(unit=unit, cleared_at=None).first()


def writer(actor: Actor) -> Actor:
    """The same person, with the right to have a unit's doings written into the log."""
    return actor.also(*WRITES)


def listed_as(unit: Unit) -> str:
    """The one word under which it is a party to what its log does: never the call sign of a covert unit."""
    return f"COVERT-{unit.id.hex[-4:].upper()}" if unit.is_covert else str(unit)


def tell(actor: Actor, deployment: Deployment, stage: str, at: datetime, text: str) -> "Incident":
    return incidents.note_attendance(
        actor=writer(actor),
        incident_id=deployment.incident_id,
        stage=stage,
        at=at,
        text=text,
        unit=listed_as(deployment.unit),
    )


def hear(deployment: Deployment, at: datetime, how: str) -> tuple[str, ...]:
    """The unit was heard of at that time: its welfare clock begins anew; the fields that changed."""
    if deployment.heard_at is not None and at <= deployment.heard_at:
        return ()
    deployment.heard_at, deployment.heard_how = at, how[:120]
    return "heard_at", "heard_how"
