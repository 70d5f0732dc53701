"""What the switch is told of a call that waits."""

from lineside.contacts.commands import keep_while_ringing, one_at_a_time
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import ContactRow, call_of_switch
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.queues import queries as queues
from lineside.queues.commands import released
from lineside.switchboard import queries, rules
from lineside.switchboard.commands import offers
from lineside.switchboard.events import RungAt
from lineside.switchboard.models import Ring
from lineside.switchboard.permissions import CanSwitchboard

WRITER = system_actor("switchboard", CanContact.RECEIVE)
WAITS = ("offered", "waiting")


@command(needs=CanSwitchboard.ASK)
def whom_to_ring(*, actor: Actor, switch_call_id: str, how: str = "", pressed: str = "") -> str:  # noqa: ARG001
    """Who is rung for this call now; asked again, whoever was rung did not pick up. One question at a time."""
    one_at_a_time("switchboard")
    call = call_of_switch(switch_call_id)
    return str(_said_of(call, how, pressed) if call else rules.Said(rules.EVERYBODY))


def _said_of(call: ContactRow, how: str, pressed: str) -> rules.Said:
    _not_answered(call, how)
    queue = queues.queue_of(call.channel, call.box_or_line)
    plan = rules.plan_of(queue.code, uk_day(now()))
    if call.handler_id is not None:
        return _of_taker(call, plan)
    if answer := offers.answer_to_key(call, queue.code, pressed):
        return answer
    if call.state not in WAITS:
        return rules.Said(rules.EVERYBODY)
    choice = queries.choice_for(call, plan)
    if rules.is_for_everybody(plan, now() - call.waiting_since, is_anybody_there=choice.is_anybody_there):
        return rules.Said(rules.EVERYBODY)
    if choice.seat is None:
        return offers.offered(call, queue.code) or rules.when_nobody_is_free(plan)
    keep_while_ringing(actor=WRITER, contact_id=call.id, seat_id=choice.seat.id, lasts=plan.ring)
    return _rung(call, choice.seat, plan)


def _of_taker(call: ContactRow, plan: rules.Plan) -> rules.Said:
    """Somebody took it at the desk while it rang: theirs is the telephone, unless they have none or did not pick up."""
    seat = queues.seat_of(call.handler_id) if call.handler_id else None
    did_not = seat and Ring.objects.filter(contact_id=call.id, account_id=seat.account_id).exclude(outcome="").exists()
    if seat is None or not seat.telephone or did_not:
        return rules.Said(rules.EVERYBODY)
    return _rung(call, seat, plan)


def _rung(call: ContactRow, seat: queues.SeatRow, plan: rules.Plan) -> rules.Said:
    at = now()
    Ring(
        contact_id=call.id,
        account_id=seat.account_id,
        name=seat.name,
        telephone=seat.telephone,
        at=at,
        until=at + plan.ring,
    ).save()
    announce(RungAt(contact_id=call.id, name=seat.name, telephone=seat.telephone))
    return rules.Said(rules.RING, seat.telephone, int(plan.ring.total_seconds()))


def _not_answered(call: ContactRow, how: str) -> None:
    """Whoever was rung before is free again, and is not rung for this call as long as there are others."""
    for ring in Ring.objects.select_for_update().filter(contact_id=call.id, outcome="").order_by("id"):
        ring.outcome = rules.outcome_of(how)
        ring.save()
        if ring.account_id != call.handler_id:
            released(ring.account_id, call.id, wraps=False, left=None)
