"""What was offered to us: a person accepts it, or says why not. No machine does either."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.partners import rules
from lineside.partners.commands.writing import begin, changed, facts_of, let_go, queue, write
from lineside.partners.models import Transfer
from lineside.partners.permissions import CanPartner


@command(needs=CanPartner.WORK)
def accept_transfer(*, actor: Actor, transfer_id: UUID, words: str = "", seen_version: int | None = None) -> Transfer:
    """We have it: their desk is told who took it, with our reference where there is one already."""
    transfer = _offered(actor, transfer_id, seen_version)
    transfer.state = rules.state_after(transfer.state, rules.ACCEPT, rules.OTHER)
    transfer.accepted_by, transfer.accepted_at = actor.name, now()
    said = words.strip()[: rules.LONGEST_TYPED]
    queue(transfer, actor, rules.ACCEPT, narrative=said, **_reference(transfer))
    write(actor, transfer, f"Accepted from {transfer.agency} by {actor.name}. {said}".strip())
    let_go(actor, transfer, f"accepted from {transfer.agency}")
    return changed(transfer)


@command(needs=CanPartner.WORK)
def reject_transfer(*, actor: Actor, transfer_id: UUID, words: str, seen_version: int | None = None) -> Transfer:
    """It is not ours: their desk is told why, and has it still."""
    said = rules.check_words(words, "Say why it is not taken, and who should have it.")
    transfer = _offered(actor, transfer_id, seen_version)
    transfer.state = rules.state_after(transfer.state, rules.REJECT, rules.OTHER)
    transfer.ended_at = now()
    queue(transfer, actor, rules.REJECT, narrative=said, **_reference(transfer))
    write(actor, transfer, f"Not taken from {transfer.agency}, told by {actor.name}: {said}")
    let_go(actor, transfer, f"not taken from {transfer.agency}")
    return changed(transfer)


def _offered(actor: Actor, transfer_id: UUID, seen_version: int | None) -> Transfer:
    transfer = begin(actor, transfer_id, seen_version)
    if actor.kind != "person":
        raise RuleBroken("Only a person accepts or refuses an incident.")
    if transfer.is_ours:
        raise RuleBroken("This one we offered ourselves; they accept it.")
    return transfer


def _reference(transfer: Transfer) -> dict[str, object]:
    told = facts_of(transfer)
    return {name: told[name] for name in ("own_ref", "their_ref") if name in told}
