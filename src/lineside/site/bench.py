"""`lineside bench`: a node of its own on a new, durable database, measured beside PostgreSQL's bench on that server."""

import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lineside.site import node
from lineside.site.bench_peers import Streams, send_letters
from lineside.site.postgres import Addresses, Cluster, ClusterFault, program
from lineside.site.supervisor import Program, Supervisor

if TYPE_CHECKING:
    from django.test import Client

Say = Callable[[str], None]
SCRIPT = Path(__file__).with_suffix(".sql")
INCIDENTS, CHANGES, LETTERS = 300, 100, 200
ROUNDS, SECONDS = 2, 6.0
CLIENTS = (1, 8)
STREAMS = (1, 100)
PAGES, CHANGES_A_SECOND = 43, 10
MAIL_DOMAIN = "lineside.example"
ONE_ROW = """INSERT INTO kernel_auditline (id, at, kind, name, actor_name, actor_kind, workstation, facts, why)
VALUES (uuidv7(), now(), 'did', 'bench', 'bench', 'system', '', '{}', '');
"""


@dataclass(frozen=True)
class Node:
    """The node that is measured: its ports, its database's address, a key to its API, its incidents."""

    port: int
    live_port: int
    smtp_port: int
    address: str
    key: str
    incidents: list[str]
    day: str


def measure(say: Say) -> None:
    """Make a node, measure it, and leave nothing of it behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # stopped half-way, it still clears up
    node.var().mkdir(parents=True, exist_ok=True)
    # Beside the node's own data: a folder for passing things may be in memory, where nothing is durable.
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=node.var()))
    folder.chmod(0o711)
    cluster = Cluster(folder / "postgres")
    try:
        with _running(say, cluster, folder) as made:
            _commands(say, made, folder)
            _board(say)
            for streams in STREAMS:
                _rows(say, made, streams)
            _letters(say, made)
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
    starting = {"web": ("web",), "live": ("live",), "email": ("gateway", "email")}
    programs = [Program(name, (*own, *words)) for name, words in starting.items()]
    supervisor = Supervisor(programs, node.environment(), folder / "log", say)
    try:
        began = time.monotonic()
        for kept in supervisor.kept:
            kept.start()
        if not all(node.wait_for_port(each) for each in (port, port + 1, smtp)):
            raise ClusterFault("The node that was to be measured did not start; nothing was measured.")
        say(f"start: web, live and the e-mail gateway answer after {time.monotonic() - began:.1f} s")
        yield Node(port, port + 1, smtp, addresses.app_url, key, incidents, day)
    finally:
        supervisor.stop()


def _settle(say: Say, cluster: Cluster, folder: Path) -> Addresses:
    """A new database and free ports, set where settings look for them; then Django."""
    say("Making a database of its own ...")
    addresses = cluster.start()
    port = node.first_free_port(8400)
    os.environ |= {
        "LINESIDE_VAR": str(folder),
        "DATABASE_URL": addresses.app_url,
        "DATABASE_OWNER_URL": addresses.owner_url,
        "LINESIDE_HOST": "127.0.0.1",
        "LINESIDE_PORT": str(port),
        "LINESIDE_LIVE_PORT": str(port + 1),
        "LINESIDE_MAIL_DOMAIN": MAIL_DOMAIN,
        "LINESIDE_SMTP_HOST": "127.0.0.1",
        "LINESIDE_SMTP_PORT": str(node.first_free_port(2725)),
        "LINESIDE_SECRET_KEY": node.secret_key(),
    }
    (folder / "static").mkdir()
    from lineside.site.cli import setup  # noqa: PLC0415 - it imports this module

    setup(owner=True)
    from django.core.management import call_command  # noqa: PLC0415 - Django is ready only now

    call_command("migrate", verbosity=0)
    return addresses


def _make_force(say: Say) -> tuple[str, list[str], str]:
    """Units on duty, a client with a key, and open incidents that have been assessed and graded."""
    from lineside.access import commands as access  # noqa: PLC0415 - Django is ready only now
    from lineside.access.permissions import CanAccess  # noqa: PLC0415
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
    scopes = (CanIncident.VIEW, CanIncident.GRADE, CanIncident.LOG)
    return access.enrol_client(actor=maker, name="bench", scopes=scopes).shown_key, keys, str(uk_day(now()))


class Caller:
    """One API client on one kept connection; it remembers the version of what it changed."""

    def __init__(self, made: Node) -> None:
        self.connection = HTTPConnection("127.0.0.1", made.port, timeout=30)
        self.headers = {"Authorization": f"Bearer {made.key}", "Content-Type": "application/json"}
        self.versions: dict[str, int] = {}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, object]:
        text = json.dumps(body).encode() if body is not None else None
        self.connection.request(method, f"/api/v1/incidents/{path}", text, {**self.headers, **headers})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:  # noqa: PLR2004 - anything that is not done
            raise ClusterFault(f"{method} {path} was answered {answer.status}: {content[:200]!r}")
        found: dict[str, object] = json.loads(content)
        return found

    def grade(self, key: str) -> None:
        if key not in self.versions:
            self.versions[key] = int(str(self.ask("GET", key)["version"]))
        tag = {"If-Match": f'"{self.versions[key]}"'}
        done = self.ask("POST", f"{key}/grade", {"grade": "P", "reason": "Measured by the bench."}, **tag)
        self.versions[key] = int(str(done["version"]))


def _commands(say: Say, made: Node, folder: Path) -> None:
    """Commands through HTTP and the same rows by pgbench, in turns so that both meet the same machine."""
    one_row = folder / "one_row.sql"
    one_row.write_text(ONE_ROW)
    _graded(made, 1, 2)  # the first requests load what later ones have at hand
    for clients in CLIENTS:
        ours, theirs, single = [], [], []
        for _ in range(ROUNDS):
            theirs.append(_pgbench(made, SCRIPT, clients))
            ours.append(_graded(made, clients, SECONDS))
            single.append(_pgbench(made, one_row, 1))
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


def _pgbench(made: Node, script: Path, clients: int) -> float:
    parts = urlsplit(made.address)
    options = ["-n", "-M", "prepared", "-c", str(clients), "-j", str(min(clients, 2)), "-T", f"{SECONDS:.0f}"]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [str(program("pgbench")), *options, "-D", f"day={made.day}", "-f", str(script), parts.path.strip("/")],
        check=False,
        capture_output=True,
        text=True,
        env={
            "PGHOST": str(parts.hostname),
            "PGPORT": str(parts.port),
            "PGUSER": str(parts.username),
            "PGPASSWORD": unquote(str(parts.password)),
            "PGOPTIONS": "-c lineside.command=bench",
        },
    )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not found:
        raise ClusterFault(f"pgbench failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[-1]}")
    return float(found[1])


def _browser() -> "Client":
    """Somebody at the control desk, signed in."""
    from django.test import Client  # noqa: PLC0415 - Django is ready only now

    from lineside.access import commands as access  # noqa: PLC0415
    from lineside.access.permissions import CanAccess  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415

    maker, name = system_actor("bench", *CanAccess), f"bench-{time.monotonic_ns()}"
    account = access.open_account(actor=maker, username=name, display_name="Bench", role="communications_officer")
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def _board(say: Say) -> None:
    """The control desk's first page at the server: the whole of Django, without the wire."""
    from django.db import connection  # noqa: PLC0415 - Django is ready only now
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    browser = _browser()
    times = []
    for _ in range(PAGES):
        began = time.monotonic()
        page = browser.get("/control/")
        times.append((time.monotonic() - began) * 1000)
    with CaptureQueriesContext(connection) as statements:
        browser.get("/control/")
    rows = page.content.count(b'id="incident-')
    say(f"board: {rows} incidents in {_spread(times[3:])} at the server, {len(statements)} SQL statements")


def _rows(say: Say, made: Node, number: int) -> None:
    """From sending a change over HTTP to its row at the last of the open streams."""
    cookie = _browser().cookies["sessionid"].OutputString().partition(";")[0]
    streams, caller, sent = Streams(made.live_port, cookie, number), Caller(made), {}
    with streams.reading():
        time.sleep(2)
        for key in made.incidents[:CHANGES]:
            sent[key] = time.monotonic()
            caller.ask("POST", f"{key}/log", {"text": "Measured by the bench."})
            time.sleep(max(0.0, sent[key] + 1 / CHANGES_A_SECOND - time.monotonic()))
        time.sleep(2)
    whole = [key for key in sent if len(streams.came[key]) >= number]
    if not whole:
        raise ClusterFault(f"No change came to all of {number} streams; {streams.open} are open.")
    times = [(streams.came[key][number - 1] - sent[key]) * 1000 for key in whole]
    say(f"change to row, last of {number}: {_spread(times)}; {len(whole)} of {CHANGES} changes came to every stream")


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"median {statistics.median(ordered):.1f} ms, p99 {last:.1f} ms"


def _letters(say: Say, made: Node) -> None:
    """E-mails in by SMTP, each acknowledged only when it is kept, from one and from four connections."""
    for senders in (1, 4):
        share, began = LETTERS // senders, time.monotonic()
        firsts = range(senders * 10_000, senders * 10_000 + LETTERS, share)
        with ThreadPoolExecutor(senders) as pool:
            list(pool.map(partial(send_letters, made.smtp_port, f"fcc@{MAIL_DOMAIN}", share), firsts))
        say(f"e-mails in, {senders} at a time: {LETTERS / (time.monotonic() - began):.0f}/s")
