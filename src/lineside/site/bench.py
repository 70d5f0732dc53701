"""`lineside bench`: a node of its own on a new, durable database, measured beside PostgreSQL's bench on that server."""

import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from lineside.site import (
    bench_busy,
    bench_desks,
    bench_import,
    bench_intake,
    bench_jobs,
    bench_map,
    bench_queue,
    bench_sending,
    bench_trains,
    bench_who,
    node,
)
from lineside.site.bench_node import MAIL_DOMAIN, ROUNDS, SCRIPT, SECONDS, Caller, Node, Say, pgbench
from lineside.site.postgres import Addresses, Cluster, ClusterFault
from lineside.site.supervisor import Program, Supervisor

INCIDENTS = 300
CLIENTS = (1, 8)
ONE_ROW = """INSERT INTO kernel_auditline (id, at, kind, name, actor_name, actor_kind, workstation, facts, why)
VALUES (uuidv7(), now(), 'did', 'bench', 'bench', 'system', '', '{}', '');
"""


def measure(say: Say, parts: Sequence[str] = (), minutes: float = 5) -> None:
    """Make a node, measure these parts of it or all, and leave nothing of it behind."""
    if unknown := set(parts) - set(PARTS):
        raise ClusterFault(f"There is no part {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped half-way, it still clears up
    node.var().mkdir(parents=True, exist_ok=True)
    # Beside the node's own data: a folder for passing things may be in memory, where nothing is durable.
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=node.var()))
    folder.chmod(0o711)
    cluster = Cluster(folder / "postgres")
    try:
        with _running(say, cluster, folder) as made:
            for name in parts or PARTS:
                load = os.getloadavg()[0]
                PARTS[name](say, replace(made, minutes=minutes))
                say(f"  (load before it {load:.1f}, after it {os.getloadavg()[0]:.1f})")
    finally:
        cluster.stop()
        shutil.rmtree(cluster.folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(say: Say, cluster: Cluster, folder: Path) -> Iterator[Node]:
    addresses = _settle(say, cluster, folder)
    key, incidents, day = _make_force(say)
    port, smtp = int(os.environ["LINESIDE_PORT"]), int(os.environ["LINESIDE_SMTP_PORT"])
    own = (sys.executable, "-m", "lineside.site.cli")
    starting = {"web": ("web",), "live": ("live",), "email": ("gateway", "email"), "text": ("gateway", "text")}
    programs = [Program(name, (*own, *words)) for name, words in starting.items()]
    centre = int(os.environ["LINESIDE_SMPP_URL"].rpartition(":")[2].partition("/")[0])
    peer = (sys.executable, "-m", "lineside.gateways.text.peer", "centre", "--port", str(centre))
    programs.append(Program("centre", peer))
    supervisor = Supervisor(programs, node.environment(), folder / "log", say)
    try:
        began = time.monotonic()
        for kept in supervisor.kept:
            kept.start()
        if not all(node.wait_for_port(each) for each in (port, port + 1, smtp, centre)):
            raise ClusterFault("The node that was to be measured did not start; nothing was measured.")
        say(f"start: web, live, e-mail and the message centre answer after {time.monotonic() - began:.1f} s")
        yield Node(port, port + 1, smtp, centre, addresses.app_url, addresses.owner_url, key, incidents, day)
    finally:
        supervisor.stop()


def _settle(say: Say, cluster: Cluster, folder: Path) -> Addresses:
    """A new database and free ports, set where settings look for them; then Django."""
    say("Making a database of its own ...")
    addresses = cluster.start()
    port = node.first_free_port(8400)
    os.environ["LINESIDE_VAR"] = str(folder)  # first, for the node's secret key lies there
    os.environ |= {
        "DATABASE_URL": addresses.app_url,
        "DATABASE_OWNER_URL": addresses.owner_url,
        "LINESIDE_HOST": "127.0.0.1",
        "LINESIDE_PORT": str(port),
        "LINESIDE_LIVE_PORT": str(port + 1),
        "LINESIDE_MAIL_DOMAIN": MAIL_DOMAIN,
        "LINESIDE_SMTP_HOST": "127.0.0.1",
        "LINESIDE_SMTP_PORT": str(node.first_free_port(2725)),
        "LINESIDE_SMPP_URL": f"smpp://lineside:peer@127.0.0.1:{node.first_free_port(2925)}/?number=61016",
        "LINESIDE_SECRET_KEY": node.secret_key(),
    }
    from lineside.site.cli import setup  # noqa: PLC0415 - it imports this module

    setup(owner=True)
    from django.core.management import call_command  # noqa: PLC0415 - Django is ready only now

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return addresses


def _make_force(say: Say) -> tuple[str, list[str], str]:
    """Units on duty, a client with a key, and open incidents that have been assessed and graded."""
    from lineside.access import commands as access  # noqa: PLC0415 - Django is ready only now
    from lineside.access.permissions import CanAccess  # noqa: PLC0415
    from lineside.contacts.permissions import CanContact  # noqa: PLC0415
    from lineside.incidents import commands  # noqa: PLC0415
    from lineside.incidents.permissions import CanIncident  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415
    from lineside.kernel.clock import now, uk_day  # noqa: PLC0415
    from lineside.kernel.keys import uuid7  # noqa: PLC0415
    from lineside.site.demo import book_on_units  # noqa: PLC0415

    say(f"Opening {INCIDENTS} incidents ...")
    maker = system_actor("bench", *CanAccess, *CanIncident)
    place = {"name": "Leeds", "crs": "LDS", "lat": 53.795, "lon": -1.547, "area": "C"}
    facts: dict[str, Any] = {"place_text": "Leeds", "place": place, "place_status": "confirmed", "desk": "C"}
    opening = commands.Opening(summary="Two people shouting at staff by the gates", opening_code="ASB", **facts)
    keys = []
    for _ in range(INCIDENTS):
        made = commands.open_incident(actor=maker, opening=opening)
        commands.grade_incident(actor=maker, incident_id=made.id, grade="P", assessment_id=uuid7())
        keys.append(str(made.id))
    book_on_units()
    scopes = (CanIncident.VIEW, CanIncident.GRADE, CanIncident.LOG, CanContact.RECEIVE)
    return access.enrol_client(actor=maker, name="bench", scopes=scopes).shown_key, keys, str(uk_day(now()))


def _commands(say: Say, made: Node) -> None:
    """Commands through HTTP and the same rows by pgbench, in turns so that both meet the same machine."""
    one_row = Path(os.environ["LINESIDE_VAR"]) / "one_row.sql"
    one_row.write_text(ONE_ROW)
    _graded(made, 1, 2)  # the first requests load what later ones have at hand
    for clients in CLIENTS:
        ours, theirs, single = [], [], []
        for _ in range(ROUNDS):
            theirs.append(pgbench(made, SCRIPT, clients))
            ours.append(_graded(made, clients, SECONDS))
            single.append(pgbench(made, one_row, 1))
        http, rows, commits = (statistics.mean(each) for each in (ours, theirs, single))
        say(f"commands, {clients} at a time: {http:.0f}/s by HTTP, {rows:.0f}/s by pgbench, ratio {http / rows:.3f}")
        if clients == 1:
            say(f"one command is {commits / http:.1f} one-row commits long ({commits:.0f} commits/s, one client)")


def _graded(made: Node, clients: int, seconds: float) -> float:
    callers = [Caller(made) for _ in range(clients)]
    mine = [made.incidents[number :: max(CLIENTS)] for number in range(clients)]
    for caller, keys in zip(callers, mine, strict=True):
        for key in keys:
            caller.grade(key)
    limit = time.monotonic() + seconds

    def work(caller: Caller, keys: list[str]) -> int:
        done = 0
        while time.monotonic() < limit:
            caller.grade(keys[done % len(keys)])
            done += 1
        return done

    with ThreadPoolExecutor(clients) as pool:
        return sum(pool.map(work, callers, mine)) / seconds


PARTS: dict[str, Callable[[Say, Node], None]] = {
    "commands": _commands,
    "board": bench_desks.board,
    "rows": bench_desks.rows,
    "cell": bench_desks.cell,
    "intake": bench_intake.intake,
    "import": bench_import.moving_in,
    "jobs": bench_jobs.jobs,
    "who": bench_who.who,
    "queue": bench_queue.queue,
    "trains": bench_trains.trains,
    "recommend": bench_sending.recommend,
    "map": bench_map.frames,
    "busy": bench_busy.busy,
}
