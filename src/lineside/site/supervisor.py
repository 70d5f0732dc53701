"""One supervisor for a node: starts its processes, starts one that died again, stops all, leaves none behind."""

import ctypes
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import IO, Protocol

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 10
QUICK_DEATH = 5.0
LONGEST_WAIT = 30.0


@dataclass(frozen=True)
class Program:
    """One process to keep running."""

    name: str
    arguments: tuple[str, ...]


class Kept:
    """A program and its present process."""

    def __init__(self, program: Program, environment: Mapping[str, str], logs: Path) -> None:
        self.program, self.environment, self.log = program, dict(environment), logs / f"{program.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.started = self.again_at = 0.0
        self.wait = 0.5

    def start(self) -> None:
        with self._log() as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs
                self.program.arguments,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=partial(die_with, os.getpid()),  # noqa: PLW1509 - one call, before the child has any thread
            )
        self.started = time.monotonic()

    def _log(self) -> IO[bytes]:
        try:
            return self.log.open("ab")
        except OSError:  # a full disk must not keep a program from running
            return Path(os.devnull).open("ab")

    def look(self, say: Callable[[str], None]) -> None:
        """Start it again when it has died, later each time that it dies at once."""
        moment = time.monotonic()
        if self.process is None:
            if moment >= self.again_at:
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        self.signal_group(signal.SIGKILL)  # a server's workers must not outlive it and hold its port
        self.wait = min(self.wait * 2, LONGEST_WAIT) if moment - self.started < QUICK_DEATH else 0.5
        say(f"{self.program.name} ended with status {status}; starting it again in {self.wait:.0f} s (see {self.log})")
        self.process, self.again_at = None, moment + self.wait

    def signal_group(self, sign: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, sign)
            except ProcessLookupError:
                return


def die_with(parent: int) -> None:
    """Ask Linux to end this child when the supervisor is killed, however it is killed; also when it was just now."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


class Watched(Protocol):
    """Something else that is looked after: the node's own database."""

    def look(self, say: Callable[[str], None]) -> None: ...


class Supervisor:
    """Keeps programs running until SIGINT or SIGTERM."""

    def __init__(
        self,
        programs: list[Program],
        environment: Mapping[str, str],
        logs: Path,
        say: Callable[[str], None],
        also: Sequence[Watched] = (),
    ) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self.kept = [Kept(program, environment, logs) for program in programs]
        self.also = also
        self.say = say
        self.stopping = Event()

    def start(self) -> None:
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: self.stopping.set())
        for kept in self.kept:
            kept.start()

    def watch(self, until: Callable[[], bool] = lambda: False, seconds: float = math.inf) -> bool:
        """Look after them until it is stopped, or until something is so; whether it was so within these seconds."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit and not self.stopping.wait(0.3):
            for each in (*self.also, *self.kept):
                each.look(self.say)
            if until():
                return True
        return False

    def stop(self) -> None:
        """TERM to every group, then KILL to what is left after ten seconds."""
        for kept in self.kept:
            kept.signal_group(signal.SIGTERM)
        limit = time.monotonic() + STOP_SECONDS
        for kept in self.kept:
            if kept.process is not None:
                try:
                    kept.process.wait(max(0.1, limit - time.monotonic()))
                except subprocess.TimeoutExpired:
                    self.say(f"{kept.program.name} did not stop in {STOP_SECONDS} s; killing it")
            kept.signal_group(signal.SIGKILL)
            if kept.process is not None:
                kept.process.wait()
