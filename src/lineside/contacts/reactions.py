"""By the clock: whoever has left every desk keeps no contact, and what ended by itself at a seat is over for all."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, close_old_connections
from procrastinate.contrib.django import app

from lineside.contacts import queries
from lineside.contacts.commands import empty_seat, free_seat, return_from_absent
from lineside.contacts.permissions import CanContact
from lineside.kernel.actors import system_actor
from lineside.queues import queries as queues

log = logging.getLogger("lineside.contacts")
DATABASE_AWAY = (InterfaceError, OperationalError)
ACTOR = system_actor("queue", CanContact.TAKE)


@app.periodic(cron="* * * * * */5")
@app.task(name="contacts.absent", queue="clock", queueing_lock="absent")
def look(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    return_from_the_absent()
    free_seats()


def return_from_the_absent() -> int:
    """Give back what is in hands that signed out, whose sitting ended or was ended; how many contacts."""
    returned = 0
    for contact_id, account_id in queries.in_absent_hands():
        with _the_next_goes_on(f"contact {contact_id}"):
            returned += return_from_absent(actor=ACTOR, contact_id=contact_id, handler_id=account_id)
    for account_id in queries.absent_seats():
        with _the_next_goes_on(f"seat {account_id}"):
            empty_seat(actor=ACTOR, account_id=account_id)
    return returned


def free_seats() -> None:
    """A kept contact that nobody took, or wrapping up that is over: every desk hears of it."""
    for seat_id in queues.over_by_themselves():
        with _the_next_goes_on(f"seat {seat_id}"):
            free_seat(actor=ACTOR, seat_id=seat_id)


@contextmanager
def _the_next_goes_on(which: str) -> Iterator[None]:
    """What cannot be settled now is looked at again in five seconds, and stops nothing behind it."""
    try:
        yield
    except DATABASE_AWAY:
        raise
    except Exception:
        log.exception("The %s stays as it is.", which)
