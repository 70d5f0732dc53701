"""What the demonstration prints for a newcomer to copy does what it says."""

import shlex
import subprocess
import sys

from tests.journeys.conftest import ROOT, end_what_waits
from tests.journeys.emergencies import end_emergencies

TALKS_S = 20  # a caller goes on speaking for longer than that


def test_every_command_that_is_printed_can_be_copied_as_it_stands(running, chromium):
    assert (
        len(running.commands) >= 14
    )  # a text, a mail, a position, four platforms, two calls, one without a word, four of a radio
    said = {words: run(words) for words in running.commands}
    rung = [words for words in said if " --tell ring " in words]
    assert len(rung) == 2
    for words in rung:
        run(f"{words.partition(' ring ')[0]} hangup {said[words].strip()}")
    end_what_waits(running, chromium)  # or a silent 999 call is what Next gives in every journey that follows
    end_emergencies(running, chromium)  # the one of the printed button, which would cover every desk


def run(words):
    started = subprocess.Popen(
        [sys.executable, "-m", *shlex.split(words)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        said, _ = started.communicate(timeout=TALKS_S)
    except subprocess.TimeoutExpired:
        started.terminate()
        started.communicate(timeout=TALKS_S)
        assert " call " in words, words
        return ""
    assert started.returncode == 0, (words, said)
    return said.decode()
