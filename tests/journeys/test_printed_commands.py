"""What the demonstration prints for a newcomer to copy does what it says."""

import shlex
import subprocess
import sys

from tests.journeys.conftest import ROOT

TALKS_S = 20  # a caller goes on speaking for longer than that


def test_every_command_that_is_printed_can_be_copied_as_it_stands(running):
    assert len(running.commands) >= 10  # a text, a mail, a position, four platforms, two calls, one without a word
    for words in running.commands:
        started = subprocess.Popen(
            [sys.executable, "-m", *shlex.split(words)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            said, _ = started.communicate(timeout=TALKS_S)
        except subprocess.TimeoutExpired:
            started.terminate()
            started.communicate(timeout=TALKS_S)
            assert " call " in words, words
        else:
            assert started.returncode == 0, (words, said)
