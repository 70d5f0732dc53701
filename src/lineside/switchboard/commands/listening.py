"""A supervisor on somebody's call: asked for, claimed once, told of, ended."""

from uuid import UUID

from django.db import IntegrityError, transaction

from lineside.contacts.queries import calls_in_hand
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.queues import queries as queues
from lineside.switchboard import rules
from lineside.switchboard.events import ListeningChanged
from lineside.switchboard.models import Listening
from lineside.switchboard.permissions import CanSwitchboard

ONE_AT_A_TIME = "You are on a call already, or about to be; end that first."


@command(needs=CanSwitchboard.LISTEN)
def listen_in(*, actor: Actor, seat_id: UUID, mode: str, why: str, telephone: str) -> Listening:
    """Ask to be on the call of whoever sits there; one's own telephone rings first, and they are shown it at once."""
    if actor.kind != "person" or actor.id is None:
        raise RuleBroken("Only a person listens in, under their own name.")
    seat = queues.seat_row(seat_id)
    if seat is None:
        raise NotFound("There is no such seat.")
    call, own = _checked(actor, seat, telephone)
    row = Listening(
        seat_id=seat.id,
        account_id=seat.account_id,
        name=seat.name,
        telephone=seat.telephone,
        contact_id=call,
        by_id=actor.id,
        by_name=actor.name,
        own_telephone=own,
        mode=rules.check_mode(mode),
        why=rules.check_why(why),
        state=rules.ASKED,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise RuleBroken(ONE_AT_A_TIME) from twice
    _changed(row)
    return row


@command(needs=CanSwitchboard.LISTEN)
def end_listening(*, actor: Actor, listening_id: UUID) -> Listening:
    """Off the call: by who is on it, or by another supervisor. What was not dialled yet never is."""
    row = locked(Listening, listening_id)
    if row.state in (rules.ENDED, rules.ENDING):
        raise RuleBroken("That is ended already.")
    row.says = f"Ended by {actor.name}."[:300]
    if row.state == rules.ASKED:
        _over(row, "given_up")
    else:
        row.state = rules.ENDING
    row.save()
    _changed(row)
    return row


@command(needs=CanSwitchboard.CONNECT)
def claim_listening(*, actor: Actor) -> Listening | None:  # noqa: ARG001
    """The oldest that is to be connected now, claimed for good: whoever claims it connects it once or never."""
    asked = Listening.objects.select_for_update(skip_locked=True).filter(state=rules.ASKED)
    row = asked.filter(created_at__gte=now() - rules.DIALLED_WITHIN).order_by("id").first()
    if row is None:
        return None
    if calls_in_hand(row.account_id).get(row.account_id) != row.contact_id:
        _over(row, "nothing_to_hear")  # the telephone may be on another call by now, of which nobody asked
        row.save()
        _changed(row)
        return None
    row.state, row.dialled_at = rules.DIALLING, now()
    row.save()
    _changed(row)
    return row


@command(needs=CanSwitchboard.CONNECT)
def tell_listening(
    *,
    actor: Actor,  # noqa: ARG001 - the audit line names the actor
    listening_id: UUID,
    state: str,
    outcome: str = "",
    says: str = "",
    only_from: str = "",
) -> Listening:
    """How it goes on; what cannot follow changes nothing. The clock ends only what still stands as it read it."""
    row = locked(Listening, listening_id)
    if (only_from and row.state != only_from) or not rules.goes_on(row.state, state, row.outcome):
        return row
    row.says = says[:300] or row.says
    row.state = state
    if state == rules.UP:
        row.up_at, row.says = row.up_at or now(), says[:300]
    if state == rules.ENDED:
        _over(row, rules.became(outcome, was_up=row.up_at is not None))
    row.save()
    _changed(row)
    return row


def _checked(actor: Actor, seat: queues.SeatRow, telephone: str) -> tuple[UUID, str]:
    """The call that is meant, and the telephone that rings first."""
    call = calls_in_hand(seat.account_id).get(seat.account_id)
    own = queues.check_telephone(telephone)
    there = queues.seat_at(own)
    rules.check_ears(
        rules.Ears(
            name=seat.name,
            is_oneself=seat.account_id == actor.id,
            is_on_call=call is not None,
            theirs=seat.telephone,
            own=own,
            sits_at_own=there.name if there and there.is_there and there.account_id != actor.id else "",
        )
    )
    assert call  # noqa: S101 - the rule has said so
    return call, own


def _over(row: Listening, outcome: str) -> None:
    assert outcome in rules.BECAME  # noqa: S101 - every outcome has its words
    row.state, row.outcome, row.ended_at = rules.ENDED, outcome, now()


def _changed(row: Listening) -> None:
    announce(ListeningChanged(listening_id=row.id, seat_id=row.seat_id, state=row.state))
