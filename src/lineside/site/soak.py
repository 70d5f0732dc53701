"""`lineside bench soak`: a day at a whole node, at sixty times its speed, while its processes are killed; then a check.

Only what comes from outside is sixty times as fast: contacts, logs, how long crews drive and stay. The node's own clock
is the real one and its editions are as they are, so what is checked is what is delivered: a clock that was sped up in
a dozen processes and a database would prove that it was sped up alike. So 24 minutes of a soak hold a day's contacts
and logs, and 24 real minutes of clocks: an Immediate that nobody is sent to climbs all its rungs and passes its target,
a Priority its first, a THRIVE comes due again, promises of seconds are missed. What takes hours and days falls due as
well, by logs that were opened before with the clock of that one process held back (`soak_before`).
"""

import json
import logging
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
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg

from lineside.gateways.social.peer import HANDLE, TOKEN
from lineside.simulator.run import Pace
from lineside.site import node
from lineside.site.bench_node import Say
from lineside.site.postgres import Cluster, ClusterFault
from lineside.site.soak_facts import clock_faults, log_faults, read
from lineside.site.soak_history import Kept, Sent, faults, read_kept
from lineside.site.soak_kills import Kills
from lineside.site.soak_room import Room

SETTLE_S = 180.0
START_S = 300.0
SEALS = (
    "import django; django.setup(); from lineside.audit import queries;"
    "print('; '.join(filter(None, [*queries.verify(), queries.held_up()])) or 'whole')"
)
WHOLE = "whole"


@dataclass(frozen=True, kw_only=True)
class Day:
    """How long, how many times faster than life, and how many seconds from one kill to the next."""

    minutes: float = 24
    speed: float = 60
    kill_every: float = 60
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


def soak(say: Say, day: Day) -> None:
    """Play the day to a new node and kill its processes meanwhile; whatever is lost, doubled or late is a fault."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped half-way, it still clears up
    node.var().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="soak-", dir=node.var()))
    folder.chmod(0o711)
    one = SoakNode(folder)
    try:
        with one.running():
            _play(say, one, day)
    finally:
        shutil.rmtree(one.cluster().folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _play(say: Say, one: SoakNode, day: Day) -> None:
    logging.getLogger("lineside.simulator").setLevel(logging.ERROR)  # that a killed process is asked again is no news
    load, sent_file = os.getloadavg()[0], one.var / "sent.jsonl"
    before = json.loads(_own_program(one, "-m", "lineside.site.soak_before"))
    told_by = f"{day.minutes:g} minutes at {day.speed:g} times the day's speed, a kill every {day.kill_every:g} s"
    say(f"{told_by} (load before it {load:.1f}) ...")
    began = datetime.now(UTC)
    simulator = _simulating(one, day, before["simulator"], sent_file)
    pace = Pace(began.replace(microsecond=0), time.monotonic(), day.speed)
    room = Room(f"http://127.0.0.1:{one.port}", before, pace, day.seed)
    kills = Kills(one.var, day.kill_every, day.seed)
    with kills.going_on():
        room.play(time.monotonic() + day.minutes * 60)
    wrong = [] if room.end(SETTLE_S) else ["not everything that a desk had to do was answered"]
    wrong += ["the simulator failed"] if simulator.wait(300) else []
    told = (one.var / "simulator.out").read_text().strip().splitlines()[-1:]
    say(f"killed {kills.told()} (load after it {os.getloadavg()[0]:.1f})")
    wrong += _contacts(say, one, sent_file, began)
    wrong += _clocks(say, one, room, datetime.fromisoformat(before["made_at"]))
    if (seals := _own_program(one, "-c", SEALS)) != WHOLE:
        wrong.append(seals)
    if wrong:
        raise ClusterFault(f"The day is not whole, {len(wrong)} faults: {'; '.join([*wrong[:12], *told])}")
    say("Every log is whole and sealed, and every clock was right.")


def _contacts(say: Say, one: SoakNode, sent_file: Path, began: datetime) -> list[str]:
    sent, kept, wrong = _settled(one, sent_file, began)
    say(f"{len(sent)} contacts acknowledged")
    for line in spread(sent, kept):
        say(line)
    if not wrong:
        say("Every one of them is there, once.")
    return wrong


def _clocks(say: Say, one: SoakNode, room: Room, began: datetime) -> list[str]:
    """Logs and clocks, read again until what fell due last has been raised."""
    limit = time.monotonic() + SETTLE_S
    while True:
        try:
            found = read(one.owner_address())
            (late, told), wrong = clock_faults(found, room.looks, began), log_faults(found, room.logs)
        except (psycopg.OperationalError, OSError) as fault:  # as above
            late, told, wrong = [], [], [str(fault)]
        if not (late or wrong) or time.monotonic() > limit:
            break
        time.sleep(5)
    closed, sent = sum(log.was_closed for log in room.logs), sum(len(log.sent) for log in room.logs)
    resulted = sum(log.was_resulted for log in room.logs)
    say(f"{len(room.logs)} logs opened, {sent} units sent, {resulted} resulted, {closed} closed")
    for line in told:
        say(line)
    for sentence, count in room.refused.most_common(3):
        say(f"refused {count} times: {sentence}")
    return [*late, *wrong]


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


def _simulating(one: SoakNode, day: Day, key: str, sent_file: Path) -> "subprocess.Popen[bytes]":
    own = [sys.executable, "-m", "lineside.site.cli", "simulate", "--profile", "now", "--seed", str(day.seed)]
    where = ["--base-url", f"http://127.0.0.1:{one.port}", "--smtp", f"127.0.0.1:{one.smtp}"]
    pace = ["--speed", f"{day.speed:.3f}", "--minutes", str(day.minutes), "--smpp", f"127.0.0.1:{one.centre}"]
    environment = {
        **one.outside,
        "LINESIDE_API_KEY": key,
        "LINESIDE_SENT": str(sent_file),
        "LINESIDE_FORM_URL": f"http://127.0.0.1:{one.report}",
        "LINESIDE_SOCIAL_PEERS": f"mastodon=http://127.0.0.1:{one.mastodon}",
    }
    with (one.var / "simulator.out").open("w") as out:
        return subprocess.Popen([*own, *where, *pace], env=environment, stdout=out, stderr=subprocess.STDOUT)  # noqa: S603


def _own_program(one: SoakNode, *words: str) -> str:
    """What a program of ours prints that runs with the node's database, as the owner of the tables."""
    addresses = one.cluster().addresses()
    own: dict[str, Any] = {
        "DATABASE_URL": addresses.app_url,
        "DATABASE_OWNER_URL": addresses.owner_url,
        "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
    }
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *words], env=one.environment | own, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise ClusterFault(f"{' '.join(words)[:60]} failed: {done.stderr.strip()[-400:]}")
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
