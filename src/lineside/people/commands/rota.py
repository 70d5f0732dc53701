"""Staff records, the rota, booking on and off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lineside.access.permissions import CanAccess
from lineside.access.queries import account_row, labels_of_roles
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.people import rules
from lineside.people.events import BookedOff, BookedOn, DutyCancelled, RotaPlanned
from lineside.people.models import Duty, Staff
from lineside.people.permissions import CanPeople

MOST_PLACES = 300
Leaving = Callable[[UUID | None, str], None]  # the account and the name of who is leaving
_LEAVING: list[Leaving] = []


def before_leaving(check: Leaving) -> None:
    """A room above says what must not be left behind; its refusal keeps somebody from booking off."""
    _LEAVING.append(check)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a staff record says of somebody."""

    name: str
    collar_number: str
    role: str
    site: str
    post: str = ""
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who sits where on a shift; without a role or a site of its own, those of the person."""

    staff_id: UUID
    desk: str
    site: str = ""
    role: str = ""


@command(needs=CanPeople.RECORD)
def record_staff(*, actor: Actor, facts: Facts) -> Staff:
    """A new staff record."""
    staff = Staff(collar_number=rules.check_collar_number(facts.collar_number))
    if Staff.objects.filter(collar_number=staff.collar_number).exists():
        raise RuleBroken("That collar number is somebody's already.", "collar_number")
    _fill(actor, staff, facts)
    staff.save()
    return staff


@command(needs=CanPeople.RECORD)
def change_staff(*, actor: Actor, staff_id: UUID, facts: Facts, seen_version: int) -> Staff:
    staff = locked(Staff, staff_id, seen_version)
    number = rules.check_collar_number(facts.collar_number)
    if Staff.objects.filter(collar_number=number).exclude(id=staff.id).exists():
        raise RuleBroken("That collar number is somebody's already.", "collar_number")
    staff.collar_number = number
    _fill(actor, staff, facts)
    staff.save()
    return staff


@command(needs=CanPeople.PLAN)
def plan_shift(*, actor: Actor, day: date, shift: str, places: list[Place]) -> int:  # noqa: ARG001
    """Put a whole shift on the rota: all of it, or, when one of them cannot be there, none; how many duties."""
    if not 0 < len(places) <= MOST_PLACES:
        raise RuleBroken(f"A shift has from one place to {MOST_PLACES}.", "places")
    worked = rules.shift(shift, day)
    begins_at, ends_at = rules.hours_of(day, worked)
    people = _free_people({place.staff_id for place in places}, begins_at, ends_at)
    if len(people) < len(places):
        raise RuleBroken("Somebody is at two desks of this shift.", "places")
    duties = [
        _duty(people[place.staff_id], place, day, begins_at, ends_at, shift=worked.code, edition=worked.edition)
        for place in places
    ]
    Duty.objects.bulk_create(duties)
    announce(RotaPlanned(duty_ids=[str(duty.id) for duty in duties]))
    return len(duties)


@command(needs=CanPeople.PLAN)
def plan_duty(*, actor: Actor, place: Place, begins_at: datetime, ends_at: datetime) -> Duty:  # noqa: ARG001
    """One duty with hours of its own: overtime, a late start, somebody who stands in."""
    rules.check_hours(begins_at, ends_at)
    person = _free_people({place.staff_id}, begins_at, ends_at)[place.staff_id]
    duty = _duty(person, place, uk_day(begins_at), begins_at, ends_at)
    duty.save()
    announce(RotaPlanned(duty_ids=[str(duty.id)]))
    return duty


@command(needs=CanPeople.PLAN)
def cancel_duty(*, actor: Actor, duty_id: UUID, reason: str, seen_version: int) -> Duty:  # noqa: ARG001
    """Take a duty that nobody has booked on to off the rota; it stays readable with its reason."""
    duty = locked(Duty, duty_id, seen_version)
    if not reason.strip():
        raise RuleBroken("Say why the duty is cancelled.", "reason")
    if duty.booked_on_at is not None:
        raise RuleBroken("Somebody booked on to it; book them off instead.")
    duty.cancelled_why = reason.strip()[:500]
    duty.save(update_fields=["cancelled_why"])
    announce(DutyCancelled(duty_id=duty.id, staff_id=duty.staff_id))
    return duty


@command(needs=CanPeople.BOOK)
def book_on(*, actor: Actor, duty_id: UUID, at: datetime | None = None) -> Duty:
    """The person is there: by themselves, or by whoever may book others on."""
    duty = _own_or_anothers(actor, duty_id)
    moment = _moment(actor, at)
    rules.check_booking_on(
        begins_at=duty.begins_at,
        ends_at=duty.ends_at,
        booked_on_at=duty.booked_on_at,
        is_cancelled=bool(duty.cancelled_why),
        at=moment,
    )
    duty.booked_on_at = moment
    duty.save(update_fields=["booked_on_at"])
    announce(BookedOn(duty_id=duty.id, staff_id=duty.staff_id, site=duty.site, role=duty.role))
    return duty


@command(needs=CanPeople.BOOK)
def book_off(*, actor: Actor, duty_id: UUID, at: datetime | None = None) -> Duty:
    """The person has gone; refused while something is theirs that a room above has told us of."""
    duty = _own_or_anothers(actor, duty_id)
    moment = _moment(actor, at)
    rules.check_booking_off(booked_on_at=duty.booked_on_at, booked_off_at=duty.booked_off_at, at=moment)
    for check in _LEAVING:
        check(duty.staff.account_id, duty.staff.name)
    duty.booked_off_at = moment
    duty.save(update_fields=["booked_off_at"])
    announce(BookedOff(duty_id=duty.id, staff_id=duty.staff_id, site=duty.site, role=duty.role))
    return duty


def _fill(actor: Actor, staff: Staff, facts: Facts) -> None:
    known = frozenset(labels_of_roles())
    rules.check_staff(name=facts.name, role=facts.role, site=facts.site, known_roles=known, on=uk_day(now()))
    if facts.account_id is not None and facts.account_id != staff.account_id:
        # What needs two persons tells them by these links: who does such deeds does not make them.
        if actor.kind != "system" and not actor.may(CanAccess.MANAGE):
            raise NotPermitted("Only an administrator links an account to a staff record.")
        account_row(facts.account_id)
        if Staff.objects.filter(account_id=facts.account_id).exclude(id=staff.id).exists():
            raise RuleBroken("That account is linked to somebody else's record.", "account_id")
    staff.name, staff.role, staff.site = facts.name.strip()[:120], facts.role, facts.site
    staff.post, staff.account_id = facts.post.strip()[:8], facts.account_id


def _free_people(keys: set[UUID], begins_at: datetime, ends_at: datetime) -> dict[UUID, Staff]:
    """These people, each locked until the rota is written, so that two planners cannot give them two desks."""
    people = {each.id: each for each in Staff.objects.select_for_update().filter(id__in=keys).order_by("id")}
    if len(people) < len(keys):
        raise NotFound("There is no such staff record.")
    overlapping = Duty.objects.filter(
        staff_id__in=keys, cancelled_why="", begins_at__lt=ends_at, ends_at__gt=begins_at
    ).order_by("begins_at")
    for other in overlapping:
        rules.check_free(str(people[other.staff_id]), begins_at, [(other.begins_at, other.ends_at)])
    return people


def _duty(
    person: Staff, place: Place, day: date, begins_at: datetime, ends_at: datetime, shift: str = "", edition: str = ""
) -> Duty:
    site = place.site or person.site
    rules.check_site(site, day)
    return Duty(
        staff=person,
        day=day,
        shift=shift,
        edition=edition,
        begins_at=begins_at,
        ends_at=ends_at,
        site=site,
        desk=place.desk.strip()[:40],
        role=place.role or person.role,
    )


def _moment(actor: Actor, at: datetime | None) -> datetime:
    rules.check_moment(at or now(), now(), may_go_back=actor.may(CanPeople.BOOK_OTHERS))
    return min(at or now(), now())


def _own_or_anothers(actor: Actor, duty_id: UUID) -> Duty:
    duty = locked(Duty, duty_id)
    is_own = actor.id is not None and duty.staff.account_id == actor.id
    if not is_own and not actor.may(CanPeople.BOOK_OTHERS):
        raise NotPermitted("That duty is somebody else's; they book on themselves, or their supervisor does.")
    return duty
