"""Who sits where and does what, who asks for help, whether a surge is on, and what somebody may take."""

from datetime import date
from uuid import UUID

from django.conf import settings

from lineside.finding.queries import row_of, rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.people import queries as people
from lineside.queues import rules
from lineside.queues.models import HelpCall, Seat, Surge
from lineside.queues.permissions import CanQueue
from lineside.queues.queries import rows

PHONE = "phone"
AT_WORK = rules.AT_WORK
IN_HAND = rules.IN_HAND
TALKING, HOLD = rules.TALKING, rules.HOLD
SeatRow = rows.SeatRow
HelpRow = rows.HelpRow
SurgeRow = rows.SurgeRow
_seat = rows.seat_as_it_is
Queue = rules.Queue
Standing = rules.Standing
Ready = rules.Ready
Waiting = rules.Waiting
decide, check_telephone = rules.decide, rules.check_telephone


def standing_of(account_id: UUID) -> Standing:
    """What somebody holds today, as the rules ask it."""
    known, today = people.standing_of(account_id), uk_day(now())
    held = frozenset(each.code for each in known.held if each.counts_on(today))
    codes = {each.code for each in known.held} - held
    lapsed = {code: day for code in codes if (day := people.lapsed_on(known.held, code, today))}
    return Standing(
        held=held,
        lapsed=lapsed,
        probation_until=known.probation_until,
        site=known.site,
        is_known=known.staff_id is not None,
    )


def at_desks() -> list[tuple[Ready, SeatRow]]:
    """Everybody who sits at a desk, as the rule of the queue asks it, with their seats; in three statements."""
    today = uk_day(now())
    there = [_seat(each) for each in Seat.objects.exclude(state=rules.OFFLINE)]
    standings = people.standings_of([each.account_id for each in there])
    return [(Ready(str(each.account_id), each.since, _takes(each, standings, today)), each) for each in there]


def may_take(queue: Queue, standing: Standing) -> bool:
    return not rules.refusal(queue, standing, uk_day(now()), {})


def _takes(seat: SeatRow, standings: dict[UUID, people.Standing], today: date) -> Standing:
    """Whoever has no telephone is rung by no switch, whatever they are signed off for."""
    known = standings.get(seat.account_id, people.Standing())
    held = frozenset(each.code for each in known.held if each.counts_on(today))
    every = frozenset(code for queue in rules.queues(today) for code in queue.needs)
    by_phone = {code for queue in rules.queues(today) if queue.channel == PHONE for code in queue.needs}
    opens = held if settings.SIGN_OFFS_ENFORCED else every
    return Standing(
        held=opens if seat.telephone else opens - by_phone,
        probation_until=known.probation_until if settings.SIGN_OFFS_ENFORCED else None,
        site=seat.site,
        is_known=known.staff_id is not None or not settings.SIGN_OFFS_ENFORCED,
    )


def seat_at(telephone: str) -> SeatRow | None:
    """Who sits at this telephone."""
    found = Seat.objects.filter(telephone=telephone).first() if telephone else None
    return _seat(found) if found else None


def are_enforced() -> bool:
    return bool(settings.SIGN_OFFS_ENFORCED)


def refusal(actor: Actor, channel: str, line: str) -> str:
    """Why this actor may not take this contact; machines hold no sign-offs, their key names what they may do."""
    if actor.kind != "person" or not settings.SIGN_OFFS_ENFORCED:
        return ""
    return refusal_of(actor.id, channel, line)


def refusal_of(account_id: UUID | None, channel: str, line: str) -> str:
    today = uk_day(now())
    standing = standing_of(account_id) if account_id else Standing(is_known=False)
    return rules.refusal(rules.queue_of(channel, line, today), standing, today, _labels())


def open_queues(actor: Actor) -> tuple[Standing, list[rules.Queue]]:
    """The queues that this actor may take from, with what they hold."""
    today = uk_day(now())
    if actor.kind != "person" or not settings.SIGN_OFFS_ENFORCED or actor.id is None:
        return Standing(), list(rules.queues(today))
    standing = standing_of(actor.id)
    return standing, [each for each in rules.queues(today) if not rules.refusal(each, standing, today, {})]


def shut_queues(actor: Actor) -> list[tuple[rules.Queue, str]]:
    """The queues that are closed to this actor, each with the sentence that says why."""
    if actor.kind != "person" or not settings.SIGN_OFFS_ENFORCED or actor.id is None:
        return []
    today, standing, labels = uk_day(now()), standing_of(actor.id), _labels()
    told = [(each, rules.refusal(each, standing, today, labels)) for each in rules.queues(today)]
    return [(each, sentence) for each, sentence in told if sentence]


def queues() -> tuple[rules.Queue, ...]:
    return rules.queues(uk_day(now()))


def queue_of(channel: str, line: str) -> rules.Queue:
    return rules.queue_of(channel, line, uk_day(now()))


def chosen_states() -> list[rules.State]:
    return [each for each in rules.states(uk_day(now())).values() if each.chosen]


def own_seat(actor: Actor) -> SeatRow | None:
    return seat_of(actor.id) if actor.id else None


def check_next(actor: Actor) -> None:
    """Refused while I am on a break or in training; a contact that I choose myself I may still take."""
    seat = own_seat(actor)
    if seat is not None:
        rules.check_next(seat.state, uk_day(now()))


def seat_row(seat_id: UUID) -> SeatRow | None:
    """For the live process, which shows each row only to those who may see it."""
    found = Seat.objects.filter(id=seat_id).first()
    return _seat(found) if found else None


def seat_of(account_id: UUID) -> SeatRow | None:
    found = Seat.objects.filter(account_id=account_id).first()
    return _seat(found) if found else None


def seats(actor: Actor) -> list[SeatRow]:
    """Everybody who sits at a desk, by site and name."""
    permit(actor, CanQueue.VIEW)
    return [_seat(each) for each in Seat.objects.exclude(state=rules.OFFLINE).order_by("site", "name", "id")[:1000]]


def taking_seats() -> list[SeatRow]:
    """Whoever takes contacts now: those to whom one may be passed."""
    known = rules.states(uk_day(now()))
    there = [_seat(each) for each in Seat.objects.exclude(state=rules.OFFLINE).order_by("name", "id")[:1000]]
    return [each for each in there if each.state in known and known[each.state].takes]


def reserved_by_another(contact_id: UUID, account_id: UUID | None) -> SeatRow | None:
    found = Seat.objects.filter(contact_id=contact_id, state=rules.RESERVED, until__gt=now())
    other = (found.exclude(account_id=account_id) if account_id else found).first()
    return _seat(other) if other else None


def who_sits() -> set[UUID]:
    return set(Seat.objects.exclude(state=rules.OFFLINE).values_list("account_id", flat=True))


def check_transfer(seat: SeatRow | None, from_id: UUID | None, to_id: UUID, channel: str, line: str) -> None:
    refused = refusal_of(to_id, channel, line) if settings.SIGN_OFFS_ENFORCED else ""
    rules.check_transfer(
        to_name=seat.name if seat else "",
        state=seat.state if seat else "",
        is_oneself=from_id == to_id,
        refused=refused,
        on=uk_day(now()),
    )


def kept_now() -> set[UUID | None]:
    """The contacts that are kept for somebody at this moment."""
    return set(Seat.objects.filter(state=rules.RESERVED, until__gt=now()).values_list("contact_id", flat=True))


def over_by_themselves() -> list[UUID]:
    """Seats whose reservation or wrapping up has ended, and whose row still says that it goes on."""
    ended = Seat.objects.filter(state__in=(rules.RESERVED, rules.WRAP), until__lte=now()).order_by("id")
    return list(ended.values_list("id", flat=True))


def surge() -> SurgeRow | None:
    found = Surge.objects.filter(ended_at=None).first()
    return row_of(SurgeRow, found) if found else None


def surge_row(surge_id: UUID) -> SurgeRow | None:
    found = Surge.objects.filter(id=surge_id).first()
    return row_of(SurgeRow, found) if found else None


def help_calls(actor: Actor) -> list[HelpRow]:
    """Who asks for a supervisor and was not answered yet, the longest waiting first."""
    permit(actor, CanQueue.VIEW)
    return rows_of(HelpRow, HelpCall.objects.filter(answered_at=None).order_by("at", "id")[:200])


def help_row(help_id: UUID) -> HelpRow | None:
    found = HelpCall.objects.filter(id=help_id).first()
    return row_of(HelpRow, found) if found else None


def help_call(actor: Actor, help_id: UUID) -> HelpRow:
    permit(actor, CanQueue.VIEW)
    found = help_row(help_id)
    if found is None:
        raise NotFound("There is no such call for help.")
    return found


def asked_for_help(contact_id: UUID) -> HelpRow | None:
    found = HelpCall.objects.filter(contact_id=contact_id).order_by("-id").first()
    return row_of(HelpRow, found) if found else None


def answered_in_time(*, in_time: int, late: int, gave_up_late: int) -> int | None:
    return rules.answered_in_time(in_time=in_time, late=late, gave_up_late=gave_up_late)


def _labels() -> dict[str, str]:
    return {each.code: each.label for each in people.modules()}
