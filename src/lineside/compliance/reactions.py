"""What compliance does by the clock, and as contacts, incidents, crimes and victims' rights below it change."""

from datetime import timedelta
from time import monotonic
from uuid import UUID

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.compliance.commands import begin_sweep, judge, recount, sweep_next
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.queries import due_now, incident_of_victim, open_sweeps
from lineside.compliance.rules.checks import CONTACT, INCIDENT, number
from lineside.compliance.rules.spans import DAILY
from lineside.contacts.events import ContactChanged
from lineside.crimes.events import (
    CrimeCancelled,
    CrimeReclassified,
    CrimeRecorded,
    CrimeTransferChanged,
    NoCrimeDecided,
    OutcomeGiven,
)
from lineside.incidents.events import IncidentClosed, IncidentReopened
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import when
from lineside.victims.events import VictimChanged

CLOCK = system_actor("compliance", CanCompliance.JUDGE, CanCompliance.SWEEP)
RESOLVED = "resolved"
LOOKED_BACK = timedelta(hours=1)  # of what has become due: a worker that was away for a while misses none
RECOUNTED = 4  # parts of months at most each time
# One sweep holds one of the worker's few places, and gives it back each minute: what rings an alarm waits for none.
ONE_SWEEP, STRETCH = "compliance_sweep", 45.0


@when(CrimeRecorded)
def look_at_recorded(event: CrimeRecorded) -> None:
    _look_at(event.incident_id)


@when(CrimeReclassified)
def look_at_reclassified(event: CrimeReclassified) -> None:
    _look_at(event.incident_id)


@when(NoCrimeDecided)
def look_at_decided(event: NoCrimeDecided) -> None:
    _look_at(event.incident_id)


@when(OutcomeGiven)
def look_at_outcome(event: OutcomeGiven) -> None:
    _look_at(event.incident_id)


@when(CrimeCancelled)
def look_at_cancelled(event: CrimeCancelled) -> None:
    _look_at(event.incident_id)


@when(CrimeTransferChanged)
def look_at_transferred(event: CrimeTransferChanged) -> None:
    _look_at(event.incident_id)


@when(IncidentClosed)
def look_at_closed(event: IncidentClosed) -> None:
    _look_at(event.incident_id)


@when(IncidentReopened)
def look_at_reopened(event: IncidentReopened) -> None:
    _look_at(event.incident_id)


@when(VictimChanged)
def look_at_rights(event: VictimChanged) -> None:
    if (incident_id := incident_of_victim(event.victim_id)) is not None:
        _look_at(incident_id)


@when(ContactChanged)
def look_at_contact(event: ContactChanged) -> None:
    """Only one that is resolved, or waits again after it was; what waits first has nothing to be judged."""
    if event.state == RESOLVED:
        judge(actor=CLOCK, subject=CONTACT, keys=[event.contact_id])


@app.periodic(cron="*/10 * * * *")
@app.task(name="compliance.look_at_due", queue="clock", queueing_lock="compliance_due")
def look_at_due(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    judge_due()


@app.periodic(cron="40 1 * * *")
@app.task(name="compliance.begin_daily", queue="clock", queueing_lock="compliance_daily", lock=ONE_SWEEP)
def begin_daily(timestamp: int) -> None:  # noqa: ARG001
    close_old_connections()
    begin_nightly()


@app.periodic(cron="* * * * *")
@app.task(name="compliance.carry_on", queue="clock", queueing_lock="compliance_carry_on", lock=ONE_SWEEP)
def go_on(timestamp: int) -> None:  # noqa: ARG001
    close_old_connections()
    carry_on(STRETCH)
    count_again()


def judge_due() -> int:
    """What nobody recorded or decided on in time; how many incidents were looked at."""
    until = now() - timedelta(hours=number("record_hours", uk_day(now())))
    found = due_now(until - LOOKED_BACK, until)
    if found:
        judge(actor=CLOCK, subject=INCIDENT, keys=found)
    return len(found)


def begin_nightly() -> None:
    """Unless the one of the night before is still under way; that one is carried on."""
    try:
        begin_sweep(actor=CLOCK, kind=DAILY)
    except RuleBroken:
        return


def carry_on(longest: float = float("inf")) -> int:
    """Take every sweep that is under way further, for so many seconds; how many parts of months were judged."""
    done, ends = 0, monotonic() + longest
    for key in open_sweeps():
        while monotonic() < ends and sweep_next(actor=CLOCK, sweep_id=key):
            done += 1
    return done


def count_again() -> int:
    done = 0
    while done < RECOUNTED and recount(actor=CLOCK):
        done += 1
    return done


def _look_at(incident_id: UUID) -> None:
    judge(actor=CLOCK, subject=INCIDENT, keys=[incident_id])
