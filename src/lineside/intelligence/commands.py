"""Every change of an intelligence report. What was told and by whom are no facts of the audit trail (`content`)."""

from dataclasses import asdict
from uuid import UUID

from lineside.contacts.queries import contact
from lineside.intelligence.events import ReportChanged
from lineside.intelligence.models import IntelligenceReport, Source
from lineside.intelligence.permissions import CanIntel
from lineside.intelligence.rules import (
    ACKNOWLEDGED,
    CLAIMED,
    DEAD,
    LEASE,
    MOST_ATTEMPTS,
    QUEUED,
    TAKEN_WITHIN,
    TO_SANITISE,
    Grades,
    Sanitised,
    SourceFacts,
    Told,
    check_conditions,
    check_grades,
    check_is_bureau,
    check_release,
    check_sanitised,
    check_source,
    check_text,
    table,
)
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.people.queries import is_second_to

__all__ = ["Grades", "Sanitised", "SourceFacts", "Told"]


@command(needs=CanIntel.REFER)
def refer_intelligence(*, actor: Actor, grades: Grades, content: Told, secret: SourceFacts) -> IntelligenceReport:
    """Write down what was told, its grades, and apart from it who told us; it waits to be sanitised."""
    on = uk_day(now())
    check_grades(grades, on)
    text, who = check_text(content.text), check_source(secret)
    conditions = check_conditions(grades.handling, content.conditions, who)
    if who.contact_id:
        contact(who.contact_id, actor)
    key = uuid7()
    row = IntelligenceReport(
        id=key,
        reference=f"I-{key.hex[-8:].upper()}",
        state=TO_SANITISE,
        **asdict(grades),
        conditions=conditions,
        text=text,
        edition=table("grades", on).edition,
        by_id=actor.id,
        by_name=actor.name,
    )
    row.save()
    Source(report=row, told=text, **asdict(who)).save()
    return _changed(row)


@command(needs=CanIntel.RELEASE)
def release_report(
    *, actor: Actor, report_id: UUID, content: Sanitised, seen_version: int | None = None
) -> IntelligenceReport:
    """The text as the bureau gets it; it goes only when it does not name the source."""
    row = locked(IntelligenceReport, report_id, seen_version)
    who = Source.objects.get(report=row)
    facts = SourceFacts(name=who.name, known_as=who.known_as, reached_by=who.reached_by, how_known=who.how_known)
    is_second = is_second_to(actor, row.by_id)
    row.alone_because = check_release(row.state, content.alone_because, facts, is_second=is_second)
    row.text = check_sanitised(content.text, facts)
    row.state, row.released_by, row.released_at, row.try_at = QUEUED, actor.name, now(), now()
    row.save()
    return _changed(row)


@command(needs=CanIntel.DELIVER)
def claim_report(*, actor: Actor, bureau: str) -> IntelligenceReport | None:
    """What waits longest for this bureau, for its system; a report claimed and not acknowledged comes again."""
    check_is_bureau(bureau, actor.name, uk_day(now()))
    found = IntelligenceReport.objects.select_for_update(skip_locked=True).filter(bureau=bureau)
    row = found.filter(state__in=(QUEUED, CLAIMED), try_at__lte=now(), attempts__lt=MOST_ATTEMPTS)
    taken = row.order_by("try_at", "id").first()
    if taken is None:
        return None
    taken.state, taken.try_at, taken.attempts = CLAIMED, now() + LEASE, taken.attempts + 1
    taken.save()
    return _changed(taken)


@command(needs=CanIntel.DELIVER)
def acknowledge_report(*, actor: Actor, report_id: UUID, bureau_reference: str) -> IntelligenceReport:
    """The bureau has it, under a reference of its own; told twice it is the same."""
    row = _of_bureau(actor, report_id)
    reference = " ".join(bureau_reference.split())[:80]
    if row.state == ACKNOWLEDGED and row.bureau_reference == reference:
        return row
    if row.state not in (CLAIMED, QUEUED, DEAD) or not row.attempts:
        raise RuleBroken("Only a report that the bureau was given can be acknowledged.")
    if not reference:
        raise RuleBroken("Give the bureau's own reference.", "bureau_reference")
    row.state, row.bureau_reference, row.acknowledged_at = ACKNOWLEDGED, reference, now()
    row.failure, row.try_at = "", None
    row.save()
    return _changed(row)


@command(needs=CanIntel.DELIVER)
def decline_report(*, actor: Actor, report_id: UUID, why: str) -> IntelligenceReport:
    """The bureau's system cannot take it; a person sees it, and why."""
    row = _of_bureau(actor, report_id)
    if row.state != CLAIMED:
        raise RuleBroken("Only a report that the bureau was given can be declined.")
    return _dead(row, f"The bureau's system declined it: {' '.join(why.split())[:200] or 'no reason given'}")


@command(needs=CanIntel.DELIVER)
def give_up(*, actor: Actor) -> int:  # noqa: ARG001 - by the clock
    """What no bureau took in time, or took and never acknowledged, is shown to a person; how many."""
    at, given_up = now(), 0
    for row in IntelligenceReport.objects.select_for_update(skip_locked=True).filter(state__in=(QUEUED, CLAIMED)):
        if row.state == QUEUED and row.released_at and at - row.released_at >= TAKEN_WITHIN:
            _dead(row, "No bureau's system took it in time.")
        elif row.state == CLAIMED and row.attempts >= MOST_ATTEMPTS and row.try_at and row.try_at <= at:
            _dead(row, f"Taken {row.attempts} times and never acknowledged.")
        else:
            continue
        given_up += 1
    return given_up


@command(needs=CanIntel.RELEASE)
def send_again(*, actor: Actor, report_id: UUID, seen_version: int | None = None) -> IntelligenceReport:  # noqa: ARG001
    """Once more to the bureau, after what stood against it is put right."""
    row = locked(IntelligenceReport, report_id, seen_version)
    if row.state != DEAD:
        raise RuleBroken("Only a report that was not taken is sent again.")
    row.state, row.failure, row.attempts, row.try_at, row.released_at = QUEUED, "", 0, now(), now()
    row.save()
    return _changed(row)


def _of_bureau(actor: Actor, report_id: UUID) -> IntelligenceReport:
    row = locked(IntelligenceReport, report_id)
    check_is_bureau(row.bureau, actor.name, uk_day(now()))
    return row


def _dead(row: IntelligenceReport, why: str) -> IntelligenceReport:
    row.state, row.failure, row.try_at = DEAD, why, None
    row.save()
    return _changed(row)


def _changed(row: IntelligenceReport) -> IntelligenceReport:
    announce(ReportChanged(report_id=row.id, state=row.state))
    return row
