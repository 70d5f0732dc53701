"""The process itself: it listens, beats, and stops when it is told to; without a key it does not begin."""

import socket
import time
from threading import Event, Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from lineside.gateways.aml.peer import form, send
from lineside.gateways.aml.run import run
from lineside.heartbeats.models import Heartbeat
from lineside.whereabouts.models import Fix

pytestmark = pytest.mark.django_db(transaction=True)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true, seconds=20):
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if true():
            return
        time.sleep(0.05)
    raise AssertionError(f"It did not come about in {seconds} s.")


def answers(port: int, body: bytes) -> bool:
    try:
        return send(port, body) == 204
    except ConnectionError:
        return False


def test_it_listens_beats_and_stops_when_told(settings, tmp_path):
    settings.FILES_DIR, settings.AML_PORT, settings.AML_KEY = tmp_path, a_free_port(), "a key"
    stop = Event()

    def process():
        try:
            run(stop)
        finally:
            connection.close()

    thread = Thread(target=process)
    thread.start()
    try:
        body = form("+447700900123", 53.7949, -1.5477, "a key")
        until(lambda: answers(settings.AML_PORT, body))
        until(lambda: Heartbeat.objects.filter(part="AML over HTTPS", is_well=True).exists())
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()
    assert Fix.objects.count() == 1
    assert Heartbeat.objects.get(part="AML over HTTPS").says == "stopped"


def test_without_a_key_it_does_not_begin(settings):
    settings.AML_PORT, settings.AML_KEY = a_free_port(), ""
    with pytest.raises(ImproperlyConfigured, match="LINESIDE_AML_KEY"):
        run(Event())
