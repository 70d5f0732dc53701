"""The EISEC process: asks the source named in the settings until it is told to stop."""

import logging
import signal
from pathlib import Path
from threading import Event, current_thread, main_thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lineside.gateways.eisec.client import Client
from lineside.gateways.eisec.protocol import Mapping, Unreadable, source_of
from lineside.kernel.clock import now, uk_day
from lineside.kernel.rule_tables import in_force, load_edition

log = logging.getLogger("lineside.eisec")
SHIPPED = Path(__file__).parent / "data" / "mapping"


def run(stop: Event | None = None) -> None:
    """Without LINESIDE_EISEC_URL nobody is asked where a caller is, and the process just waits."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.EISEC_URL:
        log.warning("LINESIDE_EISEC_URL is not set; nobody is asked where a caller is.")
        stop.wait()
        return
    try:
        client = Client(source_of(settings.EISEC_URL), mapping(settings.EISEC_MAPPING), stop)
    except (Unreadable, OSError, ValueError) as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    client.run()


def mapping(path: str = "") -> Mapping:
    """The mapping file that the settings name, else the one of our own peer."""
    edition = load_edition(Path(path)) if path else in_force(SHIPPED, uk_day(now()))
    return Mapping({str(row["code"]): str(row["wire"]) for row in edition.rows})
