r"""The other sides of the edge: Debian's Kamailio with our configuration, and callers and a switch played by sipp.

    python -m lineside.gateways.telephony.sipping edge --port 5060 --api http://127.0.0.1:8000/api/v1 --key KEY \
        --switch 127.0.0.1:5080
    python -m lineside.gateways.telephony.sipping switch --port 5080
    python -m lineside.gateways.telephony.sipping call --port 5060 07700900123 53.7949 -1.5477 --radius 30

`call` rings, is answered by the switch and hangs up after some seconds; `--gives-up` hangs up before the answer.
"""

import os
import shutil
import signal
import socket
import subprocess
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Self
from xml.sax.saxutils import escape

from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7

KAMAILIO, SIPP = shutil.which("kamailio") or "/usr/sbin/kamailio", shutil.which("sipp") or "/usr/bin/sipp"
CONFIGURATION = Path(__file__).resolve().parents[5] / "deploy" / "kamailio" / "kamailio.cfg"
SCENARIOS = Path(__file__).parent
LOOPBACK = "127.0.0.1"


def is_installed() -> bool:
    """Both programs, the module with which Kamailio tells us (kamailio-utils-modules), and our configuration."""
    tells = any(Path("/usr/lib").glob("*/kamailio/modules/http_client.so"))
    return tells and all(os.access(each, os.X_OK) for each in (KAMAILIO, SIPP)) and CONFIGURATION.exists()


def a_free_port() -> int:
    """One that is free for UDP and TCP alike."""
    with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        stream.bind((LOOPBACK, 0))
        port = int(stream.getsockname()[1])
        with suppress(OSError):
            datagrams.bind((LOOPBACK, port))
            return port
    return a_free_port()


def pidf(lat: float, lon: float, radius: float, method: str = "GPS", address: str = "") -> str:
    """The caller's place as a network writes it (RFC 5491)."""
    at = (now() - timedelta(seconds=2)).isoformat(timespec="seconds")
    civic = f'<ca:civicAddress xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr">{address}</ca:civicAddress>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"'
        ' xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml"'
        ' xmlns:gs="http://www.opengis.net/pidflo/1.0" entity="pres:caller@handset.example"><dm:device id="handset">'
        '<gp:geopriv><gp:location-info><gs:Circle srsName="urn:ogc:def:crs:EPSG::4326">'
        f'<gml:pos>{lat} {lon}</gml:pos><gs:radius uom="urn:ogc:def:uom:EPSG::9001">{radius}</gs:radius></gs:Circle>'
        f"{civic if address else ''}</gp:location-info><gp:usage-rules/><gp:method>{escape(method)}</gp:method>"
        f"</gp:geopriv><dm:timestamp>{at}</dm:timestamp></dm:device></presence>"
    )


class Edge:
    """Debian's Kamailio with our configuration, on loopback: `with Edge(port, api, key, switch): ...`."""

    def __init__(self, port: int, api: str, key: str, switch: str) -> None:
        self.port = port
        told = {"LINESIDE_SIP_API": api, "LINESIDE_SIP_KEY": key, "LINESIDE_SIP_SWITCH": f"sip:{switch}"}
        self.environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **told}

    def start(self) -> None:
        heard = [part for kind in ("udp", "tcp") for part in ("-l", f"{kind}:{LOOPBACK}:{self.port}")]
        self.process = subprocess.Popen(  # noqa: S603 - Debian's program with our configuration
            [KAMAILIO, "-f", str(CONFIGURATION), "-DD", "-E", "-m", "64", "-M", "16", *heard],
            env=self.environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGTERM)  # it ends its children
        self.process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def sipp(scenario: str, *options: str, **words: str) -> "subprocess.Popen[bytes]":
    """One of our scenarios, with these words in its places; it ends by itself with 0 when all went as it says."""
    text = (SCENARIOS / f"{scenario}.xml").read_text()
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    kept = os.memfd_create("scenario")  # a file with no folder to be cleared away
    try:
        os.write(kept, text.encode())
        return subprocess.Popen(  # noqa: S603 - Debian's program with our scenario
            [SIPP, "-sf", f"/proc/self/fd/{kept}", "-i", LOOPBACK, "-nostdin", *options],
            cwd="/", env={"TERM": "dumb", "PATH": "/usr/bin:/bin"}, pass_fds=(kept,),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    finally:
        os.close(kept)


def switch(port: int, *options: str, scenario: str = "switch", rings_s: float = 1.5) -> "subprocess.Popen[bytes]":
    """A switch whose telephone rings so long and is picked up; `full_switch` turns each call away once."""
    return sipp(scenario, "-p", str(port), *options, rings_ms=f"{rings_s * 1000:.0f}")


def ring(
    edge_port: int,
    number: str,
    body: str,
    *,
    scenario: str = "caller",
    talks_s: float = 1.5,
    dialled: str = "urn:service:sos",
    name: str = "Ana of the tests",
) -> "subprocess.Popen[bytes]":
    """A caller with this place, or one who `gives_up` or `tries_again`; ends with 0 when all went by the book."""
    address = f"{LOOPBACK}:{edge_port}"
    words = {"number": escape(number), "pidf": body, "dialled": dialled, "name": escape(name),
             "talks_ms": f"{talks_s * 1000:.0f}"}  # fmt: skip
    named = ("-cid_str", f"%u-{uuid7()}@handset.example")
    return sipp(
        scenario, address, "-p", str(a_free_port()), "-m", "1", "-timeout", f"{talks_s + 60:.0f}s", *named,
        **words,
    )  # fmt: skip
