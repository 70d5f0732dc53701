"""Sign-offs: given with their evidence, ended with a reason, never taken out of the record; and probation."""

from datetime import date
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotPermitted
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.people import rules
from lineside.people.events import SignOffsChanged
from lineside.people.models import SignOff, Staff
from lineside.people.permissions import CanPeople


@command(needs=CanPeople.SIGN_OFF)
def sign_off(
    *,
    actor: Actor,
    staff_id: UUID,
    code: str,
    evidence: str,
    first_day: date | None = None,
    last_day: date | None = None,
) -> SignOff:
    """Sign somebody off for a module or a skill, for as long as the list says unless a day is given."""
    staff = locked(Staff, staff_id)
    _not_oneself(actor, staff)
    today = uk_day(now())
    module = rules.module(code, today)
    first = first_day or today
    last = last_day or module.last_day(first)
    rules.check_sign_off(evidence=evidence, first_day=first, last_day=last, module=module)
    given = SignOff(
        staff=staff,
        code=module.code,
        edition=module.edition,
        first_day=first,
        last_day=last,
        signed_by=actor.name,
        evidence=evidence.strip()[:500],
    )
    given.save()
    announce(SignOffsChanged(staff_id=staff.id, what=f"signed off for {module.code}"))
    return given


@command(needs=CanPeople.SIGN_OFF)
def end_sign_off(*, actor: Actor, sign_off_id: UUID, reason: str, seen_version: int | None = None) -> SignOff:
    """From today it counts no more; who gave it and on what evidence stays on record."""
    given = locked(SignOff, sign_off_id, seen_version)
    rules.check_ending(reason=reason, ended_on=given.ended_on)
    given.ended_on, given.ended_by, given.ended_why = uk_day(now()), actor.name, reason.strip()[:500]
    given.save()
    announce(SignOffsChanged(staff_id=given.staff_id, what=f"no longer signed off for {given.code}"))
    return given


@command(needs=CanPeople.SIGN_OFF)
def set_probation(
    *,
    actor: Actor,
    staff_id: UUID,
    until: date | None,
    reason: str,  # kept by the audit line, with who said so
    seen_version: int | None = None,
) -> Staff:
    """On probation up to and with that day; without a day it is over."""
    staff = locked(Staff, staff_id, seen_version)
    _not_oneself(actor, staff)
    rules.check_probation(until=until, reason=reason, today=uk_day(now()))
    staff.probation_until = until
    staff.save(update_fields=["probation_until"])
    announce(SignOffsChanged(staff_id=staff.id, what=f"on probation until {until}" if until else "probation over"))
    return staff


def _not_oneself(actor: Actor, staff: Staff) -> None:
    if actor.id is not None and staff.account_id == actor.id:
        raise NotPermitted("Nobody signs off themselves; ask another supervisor or a trainer.")
