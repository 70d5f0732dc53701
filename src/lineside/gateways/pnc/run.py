"""The PNC process: asks the national database every few seconds whether it is there, so that the panel knows first.

Look-ups themselves are asked by the desk's own process, while somebody waits.
"""

import logging
import signal
from contextlib import closing
from threading import Event, current_thread, main_thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from lineside.exchanges.queries import Exchange
from lineside.exchanges.rules import Unreadable
from lineside.gateways.pnc.client import exchange_from_settings, mapping, why_not_there
from lineside.gateways.pnc.protocol import Mapping
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.pnc")
PART = "PNC"
ALIVE_EVERY = 5.0  # seconds


def run(stop: Event | None = None) -> None:
    """Without LINESIDE_PNC_URL each look-up says to ask by telephone, and the process just waits."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.PNC_URL:
        log.warning("LINESIDE_PNC_URL is not set; no national database is connected.")
        stop.wait()
        return
    try:
        spoken, exchange = mapping(settings.PNC_MAPPING), exchange_from_settings()
    except (Unreadable, OSError, ValueError) as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    pulse = Pulse(PART)
    with closing(exchange):
        while not stop.is_set():
            turn(exchange, spoken, pulse)
            stop.wait(ALIVE_EVERY)
    pulse.stop()
    connection.close()


def turn(exchange: Exchange, spoken: Mapping, pulse: Pulse) -> None:
    """One question whether it is there, which names nobody."""
    says = why_not_there(exchange, spoken)
    pulse.beat(is_well=not says, says=says)
