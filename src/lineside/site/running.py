"""`lineside up` and `lineside demo`: from nothing to everything running, each step with its progress."""

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from lineside.site import environment as env
from lineside.site import node
from lineside.site.demo_partners import tell_partners
from lineside.site.demo_peers import choose_ports, every_peer
from lineside.site.demo_radio import tell_radio
from lineside.site.demo_say import say_command
from lineside.site.demo_social import tell_social
from lineside.site.demo_telephone import tell_telephone
from lineside.site.postgres import Cluster, ClusterFault
from lineside.site.supervisor import Program, Supervisor

if TYPE_CHECKING:
    from lineside.site.demo import SignIn

Say = Callable[..., None]
WAIT_FOR_THE_KILLED = 15.0  # seconds in which what a killed supervisor had started ends and frees its ports


def up(say: Say) -> None:
    with node.the_only_one() as was_killed:
        check_ports(was_killed)
        keep_running(say, prepare(say, refuse=_refuse_demonstration))


def demo(say: Say, *, speed: float, profile: str, quiet: bool) -> None:
    """A demonstration listens on loopback only, whatever the environment says."""
    with node.the_only_one() as was_killed:
        ports = choose_ports("DEMO")
        check_ports(was_killed)
        _demo(say, ports, speed=speed, profile=profile, quiet=quiet)


def _demo(say: Say, ports: tuple[int, int, int], *, speed: float, profile: str, quiet: bool) -> None:
    began, (port, smtp, sink) = time.monotonic(), ports
    own = prepare(say)
    say("Making the force, its people and units ...")
    from lineside.site.demo import make_force, simulator_key  # noqa: PLC0415

    sign_ins = make_force(node.var() / "demo")
    os.environ["LINESIDE_API_KEY"] = simulator_key()
    peers = every_peer(port, sink)
    extra = list(peers.programs)
    if not quiet:
        extra += _simulated(port, smtp, peers.centre, speed=speed, profile=profile)

    def ready() -> None:
        hand_out(sign_ins, f"http://127.0.0.1:{port}", say)
        say("\nText 61016 from a made-up handset:")
        say_command(say, "text.peer", f"send --port {peers.centre} 07700900123 'Your words'")
        say("\nWrite a mail as a passenger does; --to chooses another of the force's boxes:")
        say_command(say, "email.peer", f"write --port {smtp} sam@rail.example 'The subject' 'Your words'")
        say(f"\nReport something as the public does: http://127.0.0.1:{os.environ['LINESIDE_REPORT_PORT']}/")
        say("\nThe position of a made-up handset that calls:")
        say_command(say, "aml.peer", f"{peers.handsets} 07700900123 53.7949 -1.5477")
        tell_social(peers.social, say)
        tell_telephone(peers.edge, say)
        tell_radio(peers.radios, say)
        tell_partners(peers.agencies, say)
        say(f"\nReady in {time.monotonic() - began:.0f} s. Ctrl+C stops everything.")
        sys.stdout.write(f"http://127.0.0.1:{port}\n")
        sys.stdout.flush()

    keep_running(say, own, tuple(extra), ready)


def _simulated(port: int, smtp: int, centre: int, *, speed: float, profile: str) -> list[Program]:
    """The public and the crews, and the feeds of alerts."""
    own_command = (sys.executable, "-m", "lineside.site.cli", "simulate", "--profile", profile)
    where = ("--speed", str(speed), "--base-url", f"http://127.0.0.1:{port}", "--smtp", f"127.0.0.1:{smtp}")
    os.environ["LINESIDE_FORM_URL"] = f"http://127.0.0.1:{os.environ['LINESIDE_REPORT_PORT']}"
    feeds = (sys.executable, "-m", "lineside.simulator.feeds", "--base-url", f"http://127.0.0.1:{port}")
    return [
        Program("simulator", (*own_command, *where, "--smpp", f"127.0.0.1:{centre}")),
        Program("feeds", feeds),
    ]


def check_ports(was_killed: bool) -> None:  # noqa: FBT001 - one of two states of the node
    """Say at once that a port is taken; what a killed supervisor had started is given time to end."""
    port = env.number("LINESIDE_PORT", 8000)
    wanted = {
        "LINESIDE_PORT": port,
        "LINESIDE_LIVE_PORT": env.number("LINESIDE_LIVE_PORT", port + 1),
        "LINESIDE_SMTP_PORT": env.number("LINESIDE_SMTP_PORT", 2525),
        "LINESIDE_REPORT_PORT": env.number("LINESIDE_REPORT_PORT", port + 10),
    }
    for name, number in wanted.items():
        node.free_port(number, name, WAIT_FOR_THE_KILLED if was_killed else 0)


def hand_out(sign_ins: "list[SignIn]", address: str, say: Say) -> None:
    say("\nOne-use sign-in links; and for the real sign-in, user name, password and TOTP secret:")
    for each in sign_ins:
        say(f"  {each.role}: {address}/session/link/{each.token}/", soft_wrap=True)
        say(f"    {each.username}  {each.password}  {each.totp}", soft_wrap=True)


def _refuse_demonstration() -> None:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    from lineside.kernel.models import Policy  # noqa: PLC0415
    from lineside.kernel.policy import is_demo  # noqa: PLC0415

    # A new database has no policies yet, and is nobody's demonstration.
    if Policy._meta.db_table in connection.introspection.table_names() and is_demo():
        raise ClusterFault(
            "This database was made by `lineside demo`; set DATABASE_URL, or LINESIDE_VAR to a folder of its own."
        )


def prepare(say: Say, refuse: Callable[[], None] = lambda: None) -> Cluster | None:
    say("Starting PostgreSQL ...")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # until the supervisor takes over; stops what was started
    own = node.start_database()
    os.environ["LINESIDE_SECRET_KEY"] = os.environ.get("LINESIDE_SECRET_KEY") or node.secret_key()
    from lineside.site.cli import load_reference, setup  # noqa: PLC0415

    setup(owner=True)
    refuse()
    from django.core.management import call_command  # noqa: PLC0415

    from lineside.site.upgrading import migrate  # noqa: PLC0415

    say("Migrating ...")
    migrate()
    say("Loading the reference tables ...")
    load_reference(say)
    call_command("collectstatic", verbosity=0, interactive=False)
    return own


def keep_running(
    say: Say,
    own: Cluster | None,
    extra: tuple[Program, ...] = (),
    ready: Callable[[], None] | None = None,
) -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    also = [node.KeptCluster(own)] if own else []
    supervisor = Supervisor(node.programs(extra), node.environment(), node.var() / "log", say, also)
    say("Starting web, live, worker and gateways ...")
    supervisor.start()
    try:
        ports = (settings.PORT, settings.LIVE_PORT, settings.REPORT_PORT)
        if supervisor.watch(lambda: all(map(node.answers, ports)), node.START_SECONDS):
            if ready:
                ready()
        elif not supervisor.stopping.is_set():
            silent = ", ".join(str(port) for port in ports if not node.answers(port))
            raise ClusterFault(f"Nothing answers on port {silent}; see the logs under {node.var() / 'log'}.")
        supervisor.watch()
    finally:
        say("Stopping ...")
        supervisor.stop()
        if own:
            own.stop()
