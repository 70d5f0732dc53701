"""Files before a real clamd, which knows one harmless signature of ours."""

import socket
import threading
from datetime import timedelta

import pytest

from lineside.files.models import Attachment
from lineside.files.queries import files_by_id
from lineside.files.store import path_of
from lineside.files.testing import make_file
from lineside.gateways.scanner.outbound import PATIENCE, Scanner, scan_due
from lineside.gateways.scanner.peer import EICAR_HEX, Clamd, is_installed
from lineside.gateways.scanner.protocol import About, read_address
from lineside.gateways.scanner.run import turn
from lineside.heartbeats.commands import Pulse
from lineside.heartbeats.queries import heartbeat
from lineside.kernel.clock import now
from lineside.kernel.testing import audit_lines

EICAR = bytes.fromhex(EICAR_HEX)
FRESH = About("clamd", None)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_installed(), reason="clamd is not installed (apt install clamav-daemon)"),
]


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    with Clamd(tmp_path_factory.mktemp("clamd"), largest="1M") as running:
        yield running


@pytest.fixture
def scanner(clamd):
    return Scanner(read_address(clamd.url))


def panel():
    row = heartbeat("scanner")
    assert row is not None
    return row


def state_of(file):
    return Attachment.objects.get(pk=file.id).scan_state


def test_what_does_harm_is_found_and_what_does_not_is_told_clean(scanner):
    harm, picture = make_file(EICAR, name="invoice.pdf"), make_file()
    assert scan_due(scanner, scanner.about()) == 2
    found = files_by_id([harm.id, picture.id])
    assert (found[harm.id].scan_state, found[picture.id].scan_state) == ("infected", "clean")
    assert found[harm.id].scan_says.startswith("Lineside.Test.Eicar")
    assert now() - (found[harm.id].signatures_at or now() - timedelta(days=9)) < timedelta(days=1)
    assert not found[picture.id].scanned_stale


def test_harm_inside_a_letter_is_found_in_its_original_too(scanner):
    head = b"From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    raw = make_file(head + b"Content-Type: text/plain; name=x.txt\r\n\r\n" + EICAR + b"\r\n--b--\r\n", name="o.eml")
    scan_due(scanner, scanner.about())
    assert state_of(raw) == "infected"


def test_what_was_scanned_is_not_scanned_again(scanner):
    make_file()
    assert [scan_due(scanner, scanner.about()) for _ in range(2)] == [1, 0]
    assert audit_lines().count("files.record_scan") == 1


def test_what_is_too_large_for_the_scanner_is_told_so_and_holds_up_nothing(scanner):
    large, after = make_file(b"x" * 3_000_000), make_file(b"y")
    scan_due(scanner, scanner.about())
    assert (state_of(large), state_of(after)) == ("unscannable", "clean")


def test_bytes_that_are_gone_are_unscannable(scanner):
    gone = make_file(b"gone")
    path_of(gone.sha256).unlink()
    scan_due(scanner, scanner.about())
    assert state_of(gone) == "unscannable"


def test_a_scanner_that_is_killed_in_between_takes_up_what_is_left(tmp_path):
    file, pulse = make_file(EICAR), Pulse("scanner")
    with Clamd(tmp_path / "clamd") as clamd:
        scanner = Scanner(read_address(clamd.url))
        clamd.stop()
        turn(scanner, pulse)
        assert state_of(file) == "not_scanned"
        assert panel().is_down
        assert "stay not scanned" in panel().why
        clamd.start()
        turn(scanner, pulse)
        assert state_of(file) == "infected"
        assert not panel().is_down


def test_old_signatures_are_told_on_the_panel_and_at_the_file_until_fresh_ones_have_looked(tmp_path, clamd):
    file, pulse = make_file(), Pulse("scanner")
    with Clamd(tmp_path / "clamd", days_old=8) as old:
        turn(Scanner(read_address(old.url)), pulse)
    assert panel().why.startswith("scanner stale")
    assert files_by_id([file.id])[file.id].scanned_stale
    turn(Scanner(read_address(clamd.url)), pulse)
    assert not panel().is_down
    assert not files_by_id([file.id])[file.id].scanned_stale


def test_a_file_at_which_the_scanner_always_breaks_off_holds_up_nothing(scanner):
    """A scanner that hangs up at every file: the first is given up after a few tries."""
    file = make_file()
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_hang_up, args=(door, PATIENCE), daemon=True).start()
        broken = Scanner(read_address(f"tcp://127.0.0.1:{door.getsockname()[1]}"))
        for _ in range(PATIENCE - 1):
            with pytest.raises((ConnectionError, BrokenPipeError)):
                scan_due(broken, FRESH)
            assert state_of(file) == "not_scanned"
        scan_due(broken, FRESH)
    assert state_of(file) == "unscannable"


def _hang_up(door, times):
    for _ in range(times):
        line, _ = door.accept()
        line.recv(1 << 16)
        line.close()
