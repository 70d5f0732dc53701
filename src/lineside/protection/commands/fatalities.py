"""The marks of a fatality: confirmed, classified and classified again, the driver's account, the line handed back."""

from uuid import UUID

from lineside.incidents.queries import incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken, Stale
from lineside.kernel.events import announce
from lineside.protection import rules
from lineside.protection.commands.writing import write
from lineside.protection.events import FatalityChanged
from lineside.protection.models import Fatality, FatalityClass, LineProtection
from lineside.protection.permissions import CanProtect


@command(needs=CanProtect.WORK)
def confirm_fatality(*, actor: Actor, incident_id: UUID, confirmed_by: str) -> Fatality:
    """Who confirmed the death, by name and office."""
    who = rules.said(confirmed_by, "confirmed_by", rules.LONGEST_NAME, "Give the name and office of who confirmed it.")
    row = _fatality(actor, incident_id, f"Fatality confirmed by {who}.")
    rules.check_mark(row.confirmed_at, "That it is confirmed")
    row.confirmed_at, row.confirmed_by = now(), who
    return _changed(row, rules.CONFIRM)


@command(needs=CanProtect.WORK)
def classify_fatality(
    *, actor: Actor, incident_id: UUID, code: str, reason: str, seen_classes: int | None = None
) -> FatalityClass:
    """Non-suspicious, unexplained or suspicious, with the reason; a later class stands beside the earlier ones.

    `seen_classes` is how many there were before the eyes of whoever classifies: the newest is the one that counts.
    """
    at = now()
    why = rules.said(reason, "reason", rules.LONGEST_WORDS)
    label = rules.class_label(code, uk_day(at))
    row = _fatality(actor, incident_id, f"Fatality classified {label.upper()}: {why}")
    last = row.classes.order_by("-number").first()
    rules.check_class(code, why, last.code if last else "", uk_day(at))
    if seen_classes is not None and seen_classes != (last.number if last else 0):
        raise Stale("This fatality was classified since you looked; look at that class and send yours again.")
    made = FatalityClass(
        fatality=row,
        number=last.number + 1 if last else 1,
        code=code,
        tables_on=uk_day(at),
        reason=why,
        by_id=actor.id,
        by_name=actor.name,
    )
    made.save()
    _changed(row, rules.CLASSIFY)
    return made


@command(needs=CanProtect.WORK)
def record_driver_account(*, actor: Actor, incident_id: UUID, account: str) -> Fatality:
    """What the driver said, early, once; what they say later is a line of the log."""
    words = rules.said(account, "account", 2000, "Write what the driver said.")
    row = _fatality(actor, incident_id, f"Driver's account: {words}")
    rules.check_mark(row.driver_account_at, "The driver's account")
    row.driver_account, row.driver_account_at, row.driver_account_by = words, now(), actor.name
    return _changed(row, "driver_account")


@command(needs=CanProtect.WORK)
def hand_back(*, actor: Actor, incident_id: UUID, to: str) -> Fatality:
    """The line is the railway's again, and who took it; not while a protection of this log is open."""
    who = rules.said(to, "to", rules.LONGEST_NAME, "Give the name and role of who took the line back.")
    row = _fatality(actor, incident_id, f"Line handed back to {who}.")
    rules.check_mark(row.handed_back_at, "That the line is handed back")
    still = LineProtection.objects.filter(incident_id=incident_id, state__in=rules.OPEN, protects=True).first()
    if still:
        raise RuleBroken(f"{str(still).capitalize()} of this log is open; it is given back first.")
    row.handed_back_at, row.handed_back_to, row.handed_back_by = now(), who, actor.name
    return _changed(row, rules.HAND_BACK)


def _fatality(actor: Actor, incident_id: UUID, text: str) -> Fatality:
    """Its marks, behind the lock of the log; of an incident that is none there are none."""
    known = incident(actor, incident_id)
    if not rules.is_fatality(known.opening_code, uk_day(known.opened_at)):
        raise RuleBroken("This incident was not opened as a fatality; its clocks do not run.")
    write(actor, incident_id, text)
    found = Fatality.objects.select_for_update().filter(incident_id=incident_id).first()
    if found is None:
        found = Fatality(incident_id=incident_id)
        found.save()
    return found


def _changed(row: Fatality, what: str) -> Fatality:
    row.save()
    announce(FatalityChanged(incident_id=row.incident_id, what=what))
    return row
