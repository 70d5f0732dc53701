"""`lineside import` as a process of its own, which is killed and run again: nothing is half loaded or doubled."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from lineside.crimes.models import Crime
from lineside.extracts.models import Arrival, Extract, Rejection
from lineside.extracts.queries import KINDS
from lineside.extracts.testing import WHOLE, write_extracts
from lineside.incidents.models import Incident, LogEntry
from lineside.pole.models import Link, Person
from lineside.site.tests.moved import everything

ROWS = 3000
WORDS = [sys.executable, "-m", "lineside.site.cli", "import", "--by", "Ruth Adeyemi"]
DIES = """
import os, signal
import django
django.setup()
from lineside.extracts import commands
def killed(*args, **kwargs):
    print("mid-batch", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
commands._keep_ledger = killed  # the records are written by then, and nothing is committed
import sys
from pathlib import Path
from lineside.site.moving_in import Wanted, move_in_all
path = Path(sys.argv[1])
move_in_all(lambda *_: None, Wanted(mapping=path, kinds=(), rejects=path.parent, by="Ruth Adeyemi", is_dry=False))
"""


@pytest.fixture
def whole(tmp_path):
    return write_extracts(tmp_path)


def environment():
    there = connection.settings_dict
    address = f"postgresql://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    settings = {"DJANGO_SETTINGS_MODULE": "lineside.site.settings"}
    return os.environ | settings | {"DATABASE_URL": address, "DATABASE_OWNER_URL": address}


def killed_on_its_way(mapping, after):
    """Begun, let go until it has moved something more in and a little longer, and killed; what has arrived by then."""
    before = Arrival.objects.count()
    with subprocess.Popen([*WORDS, str(mapping)], env=environment(), stdout=subprocess.DEVNULL) as running:
        limit = time.monotonic() + 90
        while running.poll() is None and Arrival.objects.count() == before and time.monotonic() < limit:
            time.sleep(0.02)
        time.sleep(after)  # so that it is met in different parts of a batch
        running.kill()
    return Arrival.objects.count()


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_batch_it_leaves_nothing_half_loaded(whole):
    run = subprocess.run(
        [sys.executable, "-c", DIES, str(whole)], env=environment(), capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.strip()) == (-signal.SIGKILL, "mid-batch"), run.stderr[-2000:]
    assert everything() == [0, 0, 0, 0, 0, 0]
    assert Extract.objects.get().rows_done == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
def test_killed_at_any_moment_and_run_again_it_ends_whole_and_doubles_nothing(tmp_path):
    at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0).isoformat()
    mapping = write_extracts(
        tmp_path,
        persons=["NO,NAME,DOB,TEL", *(f"N{n},Robin Vale{n % 7},," for n in range(ROWS)), "N0,Robin Vale,,"],
        logs=["NO,FROM,TO,TEXT,CODE,RESULT", *(f"L{n},{at},{at},Gist {n},ASB,Done" for n in range(ROWS // 2))],
        lines=["LOG,SEQ,AT,BY,TEXT", *(f"L{n % (ROWS // 2)},{n},{at},J SMALL,Line {n}" for n in range(ROWS))],
        crimes=[
            WHOLE["crimes.csv"][0],
            *(f"C{n},L{n},{at},39,039/00,finalised," for n in range(ROWS // 6)),
        ],
        links=["PERSON,KIND,OF,ROLE", *(f"N{n},occurrence,C{n},victim" for n in range(ROWS // 6))],
    )
    reached: list[int] = []
    for _ in range(4):
        reached.append(killed_on_its_way(mapping, 0.11 * len(reached)))
        check_whole()
    assert reached == sorted(reached)
    assert 0 < reached[0] < ROWS * 3  # it was cut off, and not at its end
    last = subprocess.run([*WORDS, str(mapping)], env=environment(), capture_output=True, text=True, check=False)
    assert last.returncode == 0, last.stderr
    assert "Every row is accounted for." in last.stdout
    half, sixth = ROWS // 2, ROWS // 6
    assert everything() == [ROWS, half, 2 * half + ROWS, sixth, sixth, 2 * ROWS + half + 2 * sixth]
    assert Rejection.objects.count() == 1
    check_whole()


def check_whole():
    """Of what is in the tables the ledger has each, once; and the other way about."""
    kept = {kind: Arrival.objects.filter(kind=kind).count() for kind in KINDS}
    logs = Incident.objects.count()
    there = {
        "persons": Person.objects.count(), "logs": logs, "lines": LogEntry.objects.count() - 2 * logs,
        "occurrences": Crime.objects.count(), "links": Link.objects.count(),
    }  # fmt: skip
    assert kept == there
