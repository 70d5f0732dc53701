"""The turns of a platform that we ask: taken until told to stop, and waited for while it or the database is away."""

import logging
from threading import Event
from typing import Protocol

import httpx
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.social")
AFTER_A_FAULT = 15.0  # seconds


class Platform(Protocol):
    """One account that is asked for what came."""

    called: str
    between_turns: float  # seconds
    while_away: float

    def turn(self, stop: Event, pulse: Pulse) -> None:
        """Read everything since the last that is kept, for as long as the platform keeps the line."""

    def close(self) -> None:
        """Its lines."""


def run_platform(own: Platform, stop: Event) -> None:
    pulse = Pulse(own.called)
    while not stop.is_set():
        wait = AFTER_A_FAULT
        try:
            close_old_connections()
            own.turn(stop, pulse)
            wait = own.between_turns
        except (httpx.HTTPError, DatabaseError, InterfaceError) as fault:
            log.warning("%s waits: %s", own.called, fault)
            pulse.beat(is_well=False, says=f"{type(fault).__name__}: {fault}")
            wait = own.while_away
        except Exception as fault:
            log.exception("%s trips us", own.called)
            pulse.beat(is_well=False, says=f"a fault of ours ({type(fault).__name__})")
        finally:
            connection.close()
        stop.wait(wait)
    pulse.stop()
    connection.close()
    own.close()
