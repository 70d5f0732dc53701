"""The supervisor starts again what dies and leaves nothing, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from lineside.site.supervisor import Program, Supervisor

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
# A server with a worker of its own, whose ids it writes down.
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""
HOST = """
import sys
from pathlib import Path
from lineside.site.supervisor import Program, Supervisor
one = Supervisor([Program("one", (sys.executable, "-c", sys.argv[2], sys.argv[1]))], {}, Path(sys.argv[3]), print)
one.start()
try:
    one.watch()
finally:
    one.stop()
"""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(truth, seconds: float = 10.0) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if truth():
            return True
        time.sleep(0.02)
    return False


def a_host(tmp_path: Path) -> tuple[subprocess.Popen[bytes], list[int]]:
    note = tmp_path / "pids"
    host = subprocess.Popen([sys.executable, "-c", HOST, str(note), PARENT, str(tmp_path / "log")])
    assert until(lambda: note.exists() and len(note.read_text().split()) == 2)
    return host, [int(word) for word in note.read_text().split()]


def test_sigterm_stops_a_program_and_its_children(tmp_path):
    host, pids = a_host(tmp_path)
    host.terminate()
    assert host.wait(15) == 0
    assert until(lambda: not any(alive(pid) for pid in pids))


def test_ctrl_c_stops_a_program_and_its_children(tmp_path):
    host, pids = a_host(tmp_path)
    host.send_signal(signal.SIGINT)
    assert host.wait(15) == 0
    assert until(lambda: not any(alive(pid) for pid in pids))


def test_a_supervisor_that_is_killed_takes_its_programs_along(tmp_path):
    host, pids = a_host(tmp_path)
    host.kill()
    host.wait(15)
    try:
        assert until(lambda: not alive(pids[0]))
    finally:
        if alive(pids[1]):
            os.kill(pids[1], signal.SIGKILL)


def test_what_dies_is_started_again_later_and_later(tmp_path):
    said: list[str] = []
    one = Supervisor([Program("brief", (sys.executable, "-c", "print('last words')"))], {}, tmp_path, said.append)
    kept = one.kept[0]
    kept.start()
    waits = []
    for _ in range(3):
        assert until(lambda: kept.process is not None and kept.process.poll() is not None)
        kept.look(said.append)
        waits.append(kept.wait)
        kept.again_at = 0
        kept.look(said.append)
    one.stop()
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    assert "ended with status 0" in said[0]
    assert "last words" in (tmp_path / "brief.log").read_text()


def test_the_workers_of_a_dead_server_do_not_hold_its_port(tmp_path):
    note = tmp_path / "pids"
    one = Supervisor([Program("server", (sys.executable, "-c", PARENT, str(note)))], {}, tmp_path, print)
    kept = one.kept[0]
    kept.start()
    assert until(lambda: note.exists() and len(note.read_text().split()) == 2)
    server, worker = (int(word) for word in note.read_text().split())
    os.kill(server, signal.SIGKILL)
    assert until(lambda: kept.process is not None and kept.process.poll() is not None)
    kept.look(print)
    assert until(lambda: not alive(worker))
    one.stop()


def test_a_program_that_will_not_stop_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("lineside.site.supervisor.STOP_SECONDS", 0.3)
    said: list[str] = []
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    one = Supervisor([Program("deaf", (sys.executable, "-c", deaf))], {}, tmp_path, said.append)
    one.kept[0].start()
    assert until(lambda: "up" in (tmp_path / "deaf.log").read_text())
    one.stop()
    assert one.kept[0].process is not None
    assert one.kept[0].process.poll() == -signal.SIGKILL
    assert "did not stop" in said[0]


def test_what_dies_while_it_starts_is_told_and_started_again_until_the_time_is_up(tmp_path):
    told: list[str] = []
    one = Supervisor([Program("web", (sys.executable, "-c", "raise SystemExit(1)"))], {}, tmp_path, told.append)
    for kept in one.kept:
        kept.start()
    try:
        assert one.watch(lambda: len(told) > 1, 30)
        assert not one.watch(seconds=0.1)
    finally:
        one.stop()
    assert all(words.startswith("web ended with status 1; starting it again") for words in told)
