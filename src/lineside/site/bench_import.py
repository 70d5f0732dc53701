"""For the bench: 200,000 old records moved in while a desk grades, and how long that desk waits meanwhile."""

import csv
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lineside.site.bench_node import Caller, Node, Say, spread
from lineside.site.bench_who import made_names
from lineside.site.postgres import ClusterFault

PERSONS, LOGS, LINES, CRIMES, LINKS = 50_000, 40_000, 70_000, 20_000, 20_000
YEARS, PAUSE, QUIET = 6, 0.2, 60
STATIONS = ("LDS", "YRK", "DON", "SBY", "KGX", "MAN", "BHM", "GLC")
CODES = ("ASB", "THEFTP", "WELF", "LOST", "TRESP", "DAMAGE")
GISTS = (
    "Group kicking a ball at the windows", "Bag taken from the rack", "Person sitting at the end of the platform",
    "Purse handed in at the office", "Youths on the line by the bridge", "Vending machine forced open",
)  # fmt: skip
MAPPING = """source = "BENCH CAD"
[persons]
file = "persons.csv"
dates = ["%d/%m/%Y"]
[persons.columns]
reference = "NO"
name = "NAME"
born_on = "DOB"
phone = "TEL"
[logs]
file = "logs.csv"
dates = ["%d/%m/%Y %H:%M"]
zone = "UTC"
[logs.columns]
reference = "NO"
opened_at = "FROM"
closed_at = "TO"
summary = "TEXT"
opening_code = "CODE"
grade = "PRI"
place = "PLACE"
crs = "CRS"
result = "RESULT"
[lines]
file = "lines.csv"
dates = ["%d/%m/%Y %H:%M"]
zone = "UTC"
[lines.columns]
reference = {columns = ["NO", "SEQ"], join = "#"}
log = "NO"
at = "AT"
by = "BY"
text = "TEXT"
[occurrences]
file = "crimes.csv"
dates = ["%d/%m/%Y %H:%M"]
zone = "UTC"
[occurrences.columns]
reference = "NO"
log = "LOG"
recorded_at = "AT"
offence_class = "CLASS"
offence_code = "CODE"
title = "TITLE"
summary = "MO"
place = "PLACE"
opening_code = {fixed = "POLGEN"}
[links]
file = "links.csv"
[links.columns]
person = "PERSON"
subject = {fixed = "occurrence"}
subject_reference = "CRIME"
role = "ROLE"
"""
Row = list[object]


def moving_in(say: Say, made: Node) -> None:
    """One import from its first row to its last, beside a desk that grades five times a second."""
    folder = Path(os.environ["LINESIDE_VAR"]) / "extracts"
    folder.mkdir()
    _write(folder)
    rows = PERSONS + LOGS + LINES + CRIMES + LINKS
    caller, keys = Caller(made), made.incidents[:20]
    before = [_graded(caller, keys[number % len(keys)]) for number in range(QUIET)]
    began = time.monotonic()
    words = [sys.executable, "-m", "lineside.site.cli", "import", str(folder / "mapping.toml"), "--by", "the bench"]
    with (folder / "said.txt").open("w+") as said:
        running = subprocess.Popen(words, stdout=said, stderr=subprocess.STDOUT)  # noqa: S603 - our own program
        during: list[float] = []
        while running.poll() is None:
            during.append(_graded(caller, keys[len(during) % len(keys)]))
        took = time.monotonic() - began
        said.seek(0)
        told = said.read()
    if running.returncode or "Every row is accounted for." not in told:
        raise ClusterFault(f"The import did not end well: {told[-600:]}")
    batches = [float(each) for each in re.findall(r"batches took ([0-9.]+) s", told)]
    say(f"import: {rows:,} rows in {took:.0f} s, {rows / took * 60:,.0f} a minute; longest batch {max(batches):.2f} s")
    for line in re.findall(r"^\w+: [\d,]+ rows = .*\n  .*", told, re.MULTILINE):
        say(f"  {' '.join(line.split())}")
    say(f"  grading at a desk: before {spread(before)}; while it ran {spread(during)} of {len(during)}")


def _graded(caller: Caller, key: str) -> float:
    began = time.monotonic()
    caller.grade(key)
    took = time.monotonic() - began
    time.sleep(max(0.0, PAUSE - took))
    return took * 1000


def _write(folder: Path) -> None:
    drawn = random.Random(1)  # noqa: S311 - the same set each time
    now = datetime.now(UTC)
    opened = sorted(now - timedelta(minutes=60 + drawn.randrange(YEARS * 365 * 24 * 60)) for _ in range(LOGS))
    (folder / "mapping.toml").write_text(MAPPING)
    for name, header, rows in (
        ("persons", "NO NAME DOB TEL", _persons(drawn)),
        ("logs", "NO FROM TO TEXT CODE PRI PLACE CRS RESULT", _logs(drawn, opened)),
        ("lines", "NO SEQ AT BY TEXT", _lines(drawn, opened)),
        ("crimes", "NO LOG AT CLASS CODE TITLE MO PLACE", _crimes(drawn, opened)),
        ("links", "PERSON CRIME ROLE", ([f"N{n}", f"C{n % CRIMES}", "victim"] for n in range(LINKS))),
    ):
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header.split())
            writer.writerows(rows)


def _persons(drawn: random.Random) -> Iterator[Row]:
    givens, surnames = made_names()
    for number in range(PERSONS):
        born = datetime(1940, 1, 1, tzinfo=UTC) + timedelta(days=drawn.randrange(24_000))
        # As the drama ranges of telephone numbers have it, so that nobody can be rung.
        phone = f"07700 900{number % 1000:03d}" if number % 3 else ""
        yield [f"N{number}", f"{drawn.choice(givens)} {drawn.choice(surnames)}", f"{born:%d/%m/%Y}", phone]


def _logs(drawn: random.Random, opened: list[datetime]) -> Iterator[Row]:
    for number, at in enumerate(opened):
        kind = drawn.randrange(len(CODES))
        yield [f"L{number}", _at(at), _at(at + timedelta(minutes=50)), f"{GISTS[kind]}, reference {number}",
               CODES[kind], "IPSR"[number % 4], f"Platform {number % 12}", STATIONS[number % len(STATIONS)],
               "Words of advice given"]  # fmt: skip


def _lines(drawn: random.Random, opened: list[datetime]) -> Iterator[Row]:
    for number in range(LINES):
        log = number * LOGS // LINES
        at = opened[log] + timedelta(minutes=1 + drawn.randrange(40))
        yield [f"L{log}", number, _at(at), "J SMALL", f"{drawn.choice(GISTS)}; unit told, line {number}"]


def _crimes(drawn: random.Random, opened: list[datetime]) -> Iterator[Row]:
    for number in range(CRIMES):
        log = number * 2 if number % 4 else None  # every fourth stands on no log
        at = opened[number * 2] + timedelta(minutes=45)
        yield [f"C{number}", "" if log is None else f"L{log}", _at(at), "39", "039/00",
               "Theft from the person of another", f"{drawn.choice(GISTS)}, crime {number}",
               f"Platform {number % 12}"]  # fmt: skip


def _at(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y %H:%M}"
