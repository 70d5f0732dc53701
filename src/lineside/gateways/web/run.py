"""The web report process: serves the public's pages by themselves, and beats for as long as they answer."""

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event, current_thread, main_thread

import httpx
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.gateways.web.allowance import forget_old
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.web")
PART = "web report"
STATIC = Path(__file__).parent / "static"
CONNECTIONS, PATIENCE = "6", 5.0  # so few that a flood leaves the desks theirs


def run(stop: Event | None = None) -> None:
    """Until told to stop; a server that ended by itself ends this too, so that the supervisor starts both again."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    server = subprocess.Popen(command(), env={**os.environ, "LINESIDE_FACE": "public", "LINESIDE_POOL": CONNECTIONS})  # noqa: S603 - our own words
    pulse = Pulse(PART)
    try:
        stop.wait(3)
        while not stop.is_set() and server.poll() is None:
            look(pulse)
            stop.wait(pulse.every)
    finally:
        pulse.stop()
        server.terminate()
        server.wait(15)
    if not stop.is_set():
        raise SystemExit(f"The public pages ended by themselves ({server.returncode}).")


def command() -> list[str]:
    own = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--log-level", "warning"]
    at = ["--host", settings.HOST, "--port", str(settings.REPORT_PORT), "--blocking-threads", "6", "--backlog", "256"]
    static = ["--static-path-route", "/static", "--static-path-mount", str(STATIC)]
    return [*own, *at, *static, "lineside.gateways.web.wsgi:application"]


def look(pulse: Pulse) -> None:
    """Beat only when the form answers as a reporter would see it."""
    try:
        httpx.get(f"http://{settings.HOST}:{settings.REPORT_PORT}/report/", timeout=PATIENCE, trust_env=False,
                  headers={"Host": "localhost"}).raise_for_status()  # fmt: skip
    except httpx.HTTPError as fault:
        pulse.beat(is_well=False, says=f"the form does not answer: {type(fault).__name__}")
    else:
        pulse.beat()
    try:
        close_old_connections()
        forget_old()
    except (DatabaseError, InterfaceError) as fault:
        log.warning("The allowances wait for the database: %s", type(fault).__name__)
    finally:
        connection.close()
