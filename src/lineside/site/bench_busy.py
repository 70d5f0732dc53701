"""`lineside bench busy`: the busy hour. Desks, radios and trains at once, and what one person at a desk feels of it.

600 logs an hour are opened, worked and closed by twenty desks over HTTP; 300 units tell where they are and how they
stand; a hundred people have the live stream open; TRUST, Darwin and alerts come in by their peers. Within that a real
browser works logs by the keyboard, and lines are written over HTTP whose way to every stream and to another browser is
timed. The callers, the browser, all processes and the database share the machine's processors.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from lineside.site import node
from lineside.site.bench_desks import cookie
from lineside.site.bench_keys import WATCH, Hands, until
from lineside.site.bench_node import Caller, Node, Say, at_share, spread
from lineside.site.bench_peers import PROBE, Streams
from lineside.site.bench_sending import book
from lineside.site.demo_trains import demo_trains
from lineside.site.postgres import ClusterFault
from lineside.site.soak_kills import parent, pids, programs, server
from lineside.site.supervisor import Program, Supervisor

UNITS, WORKING, TRAINS, ALERT_EVERY = 300, 20, 1000, 60
DESKS = {"contact_handler": 40, "communications_officer": 50, "fcr_supervisor": 6, "fcc_supervisor": 4}
PROBES, PROBES_A_SECOND = 60, 2
ACTION_MS, CHANGE_MS = 300, 150  # the limits: p95 of a desk's actions, p99 of a change of the board
WARMING_S, ENDING_S, LEAST_SHARE = 20.0, 3.0, 0.005
NOT_OF_THE_NODE = ("run-driver", "lineside.site.bench_hour")  # the browser's driver and the callers
SCOPES = ("incidents.view", "dispatch.view", "dispatch.state", "dispatch.position", "alerts.send")


@dataclass
class Probes:
    """Lines written over HTTP at a steady pace, each with a word of its own; when each was sent by the wall's clock."""

    made: Node
    sent: dict[str, float]
    stop: Event

    def write(self) -> None:
        caller, number = Caller(self.made), 0
        while not self.stop.is_set():
            word = f"probe-{number:06d}"
            began = time.time()
            caller.ask("POST", f"{self.made.incidents[number % PROBES]}/log", {"text": f"Asked by control: {word}"})
            self.sent[word] = began
            number += 1
            self.stop.wait(max(0.0, began + 1 / PROBES_A_SECOND - time.time()))


def busy(say: Say, made: Node) -> None:
    """Play it for so many minutes, and say each figure beside its limit."""
    key, units = _on_duty()
    cookies = {role: [cookie(role) for _ in range(count)] for role, count in DESKS.items()}
    with _more_programs(say, key), _streams(made, cookies) as streams:
        hour = _hour(made, key, units, cookies["communications_officer"][:WORKING])
        time.sleep(WARMING_S)
        probes = Probes(made, {}, Event())
        writing = Thread(target=probes.write, name="probes")
        try:
            seen, hands, used = _measured(say, made, (cookies["communications_officer"], units), writing)
        finally:
            probes.stop.set()
            writing.join()
        out, _ = hour.communicate(timeout=180)  # it ends when nobody can tell it more
    _say_hour(say, json.loads(out), streams, used)
    _say_actions(say, hands)
    _say_changes(say, probes.sent, streams, seen)


def _on_duty() -> tuple[str, list[dict[str, Any]]]:
    """A key for radios and feeds; three hundred units with positions, those that nobody sends last."""
    from lineside.access import commands as access  # noqa: PLC0415 - Django is ready only now
    from lineside.access.permissions import CanAccess  # noqa: PLC0415
    from lineside.dispatch.permissions import CanDispatch  # noqa: PLC0415
    from lineside.dispatch.queries import units_on_duty  # noqa: PLC0415
    from lineside.gazetteer import queries as gazetteer  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415

    actor = system_actor("bench", *CanAccess, CanDispatch.VIEW)
    key = access.enrol_client(actor=actor, name="bench radios", scopes=SCOPES).shown_key
    lacking = UNITS - len(units_on_duty(actor))
    if lacking > 0:
        book(random.Random(1), gazetteer.stations(), lacking)  # noqa: S311 - the same each run
    rows = sorted(units_on_duty(actor), key=lambda row: row.call_sign, reverse=True)
    found = [{"id": str(row.id), "call_sign": row.call_sign, "lat": row.lat, "lon": row.lon} for row in rows]
    return key, [unit for unit in found if unit["lat"] is not None][:UNITS]


@contextmanager
def _more_programs(say: Say, key: str) -> Iterator[None]:
    """What the other parts of the bench do without: the worker, the feed of trains with its peer, alerts."""
    (rail,) = demo_trains()
    own = (sys.executable, "-m", "lineside.site.cli")
    feed = ("--base-url", f"http://127.0.0.1:{os.environ['LINESIDE_PORT']}", "--every", str(ALERT_EVERY))
    programs = [
        Program("worker", (*own, "worker")),
        Program(rail.name, (*rail.arguments, "--more", str(TRAINS))),
        Program("rail feeds", (*own, "gateway", "rail_feeds")),
        Program("alerts", (sys.executable, "-m", "lineside.simulator.feeds", *feed)),
    ]
    environment = {**node.environment(), "LINESIDE_API_KEY": key}
    supervisor = Supervisor(programs, environment, Path(os.environ["LINESIDE_VAR"]) / "log", say)
    for kept in supervisor.kept:
        kept.start()
    try:
        yield
    finally:
        supervisor.stop()


@contextmanager
def _streams(made: Node, cookies: dict[str, list[str]]) -> Iterator[Streams]:
    streams = Streams(made.live_port, [one for group in cookies.values() for one in group], PROBE)
    with streams.reading():
        yield streams


def _hour(made: Node, key: str, units: Sequence[dict[str, Any]], desks: list[str]) -> "subprocess.Popen[str]":
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    asked = {
        "port": made.port,
        "key": key,
        "units": list(units),
        "sent": units[: 2 * len(desks)],
        "desks": desks,
        "token_name": settings.CSRF_COOKIE_NAME,
        "others": made.incidents[PROBES:],
    }
    hour = subprocess.Popen(
        [sys.executable, "-m", "lineside.site.bench_hour"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    if hour.stdin is None:
        raise ClusterFault("The busy hour could not be begun.")
    hour.stdin.write(json.dumps(asked) + "\n")
    hour.stdin.flush()
    return hour


def _measured(
    say: Say, made: Node, who: tuple[list[str], list[dict[str, Any]]], writing: Thread
) -> tuple[dict[str, float], Hands | None, dict[str, float]]:
    """One page looks at the board, another person works; when each word was seen, the hands, the processors' shares."""
    people, units = who
    program = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - there only where the checks are installed
    except ImportError:
        program = None
    if program is None:
        say("in a browser: not measured, for Chromium or playwright is not installed.")
        with _using() as used:
            writing.start()
            time.sleep(made.minutes * 60)
        return {}, None, used
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        board, desk = (_at_desk(browser, made, person) for person in people[-2:])
        board.evaluate(WATCH)
        hands = Hands(desk, units[-1]["call_sign"])
        with _using() as used:
            writing.start()
            hands.work(time.monotonic() + made.minutes * 60)
        board.wait_for_timeout(ENDING_S * 1000)
        seen: dict[str, float] = board.evaluate("window.came")
        browser.close()
    return seen, hands, used


@contextmanager
def _using() -> Iterator[dict[str, float]]:
    """Which share of one processor each part took meanwhile, whatever else was at work on the machine."""
    used: dict[str, float] = {}
    before, began = shares_spent(), time.monotonic()
    yield used
    seconds = time.monotonic() - began
    for name, spent in shares_spent().items():
        used[name] = (spent - before.get(name, 0.0)) / seconds


def shares_spent() -> dict[str, float]:
    """Seconds of processor's time of each of the node's programs, its PostgreSQL and our browser, by their names."""
    var = Path(os.environ["LINESIDE_VAR"])
    found: defaultdict[str, float] = defaultdict(float)
    parts = {pid: name for pid, name in programs(var).items() if name not in NOT_OF_THE_NODE and not name.isdigit()}
    parts |= dict.fromkeys(server(var / "postgres" / "data"), "postgres") | dict.fromkeys(browsers(), "Chromium")
    for pid, name in parts.items():
        with suppress(OSError, ValueError, IndexError):
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            found[name] += (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return dict(found)


def browsers() -> list[int]:
    """Every process of the browser that this one has begun."""
    parents = {pid: parent(pid) for pid in pids()}

    def is_ours(pid: int) -> bool:
        while pid > 1 and pid != os.getpid():
            pid = parents.get(pid, 0)
        return pid == os.getpid()

    return [pid for pid in parents if is_ours(pid) and "chromium" in command_of(pid)]


def command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").partition("\0")[0]
    return ""


def _at_desk(browser: Any, made: Node, person: str) -> Any:  # noqa: ANN401 - playwright's browser and page
    name, _, value = person.partition("=")
    page = browser.new_context(viewport={"width": 1500, "height": 940}).new_page()
    page.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{made.port}"}])
    page.goto(f"http://127.0.0.1:{made.port}/control/")
    until(page, "document.querySelector('#freshness')?.textContent.includes('live ')")
    return page


def _say_hour(say: Say, told: dict[str, Any], streams: Streams, used: dict[str, float]) -> None:
    times: dict[str, list[float]] = told["times"]
    seconds = told["seconds"]
    opened, moved = len(times.get("log opened new", ())), len(times.get("position of a unit", ()))
    say(
        f"busy for {seconds / 60:.1f} min: {opened * 3600 / seconds:.0f} logs/h, {moved / seconds:.1f} positions/s,"
        f" {streams.open} of {sum(DESKS.values())} streams open, {streams.bytes / seconds / 1e6:.1f} MB/s to them"
    )
    shares = sorted(used.items(), key=lambda each: -each[1])
    say(f"  of one processor: {', '.join(f'{name} {share:.0%}' for name, share in shares if share >= LEAST_SHARE)}")
    for kind, found in sorted(times.items()):
        say(f"  over HTTP, {kind}: {len(found)}, {spread(found)}, p95 {at_share(found, 0.95):.1f} ms")
    if told["refused"]:
        say(f"  {len(told['refused'])} were refused, the first: {told['refused'][0]}")


def _say_actions(say: Say, hands: Hands | None) -> None:
    if hands is None:
        return
    every = [each for found in hands.times.values() for each in found]
    if not every:
        raise ClusterFault(f"No action was seen in the browser: {'; '.join(hands.missed[:3])}")
    p95 = at_share(every, 0.95)
    ratio = f"p95 {p95:.1f} ms, ratio to {ACTION_MS}: {p95 / ACTION_MS:.2f}"
    say(f"desk actions in Chromium: {len(every)}, {spread(every)}, {ratio}")
    for kind, found in sorted(hands.times.items()):
        say(f"  {kind}: {len(found)}, {spread(found)}, p95 {at_share(found, 0.95):.1f} ms")
    if hands.missed:
        say(f"  {len(hands.missed)} had no outcome: {hands.missed[0]}")


def _say_changes(say: Say, sent: dict[str, float], streams: Streams, seen: dict[str, float]) -> None:
    number = sum(DESKS.values())
    whole = [word for word in sent if len(streams.came.get(word, ())) >= number]
    if not whole:
        raise ClusterFault(f"No change came to all of {number} streams; {streams.open} are open.")
    _say_change(say, f"board change, last of {number} streams", len(sent),
                [(sorted(streams.came[word])[number - 1] - sent[word]) * 1000 for word in whole])  # fmt: skip
    if cells := [seen[word] - sent[word] * 1000 for word in sent if seen.get(word)]:
        _say_change(say, "board change, cell in Chromium", len(sent), cells)


def _say_change(say: Say, name: str, number: int, times: list[float]) -> None:
    p99 = at_share(times, 0.99)
    say(f"{name}: {spread(times)}, ratio to {CHANGE_MS}: {p99 / CHANGE_MS:.2f}; {len(times)} of {number} came")
