"""For the bench: the node that is measured, a client of its API, PostgreSQL's own bench, and how figures are said."""

import json
import re
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lineside.site.postgres import ClusterFault, program

Say = Callable[[str], None]
MAIL_DOMAIN = "lineside.example"
SCRIPT = Path(__file__).with_name("bench.sql")
SECONDS, ROUNDS = 6.0, 2


@dataclass(frozen=True)
class Node:
    """Its ports, its database's address, a key to its API, its incidents."""

    port: int
    live_port: int
    smtp_port: int
    centre_port: int
    address: str
    owner_address: str
    key: str
    incidents: list[str]
    day: str


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

    def say_in_logs(self, keys: list[str], text: str, a_second: int) -> dict[str, float]:
        """A line into each log, so many a second; when each was sent, by the clock on the wall."""
        sent = {}
        for key in keys:
            sent[key] = time.time()
            self.ask("POST", f"{key}/log", {"text": text})
            time.sleep(max(0.0, sent[key] + 1 / a_second - time.time()))
        return sent


def pgbench(made: Node, script: Path, clients: int) -> float:
    """Transactions a second of the script, each as one client after another would ask for it."""
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


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"median {statistics.median(ordered):.1f} ms, p99 {last:.1f} ms"


def share(times: list[float], hundredths: int) -> float:
    """The time within which so many hundredths of them were done."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * hundredths // 100)]
