"""A whole node of its own, started as an operator starts it."""

import os
import signal
import smtplib
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest

from lineside.kernel.keys import uuid7
from lineside.site import node
from lineside.site.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items):
    for item in items:
        if "processes" in item.path.parts:
            item.add_marker(pytest.mark.alone)


class Node:
    """One LINESIDE_VAR, and the supervisor that runs on it or does not."""

    def __init__(self, var: Path) -> None:
        self.var = var
        var.mkdir(parents=True, exist_ok=True)
        self.port, self.smtp = node.first_free_port(8730), node.first_free_port(2750)
        own = {
            key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "LINESIDE_", "DJANGO_"))
        }
        ports = {"LINESIDE_PORT": str(self.port), "LINESIDE_SMTP_PORT": str(self.smtp)}
        self.environment = {**own, **ports, "LINESIDE_VAR": str(var), "NO_COLOR": "1", "COLUMNS": "200"}
        self.process: Any = None

    def lineside(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._command(*words), env=self.environment, check=False, capture_output=True, text=True,
                              timeout=300, cwd=ROOT)  # fmt: skip

    def up(self) -> None:
        with (self.var / "up.out").open("w") as out:
            self.process = process = subprocess.Popen(
                self._command("up"), env=self.environment, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, text=True,
                start_new_session=True,
            )  # fmt: skip
        assert until(lambda: self.answers() or process.poll() is not None, 300)  # with a database to be made
        assert process.poll() is None, (self.var / "up.out").read_text()

    def answers(self) -> bool:
        return all(node.wait_for_port(port, 0.05) for port in (self.port, self.port + 1, self.smtp))

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        status: int = self.process.wait(90)
        return status

    def children(self) -> list[int]:
        """Every process of this node but the supervisor and PostgreSQL, which carries no environment of ours."""
        mark = f"LINESIDE_VAR={self.var}".encode()
        return [pid for pid in pids() if mark in environment_of(pid).split(b"\0") and pid != self.process.pid]

    def cluster(self) -> Cluster:
        return Cluster(self.var / "postgres")

    def asked(self, statement: str) -> list[Any]:
        with psycopg.connect(self.cluster().addresses().owner_url) as connection:
            return connection.execute(statement).fetchall()

    def send_mail(self) -> str:
        """A message that the node has acknowledged; its subject."""
        message, subject = EmailMessage(), f"Smoke {uuid7()}"
        message["From"], message["To"], message["Subject"] = "kim@passenger.example", "fcc@lineside.example", subject
        message.set_content("There is smoke under the second carriage.")
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=20) as server:
            server.send_message(message)
        return subject

    def python(self, program: str) -> str:
        """What a program prints that runs with this node's database, as the owner of its tables."""
        addresses = self.cluster().addresses()
        own = {"DATABASE_URL": addresses.app_url, "DATABASE_OWNER_URL": addresses.owner_url,
               "DJANGO_SETTINGS_MODULE": "lineside.site.settings"}  # fmt: skip
        done = subprocess.run([sys.executable, "-c", f"import django; django.setup(); {program}"],
                              env=self.environment | own, check=False, capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def end(self) -> None:
        """Whatever a test has left of it."""
        if self.process and self.process.poll() is None:
            self.stop()
        self.cluster().stop()

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "lineside.site.cli", *words]


def pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def environment_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def until(truth, seconds: float) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if truth():
            return True
        time.sleep(0.1)
    return bool(truth())


class SmallDisk:
    """A file system of its own that can be filled to the last byte."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder, self.filler, self.size = folder, folder / "filler", megabytes << 20
        folder.mkdir(exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)],
                              check=False, capture_output=True)  # fmt: skip
        if done.returncode:
            pytest.skip("a file system of one's own cannot be mounted here (needs root)")

    def fill(self) -> None:
        with self.filler.open("ab", buffering=0) as file, suppress(OSError):
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"\0" * size)

    def make_room(self) -> None:
        self.filler.unlink(missing_ok=True)

    def unmount(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=False, capture_output=True)
        self.folder.rmdir()


@pytest.fixture
def disk(request):
    # Not below pytest's own folder: PostgreSQL's system user could not walk to it.
    one = SmallDisk(Path(tempfile.mkdtemp(prefix="lineside-disk-", dir="/tmp")), getattr(request, "param", 8))
    yield one
    one.unmount()


@pytest.fixture(scope="module")
def a_node():
    """Its database is kept between runs, so that it need not be made each time."""
    one = Node(ROOT / "var" / "node")
    yield one
    one.end()
