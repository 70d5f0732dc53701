"""`lineside bench soak`: a whole node in a busy hour while its processes are killed; then its history is checked."""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg

from lineside.gateways.social.peer import HANDLE, TOKEN
from lineside.site import node
from lineside.site.bench_node import Say
from lineside.site.postgres import Cluster, ClusterFault
from lineside.site.soak_history import Kept, Sent, faults, read_kept
from lineside.site.soak_kills import Kills

SETTLE_S = 180.0
SCOPES = ("contacts.receive", "incidents.view", "dispatch.view")
START_S = 300.0


@dataclass(frozen=True, kw_only=True)
class Hour:
    """How long, how many contacts an hour, and how many seconds from one kill to the next."""

    minutes: float = 60
    per_hour: int = 3_000
    kill_every: float = 20
    seed: int = 1


@dataclass
class SoakNode:
    """A node of its own as an operator's system would keep it: when its supervisor ends, it is started again."""

    var: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    stopping: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        outside = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "LINESIDE_"))}
        self.port, self.smtp = node.first_free_port(8500), node.first_free_port(2625)
        self.centre, self.report = node.first_free_port(2875), node.first_free_port(8600)
        self.mastodon = node.first_free_port(3109)
        self.outside = outside
        self.environment = {
            **outside,
            "LINESIDE_VAR": str(self.var),
            "LINESIDE_PORT": str(self.port),
            "LINESIDE_SMTP_PORT": str(self.smtp),
            "LINESIDE_REPORT_PORT": str(self.report),
            "LINESIDE_SMPP_URL": f"smpp://lineside:peer@127.0.0.1:{self.centre}/?number=61016",
            "LINESIDE_MASTODON_URL": f"http://127.0.0.1:{self.mastodon}",
            "LINESIDE_MASTODON_HANDLE": HANDLE,
            "LINESIDE_MASTODON_TOKEN": TOKEN,
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        outside = (
            ("lineside.gateways.text.peer", "centre", "--port", str(self.centre)),
            ("lineside.gateways.social.peer", "mastodon", "--port", str(self.mastodon)),
        )
        peers = [subprocess.Popen([sys.executable, "-m", *peer], env=self.outside) for peer in outside]  # noqa: S603
        keeping = Thread(target=self._keep_up, name="keeping")
        try:
            keeping.start()
            self._wait()
            yield
        finally:
            self.stopping.set()
            keeping.join()
            for peer in peers:
                peer.terminate()
                peer.wait(10)

    def cluster(self) -> Cluster:
        return Cluster(self.var / "postgres")

    def owner_address(self) -> str:
        return self.cluster().addresses().owner_url

    def _keep_up(self) -> None:
        with (self.var / "up.out").open("ab") as out:
            while not self.stopping.wait(0.5):
                if self.process is None or self.process.poll() is not None:
                    command = [sys.executable, "-m", "lineside.site.cli", "up"]
                    self.process = subprocess.Popen(  # noqa: S603 - our own program
                        command, env=self.environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
                    )
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        self.cluster().stop()

    def _wait(self) -> None:
        limit = time.monotonic() + START_S
        for port in (self.port, self.port + 1, self.report, self.smtp):
            if not node.wait_for_port(port, max(1.0, limit - time.monotonic())):
                last = (self.var / "up.out").read_text(errors="replace")[-300:]
                raise ClusterFault(f"The node that was to be soaked did not start: {last}")


def soak(say: Say, hour: Hour) -> None:
    """Play the hour to a new node and kill its processes meanwhile; a lost or doubled contact is a fault."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped half-way, it still clears up
    node.var().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="soak-", dir=node.var()))
    folder.chmod(0o711)
    one = SoakNode(folder)
    try:
        with one.running():
            _play(say, one, hour)
    finally:
        shutil.rmtree(one.cluster().folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _play(say: Say, one: SoakNode, hour: Hour) -> None:
    began, sent_file = datetime.now(UTC), one.var / "sent.jsonl"
    say(f"{hour.minutes:g} minutes at {hour.per_hour:,} contacts an hour, a kill every {hour.kill_every:g} s ...")
    simulator = _simulating(one, hour, sent_file)
    kills = Kills(one.var, hour.kill_every, hour.seed)
    with kills.going_on():
        time.sleep(hour.minutes * 60)
    status = simulator.wait(300)
    told = (one.var / "simulator.out").read_text().strip().splitlines()[-1:]
    sent, kept, wrong = _settled(one, sent_file, began)
    say(f"{len(sent)} acknowledged; killed {kills.told()}")
    for line in spread(sent, kept):
        say(line)
    if status or wrong:
        raise ClusterFault(f"The hour is not whole: {'; '.join([*wrong[:10], *told])}")
    say("Every one of them is there, once.")


def _settled(one: SoakNode, sent_file: Path, began: datetime) -> tuple[list[Sent], Kept, list[str]]:
    """What is there once what was still on its way has come; a network's centre goes on delivering meanwhile."""
    sent = [Sent(**json.loads(line)) for line in sent_file.read_text().splitlines()]
    limit = time.monotonic() + SETTLE_S
    while True:
        try:
            kept = read_kept(one.owner_address(), began)
            wrong = faults(sent, kept)
        except (psycopg.OperationalError, OSError) as fault:  # the last kill may have been the database
            kept, wrong = Kept(), [str(fault)]
        if not wrong or time.monotonic() > limit:
            return sent, kept, wrong
        time.sleep(1)


def _simulating(one: SoakNode, hour: Hour, sent_file: Path) -> "subprocess.Popen[bytes]":
    own = [sys.executable, "-m", "lineside.site.cli", "simulate", "--profile", "now", "--seed", str(hour.seed)]
    where = ["--base-url", f"http://127.0.0.1:{one.port}", "--smtp", f"127.0.0.1:{one.smtp}"]
    pace = ["--speed", f"{speed_for(hour):.3f}", "--minutes", str(hour.minutes), "--smpp", f"127.0.0.1:{one.centre}"]
    environment = {
        **one.outside,
        "LINESIDE_API_KEY": _key(one),
        "LINESIDE_SENT": str(sent_file),
        "LINESIDE_FORM_URL": f"http://127.0.0.1:{one.report}",
        "LINESIDE_SOCIAL_PEERS": f"mastodon=http://127.0.0.1:{one.mastodon}",
    }
    with (one.var / "simulator.out").open("w") as out:
        return subprocess.Popen([*own, *where, *pace], env=environment, stdout=out, stderr=subprocess.STDOUT)  # noqa: S603


def speed_for(hour: Hour) -> float:
    """How many times faster than life today's demand must be, to come as often as the hour asks for."""
    from lineside.simulator.demand import Stream  # noqa: PLC0415

    start = datetime.now(UTC).replace(microsecond=0)
    last = next(islice(Stream("now", hour.seed, start).contacts(), round(hour.per_hour * hour.minutes / 60), None))
    return (last.at - start).total_seconds() / (hour.minutes * 60)


def _key(one: SoakNode) -> str:
    """Of a client that may do what the simulator does, made as the owner of the tables."""
    program = (
        "import django; django.setup(); import lineside.site.urls;"
        "from lineside.access.commands import enrol_client; from lineside.kernel.actors import system_actor;"
        "actor = system_actor('soak', 'access.manage');"
        f"print(enrol_client(actor=actor, name='soak', scopes={SCOPES!r}).shown_key)"
    )
    addresses = one.cluster().addresses()
    own: dict[str, Any] = {
        "DATABASE_URL": addresses.app_url,
        "DATABASE_OWNER_URL": addresses.owner_url,
        "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
    }
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], env=one.environment | own, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def spread(sent: list[Sent], kept: Kept) -> list[str]:
    """For each door, from the moment a contact was due until it was acknowledged; a text, until it was kept."""
    times: dict[str, list[float]] = {}
    for each in sent:
        after = kept.texts_at.get((each.number[-9:], each.text), each.due) - each.due
        times.setdefault(each.by, []).append(after if each.by == "text" else each.after_s)
    lines = []
    for by, found in sorted(times.items()):
        found.sort()
        last = found[int(len(found) * 0.99)]
        lines.append(
            f"{by}: {len(found)}, answered after median {statistics.median(found) * 1000:.0f} ms,"
            f" p99 {last:.1f} s, slowest {found[-1]:.1f} s"
        )
    return lines
