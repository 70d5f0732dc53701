"""A victim complains that a right was not met."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.models import locked
from lineside.victims.commands.keeping import changed, end_by_deed, may_see, note, open_duties, victim_of
from lineside.victims.models import Complaint
from lineside.victims.permissions import CanVictim
from lineside.victims.rules.plans import ACKNOWLEDGED, BEGUN, check_answer, check_complaint

COMPLAINT = "complaint"


@command(needs=CanVictim.CARE)
def take_complaint(*, actor: Actor, victim_id: UUID, words: str, seen_version: int | None = None) -> Complaint:
    """In their words; its clock begins now."""
    row = victim_of(actor, victim_id, seen_version)
    made = Complaint(victim=row, words=check_complaint(words), state=BEGUN, by_name=actor.name[:200])
    made.save()
    open_duties(row, COMPLAINT, f"{COMPLAINT} {made.id}", now())
    note(row, actor, COMPLAINT, "They complain that a right was not met.")
    changed(row)
    return made


@command(needs=CanVictim.CARE)
def answer_complaint(
    *, actor: Actor, complaint_id: UUID, words: str, is_final: bool, seen_version: int | None = None
) -> Complaint:
    """Acknowledged or answered: the first of the two ends the clock, and only the answer ends the complaint."""
    made = locked(Complaint, complaint_id, seen_version, sees=lambda each: may_see(actor, each.victim))
    row = victim_of(actor, made.victim_id)
    made.state, kept = check_answer(made.state, words, is_final=is_final)
    if made.state == ACKNOWLEDGED:
        made.acknowledgement, made.acknowledged_at = kept, now()
    else:
        made.answer, made.answered_at, made.answered_by = kept, now(), actor.name[:200]
    made.save()
    end_by_deed(row, actor, COMPLAINT, how="deed", words=kept, key=f"{COMPLAINT} {made.id}")
    note(row, actor, COMPLAINT, f"Complaint {made.state}.")
    changed(row)
    return made
