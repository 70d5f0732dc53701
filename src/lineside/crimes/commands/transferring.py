"""A crime that belongs to another force: offered, answered, and only then cancelled as C1."""

from uuid import UUID

from lineside.crimes.commands.standing import offices_of, say_on_log, standing_of, take_crime
from lineside.crimes.events import CrimeTransferChanged
from lineside.crimes.models import CrimeTransfer
from lineside.crimes.permissions import CanCrime
from lineside.crimes.rules.changing import SEND, Change, check_change, check_force, check_reference
from lineside.crimes.rules.recording import check_text
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanCrime.TRANSFER)
def send_crime(
    *, actor: Actor, crime_id: UUID, force: str, change: Change, in_btp_place: bool, seen_version: int | None = None
) -> CrimeTransfer:
    """Offer a crime to the force in whose area it was committed; the victim stays in our care until that accepts."""
    crime, at = take_crime(actor, crime_id, seen_version), now()
    more = check_force(force, uk_day(at)) | ({"ours"} if in_btp_place else set())
    check_change(change if change.what == SEND else Change(what=SEND), standing_of(crime), at, offices_of(actor), more)
    if open_one := crime.transfers.exclude(state="declined").first():
        raise RuleBroken(f"It is with {open_one.force} already; record what they answered.")
    sent = CrimeTransfer(
        crime=crime,
        force=force.strip(),
        rationale=change.rationale.strip(),
        confirmed=sorted(change.confirmed),
        sent_at=at,
        sent_by_name=actor.name[:200],
    )
    sent.save()
    crime.save(update_fields=["version"])
    say_on_log(actor, crime, f"Crime {crime.reference} offered to {sent.force}: {sent.rationale}")
    announce(CrimeTransferChanged(incident_id=crime.incident_id, crime_id=crime.id, state="sent"))
    return sent


@command(needs=CanCrime.TRANSFER)
def record_force_answer(
    *,
    actor: Actor,
    transfer_id: UUID,
    accepted: bool,
    reference: str = "",
    reference_kind: str = "",
    answer: str = "",
    seen_version: int | None = None,
) -> CrimeTransfer:
    """Write down what the other force answered: that it takes the crime, with its reference, or that it does not."""
    found = CrimeTransfer.objects.filter(id=transfer_id).select_related("crime").first()
    if found is None:
        raise NotFound("There is no such transfer.")
    seen_incident(actor, found.crime.incident_id)
    transfer, at = locked(CrimeTransfer, transfer_id, seen_version), now()
    if transfer.state != "sent":
        raise RuleBroken(f"{transfer.force} has answered already: {transfer.state}.")
    if accepted:
        check_reference(reference, reference_kind, uk_day(at))
    elif not answer.strip():
        raise RuleBroken(
            "Say why they do not take it; their registrar and ours settle a dispute (CRR 2026/27 p16).", "answer"
        )
    check_text(answer, "answer")
    transfer.state = "accepted" if accepted else "declined"
    transfer.reference, transfer.reference_kind = (reference.strip(), reference_kind) if accepted else ("", "")
    transfer.answer, transfer.answered_at, transfer.answered_by_name = answer.strip(), at, actor.name[:200]
    transfer.save()
    told = f" under {transfer.reference}" if accepted else f": {transfer.answer}"
    say_on_log(actor, found.crime, f"Crime {found.crime.reference}: {transfer.force} has {transfer.state} it{told}.")
    announce(CrimeTransferChanged(incident_id=found.crime.incident_id, crime_id=found.crime_id, state=transfer.state))
    return transfer
