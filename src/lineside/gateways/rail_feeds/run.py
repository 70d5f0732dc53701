"""The rail feeds process: a line for each feed that the settings name, until it is told to stop."""

import logging
import signal
from threading import Event, Thread, current_thread, main_thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lineside.gateways.rail_feeds.client import Line, address_of

log = logging.getLogger("lineside.rail_feeds")


def run(stop: Event | None = None) -> None:
    """Without LINESIDE_TRUST_URL or LINESIDE_DARWIN_URL no train is heard of, and the process just waits."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    named = {"trust": settings.TRUST_URL, "darwin": settings.DARWIN_URL}
    try:
        lines = [Line(feed, address_of(url)) for feed, url in named.items() if url]
    except ValueError as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    if not lines:
        log.warning("Neither LINESIDE_TRUST_URL nor LINESIDE_DARWIN_URL is set; nothing is known of trains.")
    threads = [Thread(target=line.run, args=(stop,), name=f"rail-{line.feed}") for line in lines]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(timeout=20)
