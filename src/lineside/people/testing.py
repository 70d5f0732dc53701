"""Makers for tests: staff and duties."""

from datetime import datetime, timedelta
from uuid import UUID

from lineside.access.testing import open_account_of
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.people import commands
from lineside.people.commands import Facts, Place
from lineside.people.models import Duty, Staff
from lineside.people.permissions import CanPeople

PLANNER = system_actor("test planner", *CanPeople)


def make_staff(number: str = "C1042", role: str = "contact_handler", account_id: UUID | None = None) -> Staff:
    facts = Facts(name=f"Person {number}", collar_number=number, role=role, site="FCC", account_id=account_id)
    return commands.record_staff(actor=PLANNER, facts=facts)


def on_staff(*actors: Actor) -> None:
    """Each of these has an account and a staff record from now on, as dual control asks."""
    for who in actors:
        if who.id and not Staff.objects.filter(account_id=who.id).exists():
            open_account_of(who)
            make_staff(f"T{who.id.int % 10**6:06d}", account_id=who.id)


def make_duty(staff: Staff, begins_at: datetime | None = None, hours: float = 12) -> Duty:
    begins = begins_at or now() - timedelta(minutes=10)
    place = Place(staff_id=staff.id, desk="Contact 1")
    return commands.plan_duty(actor=PLANNER, place=place, begins_at=begins, ends_at=begins + timedelta(hours=hours))


def make_signed_off(account_id: UUID, *codes: str, number: str = "C4711") -> Staff:
    """A staff record of this account, signed off for these modules today."""
    staff = make_staff(number, account_id=account_id)
    for code in codes:
        commands.sign_off(actor=PLANNER, staff_id=staff.id, code=code, evidence="Seen at work")
    return staff
