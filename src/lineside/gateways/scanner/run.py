"""The scanner process: looks for files, has them scanned, and says when the scanner is away or behind the times."""

import logging
import signal
from threading import Event, current_thread, main_thread

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.files.queries import signatures_are_stale
from lineside.gateways.scanner.outbound import Scanner, scan_due
from lineside.gateways.scanner.protocol import About, read_address
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.scanner")
PART = "scanner"
PAUSE = 1.0


def run(stop: Event | None = None) -> None:
    """Until told to stop. Without LINESIDE_CLAMD_URL there is no scanner, and files stay not scanned."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.CLAMD_URL:
        log.warning("LINESIDE_CLAMD_URL is not set; files stay not scanned.")
        stop.wait()
        return
    scanner, pulse = Scanner(read_address(settings.CLAMD_URL)), Pulse(PART)
    while not stop.is_set():
        stop.wait(turn(scanner, pulse))
    pulse.stop()
    connection.close()


def turn(scanner: Scanner, pulse: Pulse) -> float:
    """One look; the seconds until the next."""
    close_old_connections()
    try:
        about = scanner.about()
        says = stale_because(about)
        pulse.beat(is_well=not says, says=says)
        return 0.0 if scan_due(scanner, about) else PAUSE
    except (DatabaseError, InterfaceError) as fault:
        log.warning("The database cannot be reached; files wait: %s", fault)
    except OSError as fault:
        pulse.beat(is_well=False, says=f"the scanner is away, files stay not scanned: {fault}")
    except Exception:
        log.exception("A file trips us; it is tried again")
    finally:
        connection.close()
    return PAUSE * 2


def stale_because(about: About) -> str:
    """Why the scanner's word is worth little; empty when its signatures are of this week."""
    if not signatures_are_stale(about.signatures_at):
        return ""
    if about.signatures_at is None:
        return "scanner stale: it does not say how old its signatures are"
    return f"scanner stale: its signatures are of {about.signatures_at:%-d %B %Y}, older than seven days"
