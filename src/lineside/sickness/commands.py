"""Every change to absences and to what the HR system is told."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.people.queries import is_anothers_number
from lineside.sickness import rules
from lineside.sickness.events import AbsenceChanged
from lineside.sickness.models import Absence, Notice, sealed
from lineside.sickness.permissions import CanSickness
from lineside.sickness.rules import AbsenceFacts

__all__ = [
    "AbsenceFacts",
    "claim_notice",
    "end_absence",
    "record_notice",
    "report_absence",
    "retry_notice",
    "set_notice_aside",
]


@command(needs=CanSickness.REPORT)
def report_absence(*, actor: Actor, facts: AbsenceFacts, secret: str, contact_id: UUID | None = None) -> Absence:
    """`secret` is why: it stays out of the trail, which many may read. An open absence is not opened twice."""
    rules.check_begins(facts, secret, uk_day(now()))
    collar = rules.collar_of(facts.collar_number)
    if is_anothers_number(collar, facts.name):
        raise RuleBroken(f"{collar} is the number of somebody of another name; check both.", "collar_number")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 62))", [collar])
    if Absence.objects.filter(collar_number=collar, last_day=None).exists():
        raise RuleBroken(f"{collar} is reported sick already; report the return to work first.", "collar_number")
    absence = Absence(
        name=facts.name.strip()[:200],
        collar_number=collar,
        first_day=facts.first_day,
        expected_day=facts.expected_day,
        reason_sealed=sealed(secret.strip()),
        reported_by=actor.name,
        reported_by_id=actor.id,
        contact_id=contact_id,
    )
    absence.save()
    return _told(absence, rules.BEGINS)


@command(needs=CanSickness.REPORT)
def end_absence(*, actor: Actor, collar_number: str, last_day: date) -> Absence:  # noqa: ARG001 - the trail names the actor
    """Back at work: the last day of sickness is known."""
    collar = rules.collar_of(collar_number)
    absence = Absence.objects.select_for_update().filter(collar_number=collar, last_day=None).first()
    if absence is None:
        raise RuleBroken(f"{collar} is not reported sick; check the collar number.", "collar_number")
    rules.check_ends(absence.first_day, last_day, uk_day(now()))
    absence.last_day = last_day
    absence.save()
    return _told(absence, rules.ENDS)


@command(needs=CanSickness.DELIVER)
def claim_notice(*, actor: Actor) -> Notice | None:  # noqa: ARG001
    """The next notice to deliver, leased; an end waits until the beginning was kept or set aside."""
    due = Q(state__in=[rules.QUEUED, rules.SENDING], try_at__lte=now())
    before = Q(kind=rules.ENDS) & Q(
        absence__notices__kind=rules.BEGINS,
        absence__notices__state__in=[rules.QUEUED, rules.SENDING, rules.DEAD],
    )
    waiting = Notice.objects.filter(id__in=Notice.objects.filter(before).values("id"))
    asked = Notice.objects.select_for_update(skip_locked=True, of=("self",)).filter(due)
    for worn in asked.filter(attempts__gte=rules.LAST_ATTEMPT):  # whoever claimed it died with it each time
        worn.state, worn.try_at, worn.says = rules.DEAD, None, f"Tried {worn.attempts} times and never finished."
        _moved(worn)
    asked = asked.filter(attempts__lt=rules.LAST_ATTEMPT)
    notice = asked.exclude(id__in=waiting.values("id")).order_by("try_at", "id").first()
    if notice is None:
        return None
    notice.state, notice.try_at, notice.attempts = rules.SENDING, now() + rules.LEASE, notice.attempts + 1
    return _moved(notice)


@command(needs=CanSickness.DELIVER)
def record_notice(*, actor: Actor, notice_id: UUID, outcome: str, says: str = "", reference: str = "") -> Notice:  # noqa: ARG001
    """kept, refused or later; what was kept stays kept, whatever is heard afterwards."""
    notice = locked(Notice, notice_id)
    if notice.state in (rules.DELIVERED, rules.ASIDE):
        return notice
    notice.state = rules.state_after(outcome, notice.attempts)
    notice.says = " ".join(says.split())[:300]
    notice.try_at = now() + rules.next_try(notice.attempts) if notice.state == rules.QUEUED else None
    if notice.state == rules.DELIVERED:
        notice.delivered_at, notice.hr_reference = now(), reference[:60]
        _erase_reason(notice)
    return _moved(notice)


@command(needs=CanSickness.WORK)
def retry_notice(*, actor: Actor, notice_id: UUID, seen_version: int | None = None) -> Notice:
    """Once more from the beginning, since what tripped it may be mended."""
    notice = locked(Notice, notice_id, seen_version)
    rules.check_dead(notice.state)
    notice.state, notice.attempts, notice.try_at, notice.worked_by = rules.QUEUED, 0, now(), actor.name
    return _moved(notice)


@command(needs=CanSickness.WORK)
def set_notice_aside(*, actor: Actor, notice_id: UUID, how: str, seen_version: int | None = None) -> Notice:
    """The HR system was told another way."""
    notice = locked(Notice, notice_id, seen_version)
    rules.check_dead(notice.state, how)
    notice.state, notice.worked_by, notice.worked_how = rules.ASIDE, actor.name, how.strip()[:2000]
    _erase_reason(notice)
    return _moved(notice)


def _erase_reason(notice: Notice) -> None:
    """Health data is kept no longer than it is needed: the HR system has it now."""
    if notice.kind == rules.BEGINS:
        absence = locked(Absence, notice.absence_id)
        absence.reason_sealed = ""
        absence.save()


def _told(absence: Absence, kind: str) -> Absence:
    Notice(absence=absence, kind=kind, try_at=now()).save()
    announce(AbsenceChanged(absence_id=absence.id))
    return absence


def _moved(notice: Notice) -> Notice:
    notice.save()
    announce(AbsenceChanged(absence_id=notice.absence_id))
    return notice
