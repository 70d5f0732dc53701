"""The AML process: listens until it is told to stop."""

import logging
import signal
from threading import Event, Thread, current_thread, main_thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lineside.gateways.aml.server import Listener
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.aml")


def run(stop: Event | None = None) -> None:
    """Without LINESIDE_AML_PORT positions come by text alone, and the process just waits."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.AML_PORT:
        log.warning("LINESIDE_AML_PORT is not set; positions of handsets are taken by text only.")
        stop.wait()
        return
    if not settings.AML_KEY:
        raise ImproperlyConfigured(
            "Set LINESIDE_AML_KEY to the key with which handsets sign; none is believed without."
        )
    listener = Listener(settings.AML_HOST, settings.AML_PORT, settings.AML_KEY)
    listening = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.2})
    listening.start()
    pulse = Pulse("AML over HTTPS")
    while not stop.wait(1):
        pulse.beat(is_well=listening.is_alive(), says="" if listening.is_alive() else "it does not listen")
    listener.stop()
    listening.join()
    pulse.stop()
