"""The supervisor is killed: its programs end, PostgreSQL goes on, the next start takes it over, nothing is lost."""

import signal

import pytest
from tests.processes.conftest import until

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("node")]


def test_a_killed_supervisor_leaves_no_program_behind_and_loses_nothing(a_node):
    a_node.up()
    running = a_node.children()
    assert len(running) >= 5
    subject = a_node.send_mail()

    a_node.process.send_signal(signal.SIGKILL)
    a_node.process.wait(5)
    assert until(lambda: not a_node.children(), 60), a_node.children()
    assert a_node.cluster().is_running()

    a_node.up()
    assert a_node.asked(f"SELECT count(*) FROM contacts_contact WHERE subject = '{subject}'") == [(1,)]

    again = a_node.lineside("up")
    assert again.returncode == 1
    assert again.stderr.strip().splitlines()[-1].startswith(f"lineside: Lineside runs on {a_node.var} already (process")

    assert a_node.stop() == 0
    assert a_node.children() == []
    assert not a_node.cluster().is_running()
