"""Seats, calls for help and surges: every change. Contacts tells us who has taken what."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.people import queries as people
from lineside.queues import queries, rules
from lineside.queues.events import HelpCalled, SeatChanged, SurgeChanged
from lineside.queues.models import HelpCall, Seat, Surge
from lineside.queues.permissions import CanQueue


@command(needs=CanQueue.SIT)
def choose_state(*, actor: Actor, state: str, telephone: str | None = None) -> Seat:
    """What I am doing now, and which telephone is mine. Nobody with a contact in hand is away."""
    if actor.id is None:
        raise RuleBroken("Only somebody with an account sits at a desk.")
    chosen = rules.check_chosen(state, uk_day(now()))
    ours = None if telephone is None else rules.check_telephone(telephone)
    if ours:
        _give_up(ours, actor.id)
    seat = _seat(actor.id, actor.name)
    seat.telephone = seat.telephone if ours is None else ours
    if seat.state == rules.RESERVED:  # it was only kept for them
        seat.contact_id, seat.contact_reference = None, ""
    rules.check_leaving(chosen.code, seat.state, seat.contact_reference)
    return _is_now(seat, chosen.code, seat.contact_id, seat.contact_reference)


@command(needs=CanQueue.SIT)
def call_for_help(*, actor: Actor, contact_id: UUID, reference: str, why: str) -> HelpCall:
    """Ask for a supervisor; every supervisor's desk shows it until one has answered."""
    said = rules.check_reason(why, "Say in a few words what you need.", "why")
    if HelpCall.objects.filter(contact_id=contact_id, answered_at=None).exists():
        raise RuleBroken("A supervisor has been asked for already.", "why")
    asked = HelpCall(
        contact_id=contact_id,
        contact_reference=reference,
        by_id=actor.id,
        by_name=actor.name,
        at=now(),
        why=said,
    )
    _save_alone(asked, "A supervisor has been asked for already.")
    announce(HelpCalled(help_id=asked.id))
    return asked


@command(needs=CanQueue.DIRECT)
def answer_help(*, actor: Actor, help_id: UUID, answer: str, seen_version: int | None = None) -> HelpCall:
    asked = locked(HelpCall, help_id)
    rules.check_help(asked.answered_by)
    locked(HelpCall, help_id, seen_version)
    asked.answer = rules.check_reason(answer, "Say what was done or advised.", "answer")
    asked.answered_by, asked.answered_at = actor.name, now()
    asked.save()
    announce(HelpCalled(help_id=asked.id))
    return asked


@command(needs=CanQueue.DIRECT)
def declare_surge(*, actor: Actor, why: str) -> Surge:
    """From now every site takes from every queue, and wrapping up is cut; sign-offs stay what they are."""
    surge = Surge(began_at=now(), began_by=actor.name, why=rules.check_reason(why, "Say what causes the surge.", "why"))
    _save_alone(surge, "A surge is on already.")
    for seat in Seat.objects.select_for_update().filter(state=rules.WRAP, until__gt=now()).order_by("id"):
        _is_now(seat, rules.AVAILABLE, None, "")  # what was begun before is cut as well
    announce(SurgeChanged(surge_id=surge.id))
    return surge


@command(needs=CanQueue.DIRECT)
def end_surge(*, actor: Actor, surge_id: UUID) -> Surge:
    surge = locked(Surge, surge_id)
    if surge.ended_at is not None:
        raise RuleBroken("That surge is over already.")
    surge.ended_at, surge.ended_by = now(), actor.name
    surge.save()
    announce(SurgeChanged(surge_id=surge.id))
    return surge


def engaged(
    account_id: UUID, name: str, contact_id: UUID, reference: str, *, reserved: bool = False, line: str = ""
) -> Seat:
    """Within a command of contacts: this person has this contact now, or has it kept for them."""
    state = rules.RESERVED if reserved else rules.in_hand(line, uk_day(now()))
    return _is_now(_seat(account_id, name), state, contact_id, reference)


def line_is(account_id: UUID, line: str) -> None:
    """Within a command of contacts: what their call is at now; who chose another state keeps it."""
    seat = Seat.objects.select_for_update().filter(account_id=account_id, state__in=rules.IN_HAND).first()
    state = rules.in_hand(line, uk_day(now()))
    if seat is not None and seat.state != state:
        _is_now(seat, state, seat.contact_id, seat.contact_reference)


def keep_for(seat_id: UUID, contact_id: UUID, reference: str, lasts: timedelta) -> Seat:
    """Within a command of contacts: the switch rings this person, who has the contact kept for them so long."""
    return _is_now(locked(Seat, seat_id), rules.RESERVED, contact_id, reference, lasts=lasts)


def released(account_id: UUID, contact_id: UUID, *, wraps: bool, left: tuple[UUID, str] | None, line: str = "") -> None:
    """Within a command of contacts: this person has it no more; `left` is another that they still have."""
    seat = Seat.objects.select_for_update().filter(account_id=account_id).first()
    if seat is None or (seat.contact_id not in (None, contact_id) and left is None):
        return
    if left is not None:
        _is_now(seat, rules.in_hand(line, uk_day(now())), *left)
    elif seat.state in (*rules.IN_HAND, rules.RESERVED):
        _is_now(seat, rules.WRAP if wraps else rules.AVAILABLE, None, "")
    else:  # on a break already: only the contact leaves
        _is_now(seat, seat.state, None, "", since=seat.since)


def hold(*account_ids: UUID | None) -> None:
    """Within a command of contacts: these seats wait for it, in one order, so that two who pass to each other go on."""
    list(Seat.objects.select_for_update().filter(account_id__in=[each for each in account_ids if each]).order_by("id"))


def over(seat_id: UUID) -> bool:
    """Within a command of contacts: what has ended by itself is over on every desk that shows it."""
    seat = locked(Seat, seat_id)
    if rules.state_now(seat.state, seat.until, now()) == seat.state:
        return False
    _is_now(seat, rules.AVAILABLE, None, "", since=seat.until)
    return True


def gone(account_id: UUID) -> None:
    """Within a command of contacts: this person has left every desk."""
    seat = Seat.objects.select_for_update().filter(account_id=account_id).exclude(state=rules.OFFLINE).first()
    if seat is not None:
        _is_now(seat, rules.OFFLINE, None, "")


def _give_up(telephone: str, account_id: UUID) -> None:
    """Who sits down at a telephone has it; whoever had it before sits elsewhere now."""
    mine_or_there = Seat.objects.filter(Q(telephone=telephone) | Q(account_id=account_id))
    for seat in mine_or_there.select_for_update().order_by("id"):  # in one order, so that two who swap both go on
        if seat.account_id != account_id:
            seat.telephone = ""
            seat.save()
            announce(SeatChanged(seat_id=seat.id, state=seat.state))


def _seat(account_id: UUID, name: str) -> Seat:
    known = Seat.objects.select_for_update().filter(account_id=account_id)
    seat = known.first() or _first_seat(account_id, name) or known.get()
    if seat.state == rules.OFFLINE:  # whoever comes back may have moved to another site
        seat.name, seat.site = name, people.standing_of(account_id).site
    return seat


def _first_seat(account_id: UUID, name: str) -> Seat | None:
    """Somebody sits down for the first time; None when another of their windows was quicker by an instant."""
    seat = Seat(account_id=account_id, name=name, state=rules.OFFLINE, since=now())
    try:
        with transaction.atomic():
            seat.save()
    except IntegrityError:
        return None
    return seat


def _is_now(
    seat: Seat,
    state: str,
    contact_id: UUID | None,
    reference: str,
    *,
    since: datetime | None = None,
    lasts: timedelta | None = None,
) -> Seat:
    is_surge = state == rules.WRAP and queries.surge() is not None
    seat.state, seat.since = state, since or now()
    ends_at = rules.ends_at(state, seat.since, uk_day(now()), is_surge=is_surge)
    seat.until = seat.since + lasts if lasts else ends_at
    seat.contact_id, seat.contact_reference = contact_id, reference
    seat.save()
    announce(SeatChanged(seat_id=seat.id, state=state))
    return seat


def _save_alone(record: HelpCall | Surge, sentence: str) -> None:
    """Two who ask in one instant: the second is told, and nothing else of the command is lost."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as twice:
        raise RuleBroken(sentence) from twice
