"""Every change about the press: who is on duty, what was asked, what was said, how it ended."""

from uuid import UUID

from django.db import connection

from lineside.contacts.queries import contact
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.press.events import EnquiryChanged, PressDutyPlanned
from lineside.press.models import PressDuty, PressEnquiry, Said
from lineside.press.permissions import CanPress
from lineside.press.queries import on_duty
from lineside.press.rules import (
    CLOSED,
    OPEN,
    PASSED,
    DutyFacts,
    EnquiryFacts,
    check_closing,
    check_duty,
    check_ending_duty,
    check_enquiry,
    check_passing,
    check_words,
)

__all__ = ["DutyFacts", "EnquiryFacts"]


@command(needs=CanPress.ROSTER)
def plan_press_duty(*, actor: Actor, duty: DutyFacts) -> PressDuty:
    """Say which press officer is on duty, from when to when."""
    with connection.cursor() as cursor:  # two who plan in the same instant would each see no other duty
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('press duty'))")
    others = PressDuty.objects.filter(ends_at__gt=duty.begins_at, begins_at__lt=duty.ends_at)
    kept = check_duty(duty, list(others.values_list("begins_at", "ends_at")))
    row = PressDuty(
        name=kept.name, number=kept.number, begins_at=kept.begins_at, ends_at=kept.ends_at, by_name=actor.name
    )
    row.save()
    announce(PressDutyPlanned(duty_id=row.id))
    return row


@command(needs=CanPress.ROSTER)
def end_press_duty(*, actor: Actor, duty_id: UUID, reason: str, seen_version: int | None = None) -> PressDuty:  # noqa: ARG001
    """A duty that was wrong or is cut short ends now, or before it began; another may then be planned."""
    row, at = locked(PressDuty, duty_id, seen_version), now()
    check_ending_duty(row.ends_at, reason, at)
    row.begins_at, row.ends_at = min(row.begins_at, at), at
    row.save()
    announce(PressDutyPlanned(duty_id=row.id))
    return row


@command(needs=CanPress.TAKE)
def open_enquiry(*, actor: Actor, asked: EnquiryFacts, contact_id: UUID | None = None) -> PressEnquiry:
    """Write down what a journalist asks, and by when they need it."""
    kept = check_enquiry(asked)
    if contact_id:
        contact(contact_id, actor)
    key = uuid7()
    row = PressEnquiry(
        id=key,
        reference=f"P-{key.hex[-8:].upper()}",
        contact_id=contact_id,
        state=OPEN,
        outlet=kept.outlet,
        journalist=kept.journalist,
        reached_by=kept.reached_by,
        asks=kept.asks,
        answer_by=kept.answer_by,
        by_name=actor.name,
    )
    row.save()
    return _changed(row)


@command(needs=CanPress.TAKE)
def pass_enquiry(*, actor: Actor, enquiry_id: UUID, seen_version: int | None = None) -> PressEnquiry:
    """It was given to the press officer who is on duty now, and they have it."""
    row = locked(PressEnquiry, enquiry_id, seen_version)
    officer = on_duty()
    check_passing(row.state, officer.name if officer else "")
    row.officer = officer.name if officer else ""
    row.state, row.passed_at, row.passed_by = PASSED, now(), actor.name
    row.save()
    return _changed(row)


@command(needs=CanPress.TAKE)
def note_said(
    *, actor: Actor, enquiry_id: UUID, words: str, cleared_by: str, seen_version: int | None = None
) -> PressEnquiry:
    """What was said to the journalist, word by word, and who cleared it."""
    row = locked(PressEnquiry, enquiry_id, seen_version)
    said, cleared = check_words(row.state, words, cleared_by)
    Said(enquiry=row, words=said, cleared_by=cleared, by_name=actor.name).save()
    row.save()
    return _changed(row)


@command(needs=CanPress.TAKE)
def close_enquiry(*, actor: Actor, enquiry_id: UUID, outcome: str, seen_version: int | None = None) -> PressEnquiry:
    """How it ended; *answered* only when something that was cleared has been said."""
    row = locked(PressEnquiry, enquiry_id, seen_version)
    check_closing(row.state, outcome, Said.objects.filter(enquiry=row).count(), uk_day(now()))
    row.state, row.outcome, row.closed_by, row.closed_at = CLOSED, outcome, actor.name, now()
    row.save()
    return _changed(row)


def _changed(row: PressEnquiry) -> PressEnquiry:
    announce(EnquiryChanged(enquiry_id=row.id, state=row.state))
    return row
