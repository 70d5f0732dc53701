"""The senders process: takes one kept mail after another, asks whether it came from whom it names, tells contacts."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.contacts.commands import claim_sender_check, record_sender_check
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import mail_as_it_came, senders_are_due
from lineside.files.permissions import CanFile
from lineside.gateways.senders.checking import Checked, check
from lineside.gateways.senders.names import Names
from lineside.gateways.senders.protocol import sentence
from lineside.heartbeats.commands import Pulse
from lineside.kernel.actors import system_actor

log = logging.getLogger("lineside.senders")
ACTOR = system_actor("sender checks", CanContact.RECEIVE, CanFile.READ)
PART = "sender checks"
PAUSE = 0.5
LONGEST_CHECK = 30  # seconds of one mail, whatever it does to the libraries that read it
AGAIN = 1.0  # seconds, for a library that swallows even that
PATIENCE = 3  # a mail at which the process died so often is one that cannot be checked


class TooLong(BaseException):
    """One mail took more time than it may; no `except Exception` around a library may take it for a fault of that."""


def run(stop: Event | None = None) -> None:
    """Until told to stop. Without LINESIDE_DNS nobody is asked, and nothing is claimed of a sender by us."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.DNS:
        log.warning("LINESIDE_DNS is not set; we check no sender ourselves.")
        stop.wait()
        return
    names, pulse = Names(settings.DNS), Pulse(PART)
    while not stop.is_set():
        stop.wait(turn(names, pulse))
    pulse.stop()
    connection.close()


def turn(names: Names, pulse: Pulse) -> float:
    """One mail at most; the seconds until the next look."""
    close_old_connections()
    try:
        has_more = senders_are_due() and check_next(names)
        why = names.why_not_there()
        pulse.beat(is_well=not why, says=why)
    except (DatabaseError, InterfaceError) as fault:
        log.warning("The database cannot be reached; mail waits to be checked: %s", fault)
    except Exception:
        log.exception("A mail trips us; it is tried again")
    else:
        return 0.0 if has_more else PAUSE
    finally:
        connection.close()
    return PAUSE * 4


def check_next(names: Names) -> bool:
    """Check the newest mail that is due; whether there was one."""
    due = claim_sender_check(actor=ACTOR)
    if due is None:
        return False
    found = _found(names, due) if due.attempts <= PATIENCE else {"why": f"it broke off {PATIENCE} times at this mail"}
    record_sender_check(
        actor=ACTOR, check_id=due.id, results=found, says=sentence(found), is_forged=found.get("dmarc") == "fail"
    )
    return True


def _found(names: Names, due: Any) -> dict[str, str]:  # noqa: ANN401 - a row of contacts
    shown, raw = mail_as_it_came(ACTOR, due.message_id)
    mail = Checked(raw=raw, shown=shown, client=due.client, helo=due.helo, mail_from=due.mail_from)
    try:
        with _at_most(LONGEST_CHECK):
            return check(mail, names, settings.MAIL_RELAYS)
    except TooLong:
        return {"why": "it took too long"}


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Break off even a pattern that runs for ever; only the process's main thread can."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _break_off)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _break_off(*_: object) -> None:
    raise TooLong
