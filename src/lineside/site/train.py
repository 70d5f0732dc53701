"""`lineside train`: a training copy with a database of its own, in which nothing leaves the machine."""

import os
import sys
import time
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lineside.site import node
from lineside.site.contained import OUTBOUND, TRAINING
from lineside.site.demo_peers import choose_ports, every_peer
from lineside.site.demo_say import say_command
from lineside.site.postgres import ClusterFault
from lineside.site.running import Say, check_ports, hand_out, keep_running, prepare
from lineside.site.supervisor import Program

if TYPE_CHECKING:
    from lineside.kernel.actors import Actor

# Of all that an environment may say of a live system, only this is heard.
HEARD = frozenset(
    {
        "LINESIDE_PORT",
        "LINESIDE_LIVE_PORT",
        "LINESIDE_REPORT_PORT",
        "LINESIDE_SMTP_PORT",
        "LINESIDE_VAR",
        "LINESIDE_FORCE",
        "LINESIDE_LOG",
        "LINESIDE_DEBUG",
    }
)
PREFIX = "TRAINING"  # before the number of every log and crime


def train(say: Say) -> None:
    if os.environ.get("DATABASE_URL"):
        raise ClusterFault("A training copy has a database of its own under var/training; unset DATABASE_URL.")
    forget_live(os.environ)
    os.environ["LINESIDE_VAR"] = str(own_folder())
    with node.the_only_one() as was_killed:
        port, smtp, sink = choose_ports(TRAINING)
        check_ports(was_killed)
        _train(say, port, smtp, sink)


def own_folder() -> Path:
    """Beside the data of a live system or a demonstration, never among them."""
    return node.var() if node.var().name == "training" else node.var() / "training"


def forget_live(environment: MutableMapping[str, str]) -> None:
    """A live system's addresses, keys and names stay outside, whatever the shell had of them."""
    for name in [each for each in environment if each.startswith(("LINESIDE_", "DATABASE_")) and each not in HEARD]:
        del environment[name]
    force = environment.get("LINESIDE_FORCE", "Lineside Railway Police").removesuffix(f" ({TRAINING})")
    environment.update({"LINESIDE_FORCE": f"{force} ({TRAINING})", "LINESIDE_FORCE_PREFIX": PREFIX})


def peers_told(environment: MutableMapping[str, str]) -> str:
    """The addresses of the peers that were chosen, as the rule reads them."""
    told = (environment.get(f"LINESIDE_{name}", "") for name in OUTBOUND)
    places = (urlsplit(each if "//" in each else f"//{each}") for each in told if each)
    return ",".join(sorted({f"{place.hostname}:{place.port}" for place in places if place.port}))


def _train(say: Say, port: int, smtp: int, sink: int) -> None:
    began = time.monotonic()
    own = prepare(say)
    from lineside.site.demo import make_force  # noqa: PLC0415 - Django is ready only now

    say("Making the training copy: its people and units ...")
    mark_copy()
    sign_ins = make_force(node.var() / "demo")
    os.environ["LINESIDE_API_KEY"] = player_key()
    peers = every_peer(port, sink)
    os.environ["LINESIDE_PEERS"] = peers_told(os.environ)
    player = (sys.executable, "-m", "lineside.simulator.training", "--base-url", f"http://127.0.0.1:{port}")
    ways = ("--smtp", f"127.0.0.1:{smtp}", "--smpp", f"127.0.0.1:{peers.centre}")
    extra = (*peers.programs, Program("scenarios", (*player, *ways)))

    def ready() -> None:
        hand_out(sign_ins, f"http://127.0.0.1:{port}", say)
        say(f"\nTRAINING. The trainer chooses a scenario at http://127.0.0.1:{port}/training/")
        say("\nText 61016 from a made-up handset, beside the scenario:")
        say_command(say, "text.peer", f"send --port {peers.centre} 07700900123 'Your words'")
        say(f"\nReady in {time.monotonic() - began:.0f} s. Ctrl+C stops everything.")
        sys.stdout.write(f"http://127.0.0.1:{port}\n")
        sys.stdout.flush()

    keep_running(say, own, extra, ready)


def _maker() -> "Actor":
    from lineside.kernel.actors import system_actor  # noqa: PLC0415
    from lineside.kernel.policy import CAN_SET_POLICY  # noqa: PLC0415

    return system_actor("training copy", CAN_SET_POLICY)


def mark_copy() -> None:
    """The database itself says what it is, so that no other command takes it for a live one.

    What is marked as a demonstration as well is refused by `lineside up`, and may be entered by printed links.
    """
    from lineside.kernel.policy import set_policy  # noqa: PLC0415
    from lineside.site.demo import only_where_nothing_was_done  # noqa: PLC0415
    from lineside.training.queries import MARK, is_training_copy  # noqa: PLC0415

    if is_training_copy():
        return
    only_where_nothing_was_done()
    for name in (MARK, "demo"):
        set_policy(actor=_maker(), name=name, value=True, why="made by lineside train: nothing in it is real")


def player_key() -> str:
    from lineside.access import commands as access  # noqa: PLC0415
    from lineside.access.permissions import CanAccess  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415
    from lineside.site.demo import SIMULATOR_SCOPES  # noqa: PLC0415
    from lineside.training.commands import play_item  # noqa: PLC0415 - a right is known once its command is read

    maker = system_actor("training copy", *CanAccess)
    scopes = (*SIMULATOR_SCOPES, play_item.needs)  # type: ignore[attr-defined]
    return access.enrol_client(actor=maker, name="scenario player", scopes=scopes).shown_key
