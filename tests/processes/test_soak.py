"""A minute of the day at sixty times its speed with kills, as `lineside bench soak` plays the whole of it."""

import os
import re
import subprocess
import sys

import pytest
from tests.processes.conftest import ROOT

pytestmark = pytest.mark.timeout(900)


def test_an_hour_of_the_day_in_a_minute_with_a_kill_every_seven_seconds_is_whole_and_in_time():
    own = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "LINESIDE_", "DJANGO_"))}
    words = ["bench", "soak", "--minutes", "1", "--kill-every", "7", "--seed", "7"]
    done = subprocess.run(
        [sys.executable, "-m", "lineside.site.cli", *words], env=own | {"COLUMNS": "200"}, cwd=ROOT, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Every one of them is there, once." in done.stdout
    assert "Every log is whole and sealed, and every clock was right." in done.stdout
    assert "killed nothing" not in done.stdout
    # Each kind of clock had something to do, or its check would have shown nothing.
    for told in (r"ladder: [1-9]\d* came due", r"promises: [1-9]\d* came due", r"THRIVE: [1-9]\d* logs came due"):
        assert re.search(told, done.stdout), done.stdout
