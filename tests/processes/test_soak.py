"""A minute of the busy hour with kills, as `lineside bench soak` plays an hour of it."""

import os
import subprocess
import sys

import pytest
from tests.processes.conftest import ROOT

pytestmark = pytest.mark.timeout(900)


def test_a_busy_minute_with_a_kill_every_seven_seconds_loses_nothing_and_doubles_nothing():
    own = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "LINESIDE_", "DJANGO_"))}
    words = ["bench", "soak", "--minutes", "1", "--kill-every", "7", "--seed", "7"]
    done = subprocess.run(
        [sys.executable, "-m", "lineside.site.cli", *words], env=own | {"COLUMNS": "200"}, cwd=ROOT, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "Every one of them is there, once." in done.stdout
    assert "killed nothing" not in done.stdout
