"""During a soak: one process of the node after another is killed, as a machine's lack of memory would kill it."""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from lineside.site.postgres import Cluster

DATABASE_SHARE, SUPERVISOR_SHARE = 0.12, 0.06


class Kills:
    """Which is killed is drawn by the seed: mostly a program, sometimes PostgreSQL, rarely the supervisor."""

    def __init__(self, var: Path, every: float, seed: int) -> None:
        self.var, self.every = var, every
        self.dice = random.Random(f"kills {seed}")  # noqa: S311 - repeatable is the point
        self.done: Counter[str] = Counter()
        self._stop = Event()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        thread = Thread(target=self._work, name="kills")
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def told(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in sorted(self.done.items())) or "nothing"

    def _work(self) -> None:
        while not self._stop.wait(self.every):
            self.kill_one()

    def kill_one(self) -> None:
        drawn = self.dice.random()
        if drawn < DATABASE_SHARE:
            victims = dict.fromkeys(server(Cluster(self.var / "postgres").data), "postgres")
        else:
            found = programs(self.var)
            victims = {pid: name for pid, name in found.items() if (name == "up") == (drawn > 1 - SUPERVISOR_SHARE)}
        if not victims:
            return
        pid = self.dice.choice(sorted(victims))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.done[victims[pid]] += 1


def programs(var: Path) -> dict[int, str]:
    """The processes that were started with this folder as theirs, by the command each was given."""
    mark, found = f"LINESIDE_VAR={var}".encode(), {}
    for pid in pids():
        with suppress(OSError):
            if mark in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                words = Path(f"/proc/{pid}/cmdline").read_text(errors="replace").strip("\0").split("\0")
                found[pid] = name_of(words)
    return found


def name_of(words: list[str]) -> str:
    """`web` of a granian that serves the page; of our own command its last words, as `gateway text`."""
    if "granian" in words or words[-1].startswith("lineside.site"):
        return "web" if words[-1].endswith("wsgi:application") else "live"
    return " ".join(words[words.index("lineside.site.cli") + 1 :]) if "lineside.site.cli" in words else words[-1]


def server(data: Path) -> list[int]:
    """PostgreSQL's first process and those that it has started."""
    try:
        first = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return []
    return [first, *(pid for pid in pids() if parent(pid) == first)]


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
