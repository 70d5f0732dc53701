"""The e-mail process: listens, sends replies, and watches the force's own server where there is one."""

import logging
import os
import signal
import smtplib
import ssl
from threading import Event, Thread, current_thread, main_thread

from django.conf import settings
from django.db import connection

from lineside.gateways.email.imap import imap_server, run_imap
from lineside.gateways.email.inbound import Listener
from lineside.gateways.email.outbound import run_outbound
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.email")


def run(stop: Event | None = None) -> None:
    """Until told to stop; what is under way then is finished or left unacknowledged, never half kept."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    listener = Listener(settings.SMTP_HOST, settings.SMTP_PORT, certificate())
    listener.start()
    threads = []
    if settings.SMARTHOST:
        threads.append(Thread(target=run_outbound, args=(stop,), name="mail-out"))
    else:
        log.warning("LINESIDE_SMARTHOST is not set; replies wait.")
    if settings.IMAP_URL:
        threads.append(Thread(target=run_imap, args=(imap_server(settings.IMAP_URL), stop), name="mail-imap"))
    for thread in threads:
        thread.start()
    pulse = Pulse("e-mail in")
    try:
        while not stop.is_set():
            greet(pulse)
            stop.wait(pulse.every)
    finally:
        stop.set()
        pulse.stop()
        listener.stop()
        for thread in threads:
            thread.join(timeout=35)


def greet(pulse: Pulse) -> None:
    """Beat only when our own listener answers as a sender's server would hear it."""
    try:
        with smtplib.SMTP(settings.SMTP_HOST, settings.SMTP_PORT, timeout=5) as line:
            line.noop()
    except (OSError, smtplib.SMTPException) as fault:
        pulse.beat(is_well=False, says=f"the listener does not answer: {fault}")
    else:
        pulse.beat()
    finally:
        connection.close()


def certificate() -> ssl.SSLContext | None:
    """STARTTLS with LINESIDE_SMTP_CERT and LINESIDE_SMTP_KEY; without them it is not offered."""
    path, key = os.environ.get("LINESIDE_SMTP_CERT", ""), os.environ.get("LINESIDE_SMTP_KEY", "")
    if not path:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path, key or None)
    return context
