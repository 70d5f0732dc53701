"""The telephony process: listens to the switch named in the settings until it is told to stop."""

import logging
import os
import signal
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lineside.gateways.telephony.ami import Client, Ears, Switch, switch_address
from lineside.gateways.telephony.dialling import Dialler
from lineside.gateways.telephony.inbound import Hearing
from lineside.gateways.telephony.outgoing import Placing
from lineside.gateways.telephony.tracker import Lines
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.telephony")


def run(stop: Event | None = None) -> None:
    """Without LINESIDE_AMI_URL there is no switch to listen to: calls come over HTTP, and the process just waits."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    if not settings.AMI_URL:
        log.warning("LINESIDE_AMI_URL is not set; call events are taken over HTTP only.")
        stop.wait()
        return
    switch = switch_from_settings()
    hearing = Hearing(f"telephony {switch.host}:{switch.port}"[:40], stop)
    ears = Ears(
        call=hearing.call,
        asked=hearing.asked,
        gap_begins=hearing.gap_begins,
        gap_ends=hearing.gap_ends,
        pulse=Pulse(hearing.gateway),
    )
    dialler = Dialler(switch, placing_from_settings(), Pulse(f"{hearing.gateway} calls out"[:80]), stop)
    dialling = Thread(target=dialler.run, name="calls out")
    dialling.start()
    Client(switch, ears, stop).run()
    dialling.join()


def placing_from_settings() -> Placing:
    """How calls out are asked for.

    LINESIDE_AMI_TELEPHONES the channel of a telephone of ours, `PJSIP/{telephone}`; LINESIDE_AMI_OUTBOUND the context
    in which an outside number is dialled; LINESIDE_AMI_PASSING the one to which a call that is passed on goes;
    LINESIDE_AMI_SHOWN the number that the called person sees.
    """
    usual = Placing()
    return Placing(
        telephones=os.environ.get("LINESIDE_AMI_TELEPHONES", usual.telephones),
        context=os.environ.get("LINESIDE_AMI_OUTBOUND", usual.context),
        passing=os.environ.get("LINESIDE_AMI_PASSING", usual.passing),
        shown=os.environ.get("LINESIDE_AMI_SHOWN", ""),
    )


def switch_from_settings() -> Switch:
    """The switch as the environment describes it.

    LINESIDE_AMI_URL `ami://user:secret@host:5038`; LINESIDE_AMI_RECORDS the path of Master.csv (with
    `loguniqueid = yes`); LINESIDE_AMI_ZONE its time zone; LINESIDE_AMI_LINES `number=LINE_TYPE,…`;
    LINESIDE_AMI_TRUNKS the beginnings of the names of channels that come from outside, `PJSIP/trunk,…`.
    """
    try:
        host, port, user, secret = switch_address(settings.AMI_URL)
        zone = ZoneInfo(os.environ.get("LINESIDE_AMI_ZONE", "UTC"))
    except (ValueError, KeyError) as fault:
        raise ImproperlyConfigured(str(fault)) from fault
    records = os.environ.get("LINESIDE_AMI_RECORDS", "")
    pairs = (pair.partition("=") for pair in os.environ.get("LINESIDE_AMI_LINES", "").split(",") if pair)
    trunks = tuple(name for name in os.environ.get("LINESIDE_AMI_TRUNKS", "").split(",") if name)
    return Switch(
        host=host,
        port=port,
        user=user,
        secret=secret,
        note=Path(settings.VAR) / "gateways" / f"telephony-{host}-{port}.json",
        records=Path(records) if records else None,
        zone=zone,
        lines=Lines(by_number={number: kind for number, _, kind in pairs}, trunks=trunks),
    )
