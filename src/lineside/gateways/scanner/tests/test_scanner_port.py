"""The scanner of files keeps the contract of a port, with a real clamd."""

from contextlib import contextmanager

import pytest

from lineside.files.models import Attachment
from lineside.files.testing import make_file
from lineside.gateways.scanner.outbound import Scanner
from lineside.gateways.scanner.peer import Clamd, is_installed
from lineside.gateways.scanner.protocol import read_address
from lineside.gateways.scanner.run import PART, turn
from lineside.gateways.tests.ports import PortContract
from lineside.heartbeats.commands import Pulse
from lineside.kernel.testing import audit_lines

pytestmark = pytest.mark.skipif(not is_installed(), reason="clamd is not installed (apt install clamav-daemon)")


class ScannerPort:
    part = PART

    def __init__(self, clamd):
        self.clamd, self.scanner, self.pulse = clamd, Scanner(read_address(clamd.url)), Pulse(PART)

    def ask(self):
        make_file()

    def ask_refused(self):
        make_file(b"x" * 3_000_000)

    def turn(self):
        turn(self.scanner, self.pulse)

    def done(self):
        return audit_lines().count("files.record_scan") - self.seen()

    def seen(self):
        return Attachment.objects.filter(scan_state="unscannable").count()

    @contextmanager
    def away(self):
        self.clamd.stop()
        yield
        self.clamd.start()


class TestTheScannerKeepsTheContract(PortContract):
    @pytest.fixture
    def port(self, settings, tmp_path):
        settings.FILES_DIR = tmp_path / "files"
        with Clamd(tmp_path / "clamd", largest="1M") as clamd:
            yield ScannerPort(clamd)
