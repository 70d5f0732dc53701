"""What the demonstration prints for a newcomer to copy does what it says."""

import shlex
import subprocess
import sys

from tests.journeys.conftest import ROOT


def test_every_command_that_is_printed_can_be_copied_as_it_stands(running):
    assert len(running.commands) >= 8  # a text, a mail, a position, four platforms, a call
    for words in running.commands:
        command = [sys.executable, "-m", *shlex.split(words)]
        done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=90)
        assert done.returncode == 0, (words, done.stderr)
