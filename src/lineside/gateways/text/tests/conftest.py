"""A message centre and a gateway on loopback, for the tests of this room."""

import threading
import time
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import connection

from lineside.gateways.text.line import Line
from lineside.gateways.text.link import link_of
from lineside.gateways.text.outbound import Routes, run_outbound
from lineside.gateways.text.peer import Centre, CentreServer
from lineside.gateways.text.run import run_clock


def until(true, seconds=15):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if true():
            return
        time.sleep(0.02)
    raise AssertionError(f"It did not come about in {seconds} s.")


@pytest.fixture
def centre():
    return Centre()


@pytest.fixture
def server(centre):
    server = CentreServer(0, centre)
    server.start()
    yield server
    server.stop()


def url_of(server, more=""):
    return f"smpp://lineside:peer@127.0.0.1:{server.port}/?number=61016{more}"


@contextmanager
def a_gateway(server, *, notify=None, more="", out=True, clock=False):
    """The line, and the way out, in threads of this process."""
    stop = Event()
    line = Line(link_of(url_of(server, more)), stop)

    def alone(work, *facts):
        def run():
            try:
                work(*facts)
            finally:
                connection.close()

        return threading.Thread(target=run)

    threads = [alone(line.run)]
    if out:
        threads.append(alone(run_outbound, Routes(line, notify), stop))
    if clock:
        threads.append(alone(run_clock, stop))
    for thread in threads:
        thread.start()
    try:
        until(server.is_bound)
        yield line
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)


@pytest.fixture
def line(server, settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    with a_gateway(server) as line:
        yield line
