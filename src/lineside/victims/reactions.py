"""What victims' rights do by the clock and by the news of crimes below."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.crimes.events import CrimeReclassified, CrimeRecorded
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.victims.commands import classify_anew, open_care, record_missed
from lineside.victims.permissions import CanVictim
from lineside.victims.queries import missed_and_not_recorded

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
