"""What units are told: the summary of the log with its warnings, and each step it took until somebody accepted it."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.commands.working import hear, open_deployment, tell, unit_of, writer
from lineside.dispatch.events import UnitChanged, UnitMessaged
from lineside.dispatch.models import Deployment, Unit, UnitMessage
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries.units import named
from lineside.dispatch.queries.warnings import summary_of, warnings_on
from lineside.incidents import queries as incidents
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

LONGEST_TEXT = 2000


@command(needs=CanDispatch.ASSIGN)
def message_unit(*, actor: Actor, unit_id: UUID, text: str = "", warnings: Collection[UUID] = ()) -> UnitMessage:
    """Push the log as it is now, or these words, to a unit that is on it, with the warnings that were ticked."""
    unit = unit_of(actor, unit_id)
    deployment = open_deployment(unit)
    if deployment is None:
        raise RuleBroken(f"{unit} is assigned to nothing; send it first.", "unit")
    incident = incidents.incident(writer(actor), deployment.incident_id)
    message = push(actor, unit, incident, warnings, text.strip()[:LONGEST_TEXT])
    tell(actor, deployment, "message", now(), f"Message to {named(unit)}: {message.text}")
    return message


def push(actor: Actor, unit: Unit, incident: "Incident", ticked: Collection[UUID], text: str = "") -> UnitMessage:
    """The message itself, once every warning that stands has been ticked."""
    standing = warnings_on(writer(actor), incident)
    rules.check_told({each.id: each.said for each in standing}, ticked, str(unit))
    message = UnitMessage(
        unit=unit,
        incident=incident,
        text=text or summary_of(incident),
        warnings=[each.said for each in standing],
        sent_at=now(),
        sent_by_id=actor.id,
        sent_by_name=actor.name,
    )
    message.save()
    announce(UnitMessaged(unit_id=unit.id, message_id=message.id, incident_id=incident.id))
    return message


@command(needs=CanDispatch.STATE)
def record_acceptance(*, actor: Actor, message_id: UUID, by: str) -> UnitMessage:
    """The unit accepted by voice; who it was that said so is on record."""
    message = _message(message_id)
    if not by.strip():
        raise RuleBroken("Say who accepted it by voice.", "by")
    unit = unit_of(actor, message.unit_id)
    return note_step(actor, unit, message, "accepted", now(), f"{by.strip()[:120]} by voice")


@command(needs=CanDispatch.STATE)
def say_all_well(*, actor: Actor, unit_id: UUID, by: str) -> Unit:
    """Somebody heard from the unit that all is well: its clock begins anew, and the log says who said so."""
    unit = unit_of(actor, unit_id)
    deployment = open_deployment(unit)
    if deployment is None:
        raise RuleBroken(f"{unit} is assigned to nothing, so no clock runs on it.")
    if not by.strip():
        raise RuleBroken("Say who said that all is well.", "by")
    at, who = now(), by.strip()[:100]
    deployment.save(update_fields=[*hear(deployment, at, f"all well, said {who}")])
    tell(actor, deployment, "welfare", at, f"{named(unit)}: all well, said {who}.")
    announce(UnitChanged(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.VIEW_COVERT)
def answer_confidential(*, actor: Actor, unit_id: UUID) -> Unit:
    """The confidential message of a unit was taken; its words stay with whoever took it."""
    unit = unit_of(actor, unit_id)
    if unit.confidential_at is None:
        raise RuleBroken(f"No confidential message of {unit} waits.")
    unit.confidential_at = None
    unit.save(update_fields=["confidential_at"])
    announce(UnitChanged(unit_id=unit.id))
    return unit


def note_step(actor: Actor, unit: Unit, message: UnitMessage, step: str, at: datetime, who: str) -> UnitMessage:
    """One step of a message, the first time it is told; accepting it says that it was delivered and read."""
    rules.check_step(step, at, now())
    passed = {"delivered": ("delivered_at",), "read": ("delivered_at", "read_at")}.get(
        step, ("delivered_at", "read_at", "accepted_at")
    )
    fresh = [field for field in passed if getattr(message, field) is None]
    if not fresh:
        return message
    for field in fresh:
        setattr(message, field, max(at, message.sent_at))
    if "accepted_at" in fresh:
        message.accepted_by_name = who[:200]
        _write_acceptance(actor, unit, message, at, who)
    message.save(update_fields=[*fresh, "accepted_by_name"])
    announce(UnitChanged(unit_id=unit.id))
    return message


def _write_acceptance(actor: Actor, unit: Unit, message: UnitMessage, at: datetime, who: str) -> None:
    """That the officers were told of the warnings is a line of the log, with its time."""
    deployment = Deployment.objects.filter(unit=unit, incident_id=message.incident_id, cleared_at=None).first()
    if deployment is None:
        return
    if heard := hear(deployment, at, "accepted a message"):
        deployment.save(update_fields=[*heard])
    warned = f", told of: {'; '.join(message.warnings)}" if message.warnings else ""
    tell(actor, deployment, "message", at, f"{named(unit)} accepted the message ({who}){warned}.")


def _message(message_id: UUID) -> UnitMessage:
    found = UnitMessage.objects.select_for_update(of=("self",)).filter(id=message_id).first()
    if found is None:
        raise NotFound("There is no such message.")
    return found


message_of = _message
