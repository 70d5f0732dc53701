"""The other sides of every gateway, played on this machine: for a demonstration, and for a training copy."""

import os
import secrets
import sys
from dataclasses import dataclass

from lineside.site import environment as env
from lineside.site import node
from lineside.site.demo_names import demo_names
from lineside.site.demo_partners import demo_partners
from lineside.site.demo_radio import demo_radio
from lineside.site.demo_social import demo_social
from lineside.site.demo_staff import demo_staff
from lineside.site.demo_telephone import demo_telephone
from lineside.site.demo_trains import demo_trains
from lineside.site.supervisor import Program


@dataclass(frozen=True)
class Peers:
    """What is run, and by which ports it is spoken to."""

    programs: tuple[Program, ...]
    centre: int  # of texts
    handsets: str  # the port and key by which a handset tells its position
    social: dict[str, int]
    edge: int  # of SIP; 0 where it is not installed
    radios: int
    agencies: int


def choose_ports(environment: str) -> tuple[int, int, int]:
    """Ports of the page, of mail in and of mail out, put where settings look."""
    port = env.number("LINESIDE_PORT", 0) or node.first_free_port(8000)
    smtp = env.number("LINESIDE_SMTP_PORT", 0) or node.first_free_port(2525)
    sink = node.first_free_port(smtp + 100)
    report = env.number("LINESIDE_REPORT_PORT", 0) or node.first_free_port(port + 300)
    os.environ |= {
        "LINESIDE_HOST": "127.0.0.1",
        "LINESIDE_PORT": str(port),
        "LINESIDE_LIVE_PORT": str(port + 1),
        "LINESIDE_REPORT_PORT": str(report),
        "LINESIDE_ENVIRONMENT": environment,
        "LINESIDE_SMTP_HOST": "127.0.0.1",
        "LINESIDE_SMTP_PORT": str(smtp),
        "LINESIDE_SMARTHOST": f"127.0.0.1:{sink}",
    }
    return port, smtp, sink


def every_peer(port: int, sink: int) -> Peers:
    """Each peer on a free port, put where settings look."""
    centre, texts = _texts()
    positions, of_handsets = _positions()
    social, posts = demo_social()
    edge, telephones = demo_telephone(port)
    radios, terminal = demo_radio()
    agencies, hub = demo_partners()
    programs = (
        *(*_mail(sink), *texts, *posts, *telephones, positions, terminal, hub),
        *(*demo_staff(), *demo_trains(), *_scanner()),
    )
    return Peers(programs, centre, of_handsets, social, edge, radios, agencies)


def _mail(sink: int) -> list[Program]:
    """Where our mail goes, and who says whether a sender is who it says."""
    sent = node.var() / "demo" / "sent"
    peer = (sys.executable, "-m", "lineside.gateways.email.peer", "sink", "--port", str(sink), "--folder", str(sent))
    return [Program("sink", peer), demo_names()]


def _texts() -> tuple[int, list[Program]]:
    """A network's message centre and the second route, put where settings look; the centre's port."""
    from lineside.gateways.text.peer import KEY, TEMPLATE  # noqa: PLC0415

    centre = node.first_free_port(2775)
    notify = node.first_free_port(centre + 100)
    os.environ |= {
        "LINESIDE_SMPP_URL": f"smpp://lineside:peer@127.0.0.1:{centre}/?number=61016",
        "LINESIDE_NOTIFY_URL": f"http://127.0.0.1:{notify}",
        "LINESIDE_NOTIFY_KEY": KEY,
        "LINESIDE_NOTIFY_TEMPLATE": TEMPLATE,
    }
    peer = (sys.executable, "-m", "lineside.gateways.text.peer")
    return centre, [
        Program("centre", (*peer, "centre", "--port", str(centre))),
        Program("notify", (*peer, "notify", "--port", str(notify))),
    ]


def _positions() -> tuple[Program, str]:
    """A source of caller locations, and the port and key of handsets, put where settings look."""
    source = node.first_free_port(4990)
    port, key = node.first_free_port(source + 100), secrets.token_urlsafe(12)
    os.environ |= {
        "LINESIDE_EISEC_URL": f"eisec://lineside:peer@127.0.0.1:{source}",
        "LINESIDE_AML_PORT": str(port),
        "LINESIDE_AML_KEY": key,
    }
    peer = (sys.executable, "-m", "lineside.gateways.eisec.peer", "--port", str(source))
    return Program("locations", peer), f"--port {port} --key={key}"


def _scanner() -> list[Program]:
    """Debian's clamd with a signature of ours, where it is installed; elsewhere files stay not scanned."""
    from lineside.gateways.scanner.peer import is_installed  # noqa: PLC0415

    if not is_installed():
        return []
    port = node.first_free_port(3310)
    os.environ["LINESIDE_CLAMD_URL"] = f"tcp://127.0.0.1:{port}"
    peer = (sys.executable, "-m", "lineside.gateways.scanner.peer", "--folder", str(node.var() / "demo" / "clamd"))
    return [Program("clamd", (*peer, "--port", str(port)))]
