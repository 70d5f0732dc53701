"""Reading the switchboard: who may be rung for a call, and who was."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import ContactRow, waiting_until
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.queues import queries as queues
from lineside.switchboard.models import Ring
from lineside.switchboard.rules import OUTCOMES, RESTS, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class RingRow:
    """One telephone that was rung for a call."""

    id: UUID
    name: str
    telephone: str
    at: datetime
    until: datetime
    outcome: str

    @property
    def words(self) -> str:
        return OUTCOMES.get(self.outcome, "ringing" if self.until > now() else "rang")


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose the call is by the queue's rule, if anybody's now; and whether anybody is there who may take it."""

    seat: queues.SeatRow | None
    is_anybody_there: bool


def choice_for(call: ContactRow, plan: Plan) -> Choice:
    """By skill, sign-off, channel and site; then risk and age; and who has been free for longest.

    A graver text has them first, for as long as the plan says: whoever has not taken it by then is rung.
    """
    queue, at = queues.queue_of(call.channel, call.box_or_line), now()
    known = queues.at_desks()
    may = [seat for ready, seat in known if seat.telephone and queues.may_take(queue, ready.standing)]
    tried = Ring.objects.filter(contact_id=call.id, at__gt=at - RESTS).exclude(outcome="")
    left_out = set(tried.values_list("account_id", flat=True))
    free = [ready for ready, seat in known if seat.state == "available" and seat.account_id not in left_out]
    waiting = waiting_until(call, of_callers=at - call.waiting_since >= plan.graver)
    pairs = queues.decide(free, waiting, at, uk_day(at), is_surge=queues.surge() is not None)
    whose = next((person for person, contact in pairs if contact == str(call.id)), "")
    seat = next((seat for _, seat in known if str(seat.account_id) == whose), None)
    return Choice(seat, any(each.state in queues.AT_WORK for each in may))


@dataclass(frozen=True, slots=True, kw_only=True)
class RingsHere:
    """The call for which somebody's telephone rings at this moment."""

    contact_id: UUID
    telephone: str
    until: datetime
    number: str
    gist: str


def ringing_at(account_id: UUID) -> RingsHere | None:
    """For whoever sits there, and for the live stream, which asks each desk what it may see."""
    found = Ring.objects.filter(account_id=account_id, outcome="", until__gt=now(), contact__answered_at=None)
    ring = found.exclude(contact__ended_at__isnull=False).select_related("contact").order_by("-id").first()
    if ring is None:
        return None
    return RingsHere(
        contact_id=ring.contact_id,
        telephone=ring.telephone,
        until=ring.until,
        number=ring.contact.sender_address,
        gist=ring.contact.gist,
    )


def rings_of(contact_id: UUID) -> list[RingRow]:
    """Who was rung for a call, in order; for pages and rows that have asked for the right to see the contact."""
    names = RingRow.__slots__
    return [RingRow(**facts) for facts in Ring.objects.filter(contact_id=contact_id).order_by("id").values(*names)]


def rings_shown(actor: Actor, contact_id: UUID) -> list[RingRow]:
    permit(actor, CanContact.VIEW)
    return rings_of(contact_id)
