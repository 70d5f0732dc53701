"""Giving the line back: asked for, taken back, recorded. The database holds the interlock as well (migration 0002)."""

from uuid import UUID

from lineside.incidents.commands import release_hold
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.protection import rules
from lineside.protection.commands.writing import ask_anew, begin, changed, check_clear, hold_kind, writer
from lineside.protection.models import LineProtection
from lineside.protection.permissions import CanProtect


@command(needs=CanProtect.WORK)
def ask_restore(*, actor: Actor, protection_id: UUID, seen_version: int | None = None) -> LineProtection:
    """Ask control to give power or trains back; refused while a party is not clear or a person missing, naming them."""
    row = begin(actor, protection_id, "everybody is clear or accepted; the restore is asked for.", seen_version)
    row.state = rules.state_after(row.state, "ask_restore")
    check_clear(row)
    row.restore_requested_at, row.restore_requested_by = now(), actor.name
    return changed(row)


@command(needs=CanProtect.WORK)
def keep_protection(*, actor: Actor, protection_id: UUID, why: str, seen_version: int | None = None) -> LineProtection:
    """Take the restore back before control carries it out; people may go on the line again, so all are asked anew.

    What makes it stay may be somebody else on the line, so the word on the person does not stand either.
    """
    reason = rules.said(why, "why", rules.LONGEST_WORDS, "Say why the restore is taken back.")
    row = begin(actor, protection_id, f"the restore is TAKEN BACK, it stays in force: {reason}", seen_version)
    row.state = rules.state_after(row.state, "keep")
    row.restore_requested_at, row.restore_requested_by = None, ""
    ask_anew(row)
    if row.person != rules.MISSING:
        row.person, row.person_says, row.person_at, row.person_by = "", "", None, ""
    return changed(row)


@command(needs=CanProtect.WORK)
def record_restored(
    *, actor: Actor, protection_id: UUID, name: str, role: str, seen_version: int | None = None
) -> LineProtection:
    """Control has given the line back; refused where somebody was listed, or said no, since it was asked."""
    who = rules.said(name, "name", rules.LONGEST_NAME, "Give the name of the person at control.")
    what = rules.said(role, "role", rules.LONGEST_NAME, "Say what they are at control, as signaller.")
    row = begin(actor, protection_id, f"given back by {who}, {what}. The line is not protected any more.", seen_version)
    row.state = rules.state_after(row.state, "restore")
    check_clear(row, is_asked=True)
    row.restored_at, row.restored_by, row.restored_role, row.restored_to = now(), who, what, actor.name
    release_hold(
        actor=writer(actor),
        incident_id=row.incident_id,
        kind=hold_kind(row.number),
        reason=f"Given back by {who}, {what}",
    )
    return changed(row)
