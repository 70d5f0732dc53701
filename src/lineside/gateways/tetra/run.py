"""The TETRA process: listens to the terminal named in the settings until it is told to stop."""

import logging
import signal
from pathlib import Path
from threading import Event, current_thread, main_thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lineside.gateways.tetra.inbound import Hearing
from lineside.gateways.tetra.line import Terminal, place_of
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.tetra")
PART = "radio terminal"


def run(stop: Event | None = None) -> None:
    """Without LINESIDE_TETRA_URL there is no terminal: states and positions come over the API, if at all."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.TETRA_URL:
        log.warning("LINESIDE_TETRA_URL is not set; no radio is heard here.")
        stop.wait()
        return
    try:
        place = place_of(settings.TETRA_URL, Path(settings.VAR) / "gateways")
    except ValueError as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    Terminal(place, Hearing(stop), Pulse(PART), stop).run()
