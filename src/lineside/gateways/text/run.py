"""The text process: the line to the network, the second route, the way out, and what runs by the clock."""

import logging
import signal
import time
from threading import Event, Thread, current_thread, main_thread

import httpx
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.contacts.commands import note_silence
from lineside.contacts.queries import overdue_answers
from lineside.gateways.text.commands import close_overdue
from lineside.gateways.text.inbound import ACTOR
from lineside.gateways.text.line import Line
from lineside.gateways.text.link import link_of
from lineside.gateways.text.notify import Notify, notify_account
from lineside.gateways.text.outbound import Routes, run_outbound
from lineside.gateways.text.queries import overdue_parts
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.text")
LOOK_EVERY = 15.0


def run(stop: Event | None = None) -> None:
    """Until told to stop; what is under way then is finished or left unanswered, never half kept."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    routes = routes_from_settings(stop)
    if routes.line is None and routes.notify is None:
        log.warning("Neither LINESIDE_SMPP_URL nor LINESIDE_NOTIFY_URL is set; there is no text line.")
        stop.wait()
        return
    threads = [Thread(target=run_outbound, args=(routes, stop), name="text-out")]
    if routes.line:
        threads.append(Thread(target=routes.line.run, name="text-smpp"))
    if routes.notify:
        threads.append(Thread(target=run_notify, args=(routes.notify, stop), name="text-notify"))
    for thread in threads:
        thread.start()
    try:
        run_clock(stop)
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=20)


def routes_from_settings(stop: Event) -> Routes:
    line = Line(link_of(settings.SMPP_URL), stop) if settings.SMPP_URL else None
    notify = None
    if settings.NOTIFY_URL:
        notify = Notify(notify_account(settings.NOTIFY_URL, settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE))
    return Routes(line, notify)


def run_clock(stop: Event) -> None:
    """Texts whose rest did not come, and people who did not answer: each second, at the cost of two looks."""
    while not stop.wait(1.0):
        try:
            close_old_connections()
            keep_time()
        except (DatabaseError, InterfaceError) as fault:
            log.warning("The clock waits for the database: %s", fault)
        except Exception:
            log.exception("The clock trips")
        finally:
            connection.close()


def keep_time() -> None:
    if overdue_parts():
        close_overdue(actor=ACTOR)
    if overdue_answers():
        note_silence(actor=ACTOR)


def run_notify(notify: Notify, stop: Event) -> None:
    """Ask the second route regularly: it is then known to live, and what its callbacks missed is found."""
    pulse, looked_at = Pulse("text by Notify"), float("-inf")
    while not stop.is_set():
        if time.monotonic() - looked_at > LOOK_EVERY:
            looked_at = time.monotonic()
            says = look(notify)
            pulse.beat(is_well=not says, says=says)
        stop.wait(0.5)
    pulse.stop()
    notify.close()


def look(notify: Notify) -> str:
    """Empty when all is well, else what is not."""
    try:
        close_old_connections()
        notify.look()
    except httpx.HTTPError as fault:
        return f"Notify does not answer as it should: {fault}"
    except (DatabaseError, InterfaceError):
        return "the database cannot be reached"
    except Exception as fault:
        log.exception("Notify says what we do not understand")
        return f"Notify says what we do not understand ({type(fault).__name__})"
    finally:
        connection.close()
    return ""
