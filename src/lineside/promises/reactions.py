"""What promised updates do by the clock and by the news below.

A limit that is over goes on record within seconds, whoever looks; what kept one and did not arrive keeps it no more.
"""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.contacts.events import MessageDelivered
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.promises.commands import fall_due_again, hold_for_promises, record_missed
from lineside.promises.permissions import CanPromise
from lineside.promises.queries import has_promises, missed_and_not_recorded
from lineside.promises.rules import is_undoing
from lineside.triage.events import ContactAssessed

CLOCK = system_actor("promised updates", CanPromise.MAKE)


@when(MessageDelivered)
def take_back_what_did_not_arrive(event: MessageDelivered) -> None:
    """A promise that was kept by it is owed again, and stands before its holder and, when late, the supervisor."""
    if is_undoing(event.outcome) and has_promises(event.contact_id):
        fall_due_again(actor=CLOCK, contact_id=event.contact_id, message_id=event.message_id)


@when(ContactAssessed)
def hold_its_log(event: ContactAssessed) -> None:
    """A promise that was given before its contact joined the log."""
    if has_promises(event.contact_id):
        hold_for_promises(actor=CLOCK, contact_id=event.contact_id)


@app.periodic(cron="* * * * * */10")
@app.task(name="promises.record_missed", queue="clock", queueing_lock="record_missed_promises")
def look_for_missed(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    record_all_missed()


def record_all_missed() -> int:
    """How many limits were found to be over."""
    found = missed_and_not_recorded()
    for key in found:
        record_missed(actor=CLOCK, promise_id=key)
    return len(found)
