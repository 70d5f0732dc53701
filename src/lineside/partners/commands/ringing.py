"""The task to ring an agency that has not accepted: raised by the clock, ended by an outcome and by nothing else."""

from contextlib import suppress
from uuid import UUID

from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.kernel.models import locked
from lineside.partners import rules
from lineside.partners.commands.writing import begin, changed, end_ring, let_go, list_agency, write
from lineside.partners.models import RingTask, Transfer
from lineside.partners.permissions import CanPartner
from lineside.partners.queries import due_to_ring

CLOCK = system_actor("partner clock", CanPartner.WATCH)


@command(needs=CanPartner.WATCH)
def raise_ring(*, actor: Actor, transfer_id: UUID) -> RingTask:
    """Nobody there has accepted in time: somebody rings, and the log says so. Once, however many clocks look."""
    transfer = locked(Transfer, transfer_id)
    if not rules.is_due(transfer.state, transfer.ring_due_at, now()):
        raise RuleBroken("Nobody has to ring them now.")
    if RingTask.objects.filter(transfer=transfer, ended_at=None).exists():
        raise RuleBroken("Somebody has to ring them already.")
    task = RingTask(transfer=transfer, raised_at=now())
    task.save()
    agency = rules.agency_known(transfer.agency)
    number = agency.telephone if agency else "the number of the directory"
    write(
        actor,
        transfer,
        f"RING {transfer.agency} ({transfer.agency_label}) on {number}: {rules.STATES[transfer.state]}.",
    )
    changed(transfer)
    return task


@command(needs=CanPartner.WORK)
def record_ring(
    *,
    actor: Actor,
    transfer_id: UUID,
    outcome: str,
    spoke_to: str = "",
    words: str = "",
    seen_version: int | None = None,
) -> Transfer:
    """What came of ringing them. Word of acceptance by telephone is theirs as much as a message."""
    found = rules.check_ring(outcome, spoke_to, words, uk_day(now()))
    transfer = begin(actor, transfer_id, seen_version)
    said = " ".join(filter(None, (spoke_to.strip()[:120], words.strip()[:500])))
    if not end_ring(transfer, found.code, found.label, actor, spoke_to.strip(), words.strip()):
        raise RuleBroken("Nobody has to ring them now; what they said goes into an update or the log.")
    transfer.ring_due_at = now() + found.again if found.again else None
    if found.becomes == rules.ACCEPTED:
        transfer.state = rules.state_after(transfer.state, rules.ACCEPT, rules.OTHER)
        transfer.accepted_by, transfer.accepted_at = f"{spoke_to.strip()[:120]}, by telephone", now()
        let_go(actor, transfer, f"{transfer.agency} accepted by telephone")
        list_agency(actor, transfer)
    elif found.becomes == rules.REJECTED:
        transfer.state = rules.state_after(transfer.state, rules.REJECT, rules.OTHER)
        transfer.ended_at = now()
    write(actor, transfer, f"Rang {transfer.agency}: {found.label}. {said}".strip())
    return changed(transfer)


def raise_due() -> int:
    """Every agency that somebody has to ring by now; how many are new."""
    raised = 0
    for transfer_id in due_to_ring():
        # Whoever changed it a moment ago knows better; the next round looks again.
        with suppress(Refusal):
            raise_ring(actor=CLOCK, transfer_id=transfer_id)
            raised += 1
    return raised
