"""A call that is passed on with its contact: asked for, claimed once, told of, ended in words."""

from uuid import UUID

from django.db import IntegrityError, transaction

from lineside.contacts.commands import follow_call, may_pass, note_on_call
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import line_of_call
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.queues import queries as queues
from lineside.switchboard import rules
from lineside.switchboard.events import MoveChanged
from lineside.switchboard.models import Move
from lineside.switchboard.permissions import CanSwitchboard

WRITER = system_actor("switchboard", CanContact.RECEIVE)


@command(needs=CanContact.TAKE)
def pass_call(*, actor: Actor, contact_id: UUID, to_id: UUID, reason: str, seen_version: int | None = None) -> Move:
    """Have a call that is up ring at somebody else's telephone; the contact follows once they pick up."""
    contact, to = may_pass(actor, contact_id, to_id, reason, seen_version)
    line, seat = line_of_call(contact.id), queues.seat_of(to_id)
    theirs = seat.telephone if seat else ""
    channel = line.channel if line else ""
    rules.check_passing(rules.Passing(to=to, is_up=line is not None, channel=channel, to_telephone=theirs))
    assert line  # noqa: S101 - the rule has said so
    assert contact.handler_id  # noqa: S101 - so has that of hands
    mine = queues.seat_of(contact.handler_id)
    row = Move(
        contact_id=contact.id,
        call=line.call,
        channel=channel[:200],
        was_id=contact.handler_id,
        was=contact.handler_name,
        was_telephone=(mine.telephone if mine else "") or line.telephone[:20],
        to_id=to_id,
        to=to,
        to_telephone=theirs,
        by_name=actor.name[:200],
        reason=reason.strip()[:500],
        state=rules.ASKED,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise RuleBroken("This call is being passed on already; wait until somebody has picked up.") from twice
    _changed(row)
    return row


@command(needs=CanSwitchboard.CONNECT)
def claim_move(*, actor: Actor) -> Move | None:  # noqa: ARG001
    """The oldest call that is to be moved, claimed for good: whoever claims it asks the switch once or never."""
    asked = Move.objects.select_for_update(skip_locked=True).filter(state=rules.ASKED)
    row = asked.filter(created_at__gte=now() - rules.DIALLED_WITHIN).order_by("id").first()
    if row is None:
        return None
    if line_of_call(row.contact_id) is None:
        _over(row, "hung_up")
    else:
        row.state, row.claimed_at = rules.MOVING, now()
    row.save()
    _changed(row)
    return row if row.state == rules.MOVING else None


@command(needs=CanSwitchboard.CONNECT)
def tell_move(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    move_id: UUID,
    state: str,
    outcome: str = "",
    says: str = "",
    only_from: str = "",
) -> Move:
    """How it goes on; what cannot follow changes nothing. The clock ends only what still stands as it read it."""
    row = locked(Move, move_id)
    if (only_from and row.state != only_from) or not rules.move_goes_on(row.state, state, says[:300], row.says):
        return row
    row.state, row.says = state, says[:300]
    if state == rules.ENDED:
        _over(row, outcome if outcome in rules.MOVED else "unknown")
    row.save()
    _changed(row)
    return row


def _over(row: Move, outcome: str) -> None:
    """Into the contact's record in words; only where it is certain who picked up, the contact follows."""
    row.state, row.outcome, row.ended_at = rules.ENDED, outcome, now()
    became = rules.MOVED[outcome].format(to=row.to, was=row.was)
    mark = f"Passed by {row.by_name} to {row.to}: {row.reason} {became} {row.says}".strip()
    if outcome == "moved":
        follow_call(
            actor=WRITER, contact_id=row.contact_id, from_id=row.was_id, to_id=row.to_id, name=row.to, mark=mark
        )
    else:
        note_on_call(actor=WRITER, contact_id=row.contact_id, mark=mark)


def _changed(row: Move) -> None:
    seats = [str(seat.id) for each in (row.was_id, row.to_id) if (seat := queues.seat_of(each))]
    announce(MoveChanged(contact_id=row.contact_id, seats=seats, state=row.state))
