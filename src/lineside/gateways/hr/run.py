"""The HR process: tells the HR system named in the settings until it is told to stop."""

import logging
import signal
from pathlib import Path
from threading import Event, current_thread, main_thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lineside.exchanges.queries import names_of
from lineside.exchanges.rules import Unreadable, system_of
from lineside.gateways.hr.client import Client
from lineside.gateways.hr.protocol import Mapping

log = logging.getLogger("lineside.hr")
SHIPPED = Path(__file__).parent / "data" / "mapping"


def run(stop: Event | None = None) -> None:
    """Without LINESIDE_HR_URL notices wait, and the desk shows that they do."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.HR_URL:
        log.warning("LINESIDE_HR_URL is not set; no sickness is told to the HR system.")
        stop.wait()
        return
    try:
        client = Client(system_of(settings.HR_URL, "LINESIDE_HR_URL"), mapping(settings.HR_MAPPING))
    except (Unreadable, OSError, ValueError) as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    client.run(stop)


def mapping(path: str = "") -> Mapping:
    """The mapping file that the settings name, else the one of our own peer."""
    return Mapping(names_of(path, SHIPPED))
