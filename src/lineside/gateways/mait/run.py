"""The MAIT process: sends to the hub named in the settings and listens to it, until it is told to stop."""

import logging
import signal
from threading import Event, Thread, current_thread, main_thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from lineside.exchanges.rules import Unreadable, system_of
from lineside.gateways.mait.client import Client
from lineside.gateways.mait.reading import mapping_in_use
from lineside.gateways.mait.server import Listener
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.mait")
LISTENER = "partner hub, inbound"


def run(stop: Event | None = None) -> None:
    """Without LINESIDE_MAIT_URL messages wait, and after a minute whoever was offered an incident is to be rung."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.MAIT_URL:
        log.warning("LINESIDE_MAIT_URL is not set; no agency is reached from system to system.")
        stop.wait()
        return
    try:
        client = Client(system_of(settings.MAIT_URL, "LINESIDE_MAIT_URL"), mapping_in_use())
    except (Unreadable, OSError, ValueError) as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    hearing = Thread(target=_listen, args=(stop,)) if settings.MAIT_PORT else None
    if hearing:
        if not settings.MAIT_KEY:
            raise ImproperlyConfigured(
                "Set LINESIDE_MAIT_KEY to the key by which the hub is known; none gets in without."
            )
        hearing.start()
    client.run(stop)
    if hearing:
        hearing.join()


def _listen(stop: Event) -> None:
    listener = Listener(settings.MAIT_HOST, settings.MAIT_PORT, settings.MAIT_KEY, mapping_in_use())
    listening = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.2})
    listening.start()
    pulse = Pulse(LISTENER)
    try:
        while not stop.wait(1):
            pulse.beat(is_well=listening.is_alive(), says="" if listening.is_alive() else "it does not listen")
        listener.stop()
        listening.join()
        pulse.stop()
    finally:
        connection.close()  # of this thread alone
