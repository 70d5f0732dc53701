"""A copy of the trail; and lawful disposal, the one way for a sealed row to leave, of which a tombstone stays."""

from uuid import UUID

from django.db import connection

from lineside.audit import queries, rules
from lineside.audit.permissions import CanAudit
from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.guards import sealed_models
from lineside.kernel.models import Tombstone

CAN_DISPOSE = "kernel.dispose"


@command(needs=CAN_DISPOSE)
def dispose_of_row(*, actor: Actor, table: str, row_id: UUID, authority: str, reason: str) -> Tombstone:
    """Take one row out of a sealed table; the tombstone keeps its digest, so that the chain still holds."""
    model = next((kind for kind in sealed_models() if kind._meta.db_table == table), None)
    if model is None or model is Tombstone:
        raise RuleBroken("That is not a table of sealed rows.", "table")
    if not authority.strip() or not reason.strip():
        raise RuleBroken("Name the authority and the reason for disposing of it.", "authority")
    row = model._default_manager.filter(pk=row_id).first()
    if row is None:
        raise NotFound("There is no such row.")
    tomb = Tombstone(
        of_table=table,
        row_id=row_id,
        row_digest=row.digest,
        authority=authority,
        reason=reason,
        by=actor.name,
    )
    tomb.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT lineside_dispose(%s::regclass, %s)", [table, row_id])
    return tomb


@command(needs=CanAudit.EXPORT)
def copy_trail(*, actor: Actor, wanted: queries.Wanted, reason: str) -> UUID | None:  # noqa: ARG001
    """Put on record who takes which lines away and what for; the newest of them, or none."""
    found = queries.newest(wanted, rules.MOST_TAKEN + 1) if reason.strip() else []
    rules.check_copy(reason, len(found))
    return found[0] if found else None


@command(needs=CanAudit.DISCLOSE)
def record_disclosure(*, actor: Actor, incident_id: UUID, reason: str, sha256: str) -> str:  # noqa: ARG001
    """Put on record who takes the bundle of which incident and what for, before it is handed over; its digest."""
    rules.check_disclosure(reason)
    return sha256
