"""Reading the switchboard: who may be rung for a call, and who was; who listens in on whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import ContactRow, waiting_until
from lineside.finding.queries import row_of, rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.queues import queries as queues
from lineside.switchboard import rules
from lineside.switchboard.models import Listening, Move, Ring
from lineside.switchboard.permissions import CanSwitchboard
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListeningRow:
    """One supervisor on the call of one person."""

    id: UUID
    seat_id: UUID
    account_id: UUID
    name: str
    telephone: str
    contact_id: UUID
    by_id: UUID
    by_name: str
    own_telephone: str
    mode: str
    why: str
    state: str
    outcome: str
    says: str
    created_at: datetime
    up_at: datetime | None
    ended_at: datetime | None

    @property
    def words(self) -> str:
        """What is true of who listens, after their name."""
        if self.state == rules.UP:
            return rules.MODES[self.mode]
        return rules.BECAME[self.outcome] if self.outcome else rules.LISTENING[self.state]

    @property
    def is_over(self) -> bool:
        return self.state == rules.ENDED

    @property
    def may_be_ended(self) -> bool:
        return self.state not in (rules.ENDED, rules.ENDING)


def heard_now(account_id: UUID | None = None) -> list[ListeningRow]:
    """Who is on whose call or may be, of one person or of all: also what the switch has lost sight of.

    What the clock ended because nobody told of it stays until it is told, or the call is over.
    """
    lost = Q(outcome=rules.NOT_TOLD, contact__ended_at=None, contact__state__in=("taken", "calling"))
    found = Listening.objects.filter(~Q(state=rules.ENDED) | lost)
    return rows_of(ListeningRow, (found.filter(account_id=account_id) if account_id else found).order_by("id"))


def listening(listening_id: UUID) -> ListeningRow:
    found = Listening.objects.filter(id=listening_id).first()
    if found is None:
        raise NotFound("Nobody listens in by that name.")
    return row_of(ListeningRow, found)


def last_on(account_id: UUID) -> ListeningRow | None:
    found = Listening.objects.filter(account_id=account_id).order_by("-id").first()
    return row_of(ListeningRow, found) if found else None


def listened_to(actor: Actor, seat_id: UUID) -> list[ListeningRow]:
    """Who was on the calls of a seat, newest first."""
    permit(actor, CanContact.SUPERVISE)
    seat = queues.seat_row(seat_id)
    if seat is None:
        raise NotFound("There is no such seat.")
    return rows_of(ListeningRow, Listening.objects.filter(account_id=seat.account_id).order_by("-id")[:200])


def to_connect(actor: Actor) -> list[ListeningRow]:
    """For a switch: who is on a call or is to be let on, and who is to be taken off."""
    permit(actor, CanSwitchboard.CONNECT)
    return rows_of(ListeningRow, Listening.objects.exclude(state=rules.ENDED).order_by("id"))


def is_any_to_connect() -> bool:
    return Listening.objects.filter(state=rules.ASKED).exists()


def claimed_listening() -> list[tuple[UUID, str]]:
    """What a gateway claimed and has not told the end of: key and state."""
    found = Listening.objects.exclude(state=rules.ASKED).exclude(Q(state=rules.ENDED) & ~Q(outcome=rules.NOT_TOLD))
    return list(found.values_list("id", "state"))


def to_take_off(keys: list[UUID]) -> set[UUID]:
    """Of these that are on the switch, those that somebody or the clock has ended."""
    return set(
        Listening.objects.filter(id__in=keys, state__in=(rules.ENDING, rules.ENDED)).values_list("id", flat=True)
    )


def overdue_listening() -> list[tuple[UUID, str]]:
    """What no gateway has connected in time, or has told nothing more of."""
    at = now()
    late = Q(state=rules.ASKED, created_at__lt=at - rules.DIALLED_WITHIN)
    silent = Q(state=rules.DIALLING, dialled_at__lt=at - rules.HEARD_OF_WITHIN)
    # Of one that was connected a lost line tells nothing: until it is back, they may be on the call.
    connected = Q(state__in=(rules.UP, rules.UNSURE, rules.ENDING), dialled_at__lt=at - rules.LONGEST_CALL)
    found = Listening.objects.filter(late | silent | connected)
    return list(found.values_list("id", "state"))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """A call that is or was passed on."""

    id: UUID
    contact_id: UUID
    call: str
    channel: str
    was_id: UUID
    was: str
    was_telephone: str
    to_id: UUID
    to: str
    to_telephone: str
    by_name: str
    reason: str
    state: str
    outcome: str
    says: str
    created_at: datetime
    ended_at: datetime | None

    @property
    def words(self) -> str:
        said = rules.MOVED.get(self.outcome) or rules.MOVES[self.state]
        return f"{said.format(to=self.to, was=self.was, to_telephone=self.to_telephone)} {self.says}".strip()

    @property
    def is_over(self) -> bool:
        return self.state == rules.ENDED


def moves_here(account_id: UUID) -> list[MoveRow]:
    """Calls that are being passed to or by somebody, and what became of those that were a moment ago."""
    mine = Move.objects.filter(Q(was_id=account_id) | Q(to_id=account_id))
    fresh = mine.filter(Q(ended_at=None) | Q(ended_at__gt=now() - rules.IN_SIGHT)).order_by("-id")[:4]
    return rows_of(MoveRow, fresh)


def to_move(actor: Actor) -> list[MoveRow]:
    """For a switch: which calls are to be moved, and which it was asked to move and has not told the end of."""
    permit(actor, CanSwitchboard.CONNECT)
    return rows_of(MoveRow, Move.objects.exclude(state=rules.ENDED).order_by("id"))


def is_any_to_move() -> bool:
    return Move.objects.filter(state=rules.ASKED).exists()


def claimed_moves() -> list[MoveRow]:
    """What a gateway claimed and has not told the end of."""
    return rows_of(MoveRow, Move.objects.filter(state__in=(rules.MOVING, rules.UNSURE)).order_by("id"))


def overdue_moves() -> list[tuple[UUID, str]]:
    """What no gateway has claimed in time, or has told nothing more of."""
    at = now()
    late = Q(state=rules.ASKED, created_at__lt=at - rules.DIALLED_WITHIN)
    silent = Q(state__in=(rules.MOVING, rules.UNSURE), claimed_at__lt=at - rules.HEARD_OF_WITHIN)
    return list(Move.objects.filter(late | silent).values_list("id", "state"))
