"""What victims' rights do by the clock and by the news of crimes below."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.contacts.events import MessageDelivered
from lineside.crimes.events import CrimeCancelled, CrimeReclassified, CrimeRecorded, CrimeTransferChanged, OutcomeGiven
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.victims.commands import (
    classify_anew,
    hear_cancelled,
    hear_outcome,
    hear_transferred,
    note_delivery,
    open_care,
    record_missed,
)
from lineside.victims.permissions import CanVictim
from lineside.victims.queries import is_letter, missed_and_not_recorded

CLOCK = system_actor("victims' rights", CanVictim.WATCH)


@when(CrimeRecorded)
def begin_care(event: CrimeRecorded) -> None:
    """Whatever desk recorded it; heard twice, it begins once."""
    open_care(actor=CLOCK, crime_id=event.crime_id)


@when(CrimeReclassified)
def weigh_anew(event: CrimeReclassified) -> None:
    """Another class may bring enhanced rights, and is told to the victim."""
    open_care(actor=CLOCK, crime_id=event.crime_id)
    classify_anew(actor=CLOCK, crime_id=event.crime_id, was=event.was, became=event.now)


@when(OutcomeGiven)
def follow_outcome(event: OutcomeGiven) -> None:
    """What the outcome is to its victims, and the right to have it looked at again where one is owed."""
    open_care(actor=CLOCK, crime_id=event.crime_id)
    hear_outcome(actor=CLOCK, crime_id=event.crime_id, outcome=event.outcome)


@when(CrimeCancelled)
def follow_cancelling(event: CrimeCancelled) -> None:
    hear_cancelled(actor=CLOCK, crime_id=event.crime_id, code=event.code)


@when(CrimeTransferChanged)
def follow_transfer(event: CrimeTransferChanged) -> None:
    """Only that the other force has taken it is told to the victims; until then they are ours."""
    if event.state == "accepted":
        hear_transferred(actor=CLOCK, crime_id=event.crime_id)


@when(MessageDelivered)
def hear_of_letter(event: MessageDelivered) -> None:
    """Asked of every message that goes out; one that is no letter of ours costs a look."""
    if is_letter(event.message_id):
        note_delivery(actor=CLOCK, contact_id=event.contact_id, message_id=event.message_id)


@app.periodic(cron="* * * * * */10")
@app.task(name="victims.record_missed", queue="clock", queueing_lock="record_missed_rights")
def look_for_missed(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    record_all_missed()


def record_all_missed() -> int:
    """How many limits were found to be over."""
    found = missed_and_not_recorded()
    for key in found:
        record_missed(actor=CLOCK, victim_duty_id=key)
    return len(found)
