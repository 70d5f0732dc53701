"""For the bench: two databases on one server, each with processes of its own; and an upgrade while a desk writes."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from lineside.site import node
from lineside.site.bench_node import Say
from lineside.site.postgres import Addresses, ClusterFault
from lineside.site.supervisor import Program, Supervisor

Times = dict[str, list[float]]
CLI = "lineside.site.cli"
ONE_DAY = "one_day"
A_LINE = """
INSERT INTO kernel_auditline (id, at, kind, name, actor_name, actor_kind, workstation, facts, why)
VALUES (uuidv7(), now(), 'did', 'bench', 'bench', 'system', '', '{}', '')
"""
A_CHANGE = """
UPDATE incidents_incident SET version = version + 1
WHERE id = (SELECT id FROM incidents_incident WHERE closed_at IS NULL LIMIT 1)
"""


@dataclass(frozen=True)
class Side:
    """One database with the folder and the environment of its processes."""

    name: str
    folder: Path
    environment: dict[str, str]

    @property
    def owner_url(self) -> str:
        return self.environment["DATABASE_OWNER_URL"]

    @property
    def port(self) -> int:
        return int(self.environment["LINESIDE_PORT"])

    def own_environment(self, *, owner: bool) -> dict[str, str]:
        kept = {key: value for key, value in self.environment.items() if owner or key != "DATABASE_OWNER_URL"}
        return kept | ({"LINESIDE_AS_OWNER": "yes"} if owner else {})

    def run(self, module: str, *words: str, owner: bool = False) -> str:
        """A process on this database, to its end; what it says of a fault ends the bench."""
        command, mine = [sys.executable, "-m", module, *words], self.own_environment(owner=owner)
        done = subprocess.run(command, env=mine, check=False, capture_output=True, text=True)  # noqa: S603 - our own module
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["it said nothing"]
            raise ClusterFault(f"{module} {' '.join(words)} failed: {said[-1]}")
        return done.stdout.strip()

    def measured(self, part: str, asked: int) -> Times:
        found: Times = json.loads(self.run("lineside.site.bench_years_asked", part, str(asked)))
        return found


def sides(addresses: Addresses, folder: Path) -> tuple[Side, Side]:
    """The server's first database for the years, and another beside it for one day."""
    with psycopg.connect(addresses.super_url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ONE_DAY]).fetchone():
            owner = str(conninfo_to_dict(addresses.owner_url)["user"])
            make = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(ONE_DAY), sql.Identifier(owner))
            connection.execute(make)
    of_day = [f"{url.rpartition('/')[0]}/{ONE_DAY}" for url in (addresses.app_url, addresses.owner_url)]
    whole = _side("years", folder, 8400, [addresses.app_url, addresses.owner_url])
    return whole, _side("day", folder, whole.port + 2, of_day)


def _side(name: str, folder: Path, first_port: int, urls: list[str]) -> Side:
    own, port = folder / name, node.first_free_port(first_port)
    own.mkdir(exist_ok=True)
    facts = {
        "LINESIDE_VAR": str(own),
        "DATABASE_URL": urls[0],
        "DATABASE_OWNER_URL": urls[1],
        "LINESIDE_HOST": "127.0.0.1",
        "LINESIDE_PORT": str(port),
        "LINESIDE_LIVE_PORT": str(port + 1),
        "LINESIDE_SECRET_KEY": f"of this bench alone, {name}, which holds nothing that is anybody's",
        "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
    }
    return Side(name, own, os.environ | facts)


@contextmanager
def at_work(side: Side, say: Say) -> Iterator[None]:
    """Its web and its live process, as a node runs them."""
    programs = [Program(name, (sys.executable, "-m", CLI, name)) for name in ("web", "live")]
    supervisor = Supervisor(programs, side.own_environment(owner=False), side.folder / "log", say)
    try:
        for kept in supervisor.kept:
            kept.start()
        if not all(node.wait_for_port(port) for port in (side.port, side.port + 1)):
            raise ClusterFault(f"The processes of {side.name} did not start; see {side.folder / 'log'}.")
        yield
    finally:
        supervisor.stop()


def bring_forward(say: Say, side: Side) -> None:
    """To this version: what was kept from an earlier one while a desk goes on writing, as at a force's upgrade."""
    if not _has_logs(side):
        side.run(CLI, "migrate", owner=True)
        return
    try:
        side.run("lineside.manage", "migrate", "--check", owner=True)
    except ClusterFault:
        began = time.monotonic()
        with AtWork(side.owner_url) as desk:
            side.run(CLI, "migrate", owner=True)
        took = time.monotonic() - began
        waited = f"a desk wrote {desk.wrote} times and waited {desk.longest:.2f} s at most"
        say(f"upgrade of {side.name}: {took:.0f} s, in which {waited}")


def _has_logs(side: Side) -> bool:
    with psycopg.connect(side.owner_url) as owner:
        there = owner.execute("SELECT to_regclass('incidents_incident') IS NOT NULL").fetchone()
    return bool(there and there[0])


class AtWork(threading.Thread):
    """A desk that goes on writing, twenty times a second; how often it did, and the longest that it waited."""

    def __init__(self, address: str) -> None:
        super().__init__(name="at work", daemon=True)
        self.address, self.over, self.longest, self.wrote = address, threading.Event(), 0.0, 0

    def run(self) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute("SELECT set_config('lineside.command', 'bench', false)")
            while not self.over.wait(0.05):
                began = time.monotonic()
                connection.execute(A_LINE)
                connection.execute(A_CHANGE)
                self.longest, self.wrote = max(self.longest, time.monotonic() - began), self.wrote + 1

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.over.set()
        self.join()
